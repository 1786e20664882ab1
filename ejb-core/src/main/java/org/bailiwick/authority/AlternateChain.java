package org.bailiwick.authority;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificateChain;

/**
 * Another chain of an issuer, up to another root (RFC 8555 §7.4.2): another CA has certified the same key, or one above it,
 * so that who trusts only that one can follow.
 */
@Entity
public class AlternateChain {

    @Id
    private UUID id;

    @Column(name = "issuer_id")
    private UUID issuer;

    @Column(length = 100_000)
    private String chain;

    @Column(nullable = false)
    private Instant createdAt;

    protected AlternateChain() {}

    /**
     * A new one.
     *
     * @param chain PEM, a certificate of the issuer's name and key first, then up to the root (RFC 8555 §9.1)
     * @throws IllegalArgumentException if it is no chain, or one of another issuer
     */
    public AlternateChain(Issuer issuer, String chain, Instant now) {
        CertificateChain.parse(chain).requireAlternativeTo(CertificateChain.parse(issuer.chain()));
        this.id = ResourceId.random(now).value();
        this.issuer = issuer.id();
        this.chain = chain;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }
}
