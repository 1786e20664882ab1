package org.bailiwick.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AdministrationEvent;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token or a client certificate as it is kept: for whom it is, what it permits and until when; not the secret, nor
 * the certificate itself.
 */
@Entity
public class AdministratorToken implements Identity {

    /** So that a forgotten one ends. */
    public static final Duration LONGEST_LIFE = Duration.ofDays(366);

    @Id
    private UUID id;

    @Column(length = Label.MAXIMUM_LENGTH)
    private String name;

    @Column(length = 40)
    private String role;

    @Column(name = "team_id")
    private @Nullable UUID team;

    @Column(length = 64)
    private String sha256;

    @Column(name = "subject", length = 101)
    private @Nullable String certificateSubject;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant expiresAt;

    private @Nullable Instant revokedAt;
    private @Nullable LocalDate lastUsedOn;

    protected AdministratorToken() {}

    /**
     * A new one.
     *
     * @throws AdminException {@code INVALID} if the grant cannot be
     */
    AdministratorToken(Grant grant, Credential credential, Instant now) {
        grant.requireSoundAt(now);
        if (credential instanceof ClientCertificate certificate) {
            certificate.requireFitAt(now, grant.expires());
            this.certificateSubject = certificate.subject();
        }
        this.id = ResourceId.random(now).value();
        this.name = grant.name().value();
        this.role = grant.role().word();
        this.team = grant.team();
        this.sha256 = credential.sha256();
        this.createdAt = now;
        this.expiresAt = grant.expires();
    }

    @Override
    public UUID id() {
        return id;
    }

    /** Who or what uses it, in the words of who made it. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public Role role() {
        return Role.named(role).orElseThrow(() -> new IllegalStateException("token " + id + " has an unknown role"));
    }

    /** The one team whose things it opens; empty for all. */
    @Override
    public Optional<UUID> team() {
        return Optional.ofNullable(team);
    }

    /** Whom the certificate names; empty if it is a bearer token. */
    public Optional<String> certificateSubject() {
        return Optional.ofNullable(certificateSubject);
    }

    /** The SHA-256 of the certificate (DER), hexadecimal, lower case; empty if it is a bearer token. */
    public Optional<String> certificateSha256() {
        return certificateSubject().map(certificate -> sha256);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** From when it opens nothing any more. */
    public Instant expiresAt() {
        return expiresAt;
    }

    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    /** The last day (UTC) on which it was used; to the day only, so that use costs one write a day. */
    public Optional<LocalDate> lastUsedOn() {
        return Optional.ofNullable(lastUsedOn);
    }

    /** Whether it opens anything. */
    public boolean validAt(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }

    /**
     * That it was made, for the audit log.
     *
     * @param administrator by whom; null for the server itself
     */
    AdministrationEvent created(@Nullable UUID administrator) {
        return new AdministrationEvent.TokenCreated(
                administrator,
                id,
                name,
                role,
                team,
                expiresAt,
                certificateSha256().orElse(null));
    }

    /**
     * Ends it.
     *
     * @return whether this is news
     */
    boolean revoke(Instant now) {
        if (revokedAt != null) {
            return false;
        }
        revokedAt = now;
        return true;
    }
}
