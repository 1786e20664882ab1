package org.bailiwick.authority;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;
import org.jspecify.annotations.Nullable;

/**
 * One CA certificate and key of an authority. Roll-over means that an authority has several. One of them may be that of its
 * root, which is there to sign CRLs only.
 */
@Entity
public class Issuer {

    @Id
    private UUID id;

    @Column(name = "authority_id")
    private UUID authority;

    private String keyLabel;

    @Column(length = 100_000)
    private String chain;

    @Column(nullable = false, length = 64)
    private String keyFingerprint;

    private boolean crlOnly;

    /** Of its last CRL (RFC 5280 §5.2.3); 0 before the first. Whoever makes the next one sets it, if nobody else did. */
    private long crlNumber;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant retiredAt;

    protected Issuer() {}

    /**
     * A new, active issuer.
     *
     * @param keyLabel where its key is in the token
     * @param chain PEM, its own certificate first, then up to the root (RFC 8555 §9.1)
     * @throws IllegalArgumentException if it is no chain
     */
    public Issuer(UUID authority, String keyLabel, String chain, Instant now) {
        this(authority, keyLabel, chain, false, now);
    }

    private Issuer(UUID authority, String keyLabel, String chain, boolean crlOnly, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.keyLabel = keyLabel;
        this.chain = chain;
        this.keyFingerprint = CertificateChain.parse(chain).keyFingerprint().value();
        this.crlOnly = crlOnly;
        this.createdAt = now;
    }

    /**
     * The root of an authority, whose key is in the token: it signs CRLs only.
     *
     * @param chain PEM, its certificate
     * @throws IllegalArgumentException if it is no chain
     */
    public static Issuer ofRoot(UUID authority, String keyLabel, String chain, Instant now) {
        return new Issuer(authority, keyLabel, chain, true, now);
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

    /**
     * The SHA-256 of its key. It names the issuer in public URLs, since it is known before there is a database, and is the
     * same when its certificate is renewed.
     */
    public KeyFingerprint keyFingerprint() {
        return new KeyFingerprint(keyFingerprint);
    }

    /** The number of its last CRL; 0 before the first. */
    public long crlNumber() {
        return crlNumber;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether it still issues; a retired one only signs CRLs, and so does a root. */
    public boolean active() {
        return retiredAt == null && !crlOnly;
    }
}
