package org.bailiwick.revocation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.policy.NamePattern;
import org.jspecify.annotations.Nullable;

/**
 * A revocation of all certificates that meet some criteria. Which these are was settled when it began; what became of those
 * that it came to is counted.
 */
@Entity
public class MassRevocation {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "authority_id")
    private UUID authority;

    @Column(name = "administrator_id")
    private UUID administrator;

    @Column(name = "account_id")
    private @Nullable UUID account;

    @Column(name = "external_account_key_id")
    private @Nullable UUID externalAccountKey;

    @Column(name = "provisioner_id")
    private @Nullable UUID provisioner;

    @Column(name = "registration_authority_id")
    private @Nullable UUID registrationAuthority;

    @Column(length = 260)
    private @Nullable String namePattern;

    private @Nullable Instant issuedFrom;
    private @Nullable Instant issuedBefore;

    @Column(name = "revocation_reason")
    private int reason;

    @Column(nullable = false)
    private Instant previewedAt;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant endedAt;

    private long certificates;
    private long revoked;
    private long alreadyRevoked;
    private long expired;

    protected MassRevocation() {}

    /**
     * A new one.
     *
     * @param administrator who wants it
     * @param previewed the moment of the preview
     * @param certificates how many it is to end
     */
    MassRevocation(
            UUID authority,
            UUID administrator,
            RevocationCriteria criteria,
            RevocationReason reason,
            Instant previewed,
            long certificates,
            Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.administrator = administrator;
        this.account = criteria.account().map(ResourceId::value).orElse(null);
        this.externalAccountKey =
                criteria.externalAccountKey().map(ResourceId::value).orElse(null);
        this.provisioner = criteria.provisioner().orElse(null);
        this.registrationAuthority = criteria.registrationAuthority().orElse(null);
        this.namePattern = criteria.name().map(NamePattern::text).orElse(null);
        this.issuedFrom = criteria.issuedFrom().orElse(null);
        this.issuedBefore = criteria.issuedBefore().orElse(null);
        this.reason = reason.code();
        this.previewedAt = previewed;
        this.certificates = certificates;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    /** Whose certificates it ends. */
    public UUID authority() {
        return authority;
    }

    /** Who wanted it: the id of the bearer token or client certificate. */
    public UUID administrator() {
        return administrator;
    }

    public RevocationCriteria criteria() {
        return new RevocationCriteria(
                Optional.ofNullable(account).map(ResourceId::new),
                Optional.ofNullable(externalAccountKey).map(ResourceId::new),
                Optional.ofNullable(provisioner),
                Optional.ofNullable(registrationAuthority),
                Optional.ofNullable(namePattern).map(NamePattern::parse),
                Optional.ofNullable(issuedFrom),
                Optional.ofNullable(issuedBefore));
    }

    public RevocationReason reason() {
        return RevocationReason.ofCode(reason);
    }

    /** What was good then is hit, and nothing that was issued later. */
    public Instant previewedAt() {
        return previewedAt;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When it came to its end; empty while it goes on. */
    public Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    /** How many certificates it is to end. */
    public long certificates() {
        return certificates;
    }

    /** How many it has revoked. */
    public long revoked() {
        return revoked;
    }

    /** How many somebody else had revoked before it came to them. */
    public long alreadyRevoked() {
        return alreadyRevoked;
    }

    /** How many had expired before it came to them. */
    public long expired() {
        return expired;
    }

    /** How many it has not come to yet. */
    public long left() {
        return certificates - revoked - alreadyRevoked - expired;
    }

    void countRevoked() {
        revoked++;
    }

    void countAlreadyRevoked() {
        alreadyRevoked++;
    }

    void countExpired() {
        expired++;
    }

    /** There is nothing left of it. */
    void end(Instant now) {
        if (left() != 0 || endedAt != null) {
            throw new IllegalStateException("mass revocation " + id + " does not end here");
        }
        endedAt = now;
    }
}
