package org.bailiwick.upstream;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.ReservedKeys;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.TrustAnchors;
import org.jspecify.annotations.Nullable;

/**
 * The other CA of an authority, and what this server is known there by: first a secret that is good once, then a certificate,
 * which it renews itself.
 */
@Entity
public class UpstreamAuthority {

    static final int PROBLEM_LENGTH = 2_000;

    @Id
    @Column(name = "authority_id")
    private UUID authority;

    @Version
    private long version;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(length = 2_000)
    private String url;

    @Column(length = 100_000)
    private String trustAnchors;

    @Column(length = 200)
    private @Nullable String secretKey;

    private byte @Nullable [] secret;

    @Column(length = 200)
    private @Nullable String keyLabel;

    @Column(length = 100_000)
    private @Nullable String chain;

    private @Nullable Instant renewFrom;

    @Column(length = 200)
    private @Nullable String nextKeyLabel;

    private byte @Nullable [] message;
    private @Nullable Instant writtenAt;
    private byte @Nullable [] ticket;
    private int attempts;

    @Column(length = PROBLEM_LENGTH)
    private @Nullable String problem;

    protected UpstreamAuthority() {}

    /**
     * A new one, which is to be enrolled.
     *
     * @param anchors PEM
     */
    UpstreamAuthority(Authority authority, URI url, String anchors, SealedEnrolmentSecret secret, Instant now) {
        this.authority = authority.id();
        this.createdAt = now;
        this.url = url.toString();
        this.trustAnchors = anchors;
        enrolBy(secret);
    }

    /** The authority whose certificates it makes. */
    public UUID authority() {
        return authority;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Where it is asked. */
    public URI url() {
        return URI.create(url);
    }

    /** What its certificates lead up to. */
    public TrustAnchors anchors() {
        return TrustAnchors.parse(trustAnchors);
    }

    /** The certificate that this server is known by there, with those above it; empty before the enrolment. */
    public Optional<CertificateChain> chain() {
        return Optional.ofNullable(chain).map(CertificateChain::parse);
    }

    /** The label of its key in the token; empty before the enrolment. */
    public Optional<String> keyLabel() {
        return Optional.ofNullable(keyLabel);
    }

    /** When the certificate is to be renewed; empty before the enrolment. */
    public Optional<Instant> renewFrom() {
        return Optional.ofNullable(renewFrom);
    }

    /** A sentence that says why the last attempt to enrol or renew failed; empty if none has. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether it may be asked for certificates: this server is known there by one that is valid. */
    public boolean canAsk(Instant now) {
        return chain().filter(own -> now.isBefore(own.first().getNotAfter().toInstant()))
                .isPresent();
    }

    /** Derived: a secret that is there is used; else what the certificate says. */
    public UpstreamState stateAt(Instant now) {
        if (secret != null) {
            return UpstreamState.ENROLLING;
        }
        return canAsk(now) ? UpstreamState.ENROLLED : UpstreamState.EXPIRED;
    }

    /** Gives it a secret for an enrolment, be it the first or another one. What it has stays in use until that is done. */
    void enrolBy(SealedEnrolmentSecret fresh) {
        secretKey = fresh.keyLabel();
        secret = fresh.encrypted().clone();
        nextKeyLabel = null;
        forgetRequest();
        attempts = 0;
        problem = null;
    }

    /** The secret, while it was not used. */
    Optional<SealedEnrolmentSecret> secret() {
        return secretKey == null || secret == null
                ? Optional.empty()
                : Optional.of(new SealedEnrolmentSecret(secretKey, secret.clone()));
    }

    /** Whether a certificate is to be asked for. */
    boolean isDue(Instant now) {
        return secret != null || (renewFrom != null && !now.isBefore(renewFrom));
    }

    /**
     * The label of the key whose certificate is asked for. It is settled before the key is made, so that one whose making was
     * interrupted is found again.
     */
    String nextKeyLabel(Instant now) {
        if (nextKeyLabel == null) {
            nextKeyLabel = "%s%s-%d".formatted(ReservedKeys.OF_UPSTREAM, authority, now.getEpochSecond());
        }
        return nextKeyLabel;
    }

    /** The key cannot be used whose certificate is asked for. */
    void takeAnotherKey() {
        nextKeyLabel = null;
        forgetRequest();
    }

    /** Whether it is the key of that label whose certificate is asked for. */
    boolean asksFor(String label) {
        return label.equals(nextKeyLabel);
    }

    /** The request that is under way, if it may be sent once more as it is. */
    Optional<byte[]> message(Instant now) {
        boolean fresh = writtenAt != null && Upstream.isFresh(writtenAt, now);
        return fresh ? Optional.ofNullable(message).map(byte[]::clone) : Optional.empty();
    }

    /** What to ask again with, if the CA said that it takes longer. */
    Optional<byte[]> ticket() {
        return Optional.ofNullable(ticket).map(byte[]::clone);
    }

    /** A request was written, and is to be sent. */
    void write(byte[] octets, Instant now) {
        message = octets.clone();
        writtenAt = now;
        ticket = null;
    }

    /** The CA said that it takes longer. */
    void await(byte[] until) {
        ticket = until.clone();
        attempts++;
    }

    /** Nothing came of an attempt. */
    void fail(String why, boolean answered) {
        attempts++;
        problem = why.length() > PROBLEM_LENGTH ? why.substring(0, PROBLEM_LENGTH) : why;
        if (answered) {
            forgetRequest();
        }
    }

    /** How many attempts nothing came of. */
    int attempts() {
        return attempts;
    }

    /**
     * The certificate came, and was found to be what was asked for. The secret is gone with that.
     *
     * @param label the key that it is for
     * @return the label of the key that was used before, if there is one
     */
    Optional<String> certify(String label, CertificateChain path) {
        Optional<String> before = keyLabel().filter(old -> !old.equals(label));
        keyLabel = label;
        chain = path.pem();
        Instant from = path.first().getNotBefore().toInstant();
        Duration life = Duration.between(from, path.first().getNotAfter().toInstant());
        renewFrom = from.plus(life.multipliedBy(2).dividedBy(3));
        secretKey = null;
        secret = null;
        nextKeyLabel = null;
        forgetRequest();
        attempts = 0;
        problem = null;
        return before;
    }

    private void forgetRequest() {
        message = null;
        writtenAt = null;
        ticket = null;
    }
}
