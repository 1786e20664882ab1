package org.bailiwick.issuance;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/** A certificate that was issued, or a serial that may have been signed and is revoked because nobody knows. */
@Entity
public class Certificate {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "authority_id")
    private UUID authority;

    @Column(name = "issuer_id")
    private UUID issuer;

    @Column(name = "account_id")
    private @Nullable UUID account;

    @Column(name = "order_id")
    private @Nullable UUID order;

    @Column(length = 40)
    private String serial;

    private byte @Nullable [] der;

    @Column(nullable = false)
    private Instant issuedAt;

    private Instant notBefore;
    private Instant notAfter;
    private @Nullable Instant revokedAt;

    @Column(name = "revocation_reason")
    private @Nullable Integer revocationReason;

    protected Certificate() {}

    /**
     * The record of what became of a journaled attempt.
     *
     * @param der null if it is not known whether it was signed
     */
    Certificate(IssuanceAttempt attempt, UUID authority, byte @Nullable [] der, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.issuer = attempt.issuer();
        this.account = attempt.requester().account().map(ResourceId::value).orElse(null);
        this.order = attempt.requester().order().map(ResourceId::value).orElse(null);
        this.serial = attempt.serial();
        this.der = der == null ? null : der.clone();
        this.issuedAt = now;
        this.notBefore = attempt.notBefore();
        this.notAfter = attempt.notAfter();
    }

    public ResourceId id() {
        return new ResourceId(id);
    }

    /** The issuer that signed it. */
    public UUID issuer() {
        return issuer;
    }

    /** Hexadecimal, lower case. */
    public String serial() {
        return serial;
    }

    /** DER; empty if it is not known whether the serial was ever signed. */
    public Optional<byte[]> der() {
        return Optional.ofNullable(der).map(byte[]::clone);
    }

    public Instant notBefore() {
        return notBefore;
    }

    public Instant notAfter() {
        return notAfter;
    }

    public boolean revoked() {
        return revokedAt != null;
    }

    /** Revokes it, for good. */
    void revoke(Instant now, int reason) {
        revokedAt = now;
        revocationReason = reason;
    }
}
