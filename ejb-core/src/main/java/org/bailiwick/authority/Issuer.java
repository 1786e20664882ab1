package org.bailiwick.authority;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/** One CA certificate and key of an authority. Roll-over means that an authority has several. */
@Entity
public class Issuer {

    @Id
    private UUID id;

    @Column(name = "authority_id")
    private UUID authority;

    private String keyLabel;

    @Column(length = 100_000)
    private String chain;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant retiredAt;

    protected Issuer() {}

    /**
     * A new, active issuer.
     *
     * @param keyLabel where its key is in the token
     * @param chain PEM, its own certificate first, then up to the root (RFC 8555 §9.1)
     */
    public Issuer(UUID authority, String keyLabel, String chain, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.keyLabel = keyLabel;
        this.chain = chain;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public UUID authority() {
        return authority;
    }

    /** The label of its key in the token. */
    public String keyLabel() {
        return keyLabel;
    }

    /** PEM, its own certificate first, then up to the root. */
    public String chain() {
        return chain;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether it still issues; a retired one only signs CRLs. */
    public boolean active() {
        return retiredAt == null;
    }
}
