package org.bailiwick.key;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.KeyFingerprint;

/** A key that was in a certificate that was revoked for keyCompromise. One key may be there several times. */
@Entity
class BlockedKey {

    @Id
    @Column(name = "certificate_id")
    private UUID certificate;

    @Column(length = 64)
    private String fingerprint;

    @Column(nullable = false)
    private Instant blockedAt;

    protected BlockedKey() {}

    BlockedKey(ResourceId certificate, KeyFingerprint key, Instant now) {
        this.certificate = certificate.value();
        this.fingerprint = key.value();
        this.blockedAt = now;
    }
}
