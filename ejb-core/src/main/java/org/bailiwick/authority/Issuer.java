package org.bailiwick.authority;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.hsm.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * One CA certificate and key of an authority. Roll-over means that an authority has several. One of them may be that of its
 * root, which is there to sign CRLs only. Those of an upstream authority are another CA's: they are there for their chains,
 * have no key here, and nothing of theirs is published here.
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

    @Column(length = 64)
    private @Nullable String keyFingerprint;

    private boolean crlOnly;

    private boolean remote;

    private @Nullable String token;

    @Enumerated(EnumType.STRING)
    @Column(length = 30)
    private @Nullable SignatureScheme scheme;

    /**
     * Of its last CRL (RFC 5280 §5.2.3); 0 before the first. Whoever makes the next one sets it by a query, if nobody else
     * did; who changes anything else of an issuer must not write back what he has read.
     */
    @Column(updatable = false)
    private long crlNumber;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant retiredAt;

    protected Issuer() {}

    /**
     * A new, active issuer, whose key is in the server's own token and signs by the scheme that is usual for it.
     *
     * @param keyLabel where its key is in the token
     * @param chain PEM, its own certificate first, then up to the root (RFC 8555 §9.1)
     * @throws IllegalArgumentException if it is no chain
     */
    public Issuer(UUID authority, String keyLabel, String chain, Instant now) {
        this(authority, new CaKey(null, keyLabel, null), chain, now);
    }

    /**
     * A new, active issuer.
     *
     * @param key where its key is, and how it signs
     * @param chain PEM, its own certificate first, then up to the root (RFC 8555 §9.1)
     * @throws IllegalArgumentException if it is no chain
     */
    public Issuer(UUID authority, CaKey key, String chain, Instant now) {
        this(authority, key, chain, false, now);
    }

    private Issuer(UUID authority, CaKey key, String chain, boolean crlOnly, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.token = key.token();
        this.keyLabel = key.label();
        this.scheme = key.scheme();
        this.chain = chain;
        this.keyFingerprint = fingerprint(chain);
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
        return ofRoot(authority, new CaKey(null, keyLabel, null), chain, now);
    }

    /** The same, wherever its key is. */
    public static Issuer ofRoot(UUID authority, CaKey key, String chain, Instant now) {
        return new Issuer(authority, key, chain, true, now);
    }

    /**
     * An issuing certificate of another CA, of which an authority has certificates.
     *
     * @param chain PEM, its own certificate first, then up to what is trusted
     * @throws IllegalArgumentException if it is no chain
     */
    public static Issuer ofOtherCa(UUID authority, String chain, Instant now) {
        Issuer issuer = new Issuer(authority, new CaKey(null, "", null), chain, false, now);
        issuer.remote = true;
        issuer.keyFingerprint = null;
        return issuer;
    }

    private static String fingerprint(String chain) {
        return CertificateChain.parse(chain).keyFingerprint().value();
    }

    public UUID id() {
        return id;
    }

    public UUID authority() {
        return authority;
    }

    /** The label of its key in the token; empty for another CA's. */
    public String keyLabel() {
        return keyLabel;
    }

    /** Where its key is, and how it signs. */
    public CaKey key() {
        return new CaKey(token, keyLabel, scheme);
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
        return new KeyFingerprint(keyFingerprint == null ? fingerprint(chain) : keyFingerprint);
    }

    /** The number of its last CRL; 0 before the first. */
    public long crlNumber() {
        return crlNumber;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether it is a root that is there for its CRLs. */
    public boolean crlOnly() {
        return crlOnly;
    }

    /** When it was retired, if it was. */
    public Optional<Instant> retiredAt() {
        return Optional.ofNullable(retiredAt);
    }

    /** Lets it issue no more, for good. What it has issued stays valid, and it goes on to sign CRLs. */
    public void retire(Instant now) {
        if (retiredAt == null) {
            retiredAt = now;
        }
    }

    /** Whether it still issues; a retired one only signs CRLs, and so does a root. */
    public boolean active() {
        return retiredAt == null && !crlOnly;
    }

    /** Whether its key is another CA's, which signs elsewhere. */
    public boolean remote() {
        return remote;
    }
}
