package org.bailiwick.person;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.LinkSecret;
import org.jspecify.annotations.Nullable;

/** A link by which the first administrator is made. */
@Entity
public class SetUpLink {

    /** Long enough to find it in the log; every start makes another. */
    static final Duration LIFE = Duration.ofHours(24);

    @Id
    private UUID id;

    @Column(length = 64)
    private String sha256;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant expiresAt;

    private @Nullable Instant endedAt;

    protected SetUpLink() {}

    SetUpLink(LinkSecret secret, Instant now) {
        this.id = ResourceId.random(now).value();
        this.sha256 = secret.sha256();
        this.createdAt = now;
        this.expiresAt = now.plus(LIFE);
    }

    UUID id() {
        return id;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    boolean opensAt(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }

    void end(Instant now) {
        if (endedAt == null) {
            endedAt = now;
        }
    }
}
