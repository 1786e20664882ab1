package org.bailiwick.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Label;
import org.bailiwick.ca.KeyFingerprint;
import org.jspecify.annotations.Nullable;

/**
 * A key that nobody may use: because it was in a certificate that was revoked for keyCompromise, or because an
 * administrator says so. One key may be there several times.
 */
@Entity
public class BlockedKey {

    @Id
    private UUID id;

    @Column(length = 64)
    private String fingerprint;

    @Column(nullable = false)
    private Instant blockedAt;

    @Column(name = "certificate_id")
    private @Nullable UUID certificate;

    private @Nullable UUID administrator;

    @Column(length = 100)
    private @Nullable String reason;

    protected BlockedKey() {}

    private BlockedKey(KeyFingerprint key, Instant now) {
        this.id = ResourceId.random(now).value();
        this.fingerprint = key.value();
        this.blockedAt = now;
    }

    /** The key of a certificate that is being revoked. */
    static BlockedKey compromised(ResourceId certificate, KeyFingerprint key, Instant now) {
        BlockedKey blocked = new BlockedKey(key, now);
        blocked.certificate = certificate.value();
        return blocked;
    }

    /** A key that an administrator blocks. */
    static BlockedKey listed(UUID administrator, KeyFingerprint key, Label reason, Instant now) {
        BlockedKey blocked = new BlockedKey(key, now);
        blocked.administrator = administrator;
        blocked.reason = reason.value();
        return blocked;
    }

    public UUID id() {
        return id;
    }

    public KeyFingerprint fingerprint() {
        return new KeyFingerprint(fingerprint);
    }

    public Instant blockedAt() {
        return blockedAt;
    }

    /** The certificate with whose revocation it was blocked, for good. */
    public Optional<ResourceId> certificate() {
        return Optional.ofNullable(certificate).map(ResourceId::new);
    }

    /** Who blocked it, if an administrator did. */
    public Optional<UUID> administrator() {
        return Optional.ofNullable(administrator);
    }

    /** Why, if an administrator did. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
