package org.bailiwick.authority;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CaRequest;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.hsm.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * A key in a token that is to become an issuer's, and the request for its certificate (RFC 2986) that another CA is to
 * answer. It is open until the answer comes; then there is an {@link Issuer} of that key.
 */
@Entity
public class IssuerRequest {

    @Id
    private UUID id;

    @Version
    private long version;

    @Column(name = "authority_id")
    private UUID authority;

    private @Nullable String token;
    private String keyLabel;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, length = 30)
    private SignatureScheme scheme;

    @Column(nullable = false, length = 64)
    private String keyFingerprint;

    private byte[] request;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant answeredAt;

    protected IssuerRequest() {}

    /** A new one, which waits for its answer. */
    public IssuerRequest(UUID authority, @Nullable String token, String keyLabel, CaRequest request, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authority = authority;
        this.token = token;
        this.keyLabel = keyLabel;
        this.scheme = request.scheme();
        this.keyFingerprint = request.key().value();
        this.request = request.der();
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public UUID authority() {
        return authority;
    }

    /** Where the key is, and how it signs. */
    public CaKey key() {
        return new CaKey(token, keyLabel, scheme);
    }

    /** The SHA-256 of the key. */
    public KeyFingerprint keyFingerprint() {
        return new KeyFingerprint(keyFingerprint);
    }

    /** What the other CA is asked for. */
    public CaRequest request() {
        return CaRequest.of(request, scheme);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether it waits for its answer. */
    public boolean open() {
        return answeredAt == null;
    }

    /** The answer came, and was found to be one. */
    public void answer(Instant now) {
        if (answeredAt == null) {
            answeredAt = now;
        }
    }
}
