package org.bailiwick.upstream;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.UpstreamEvent;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.TrustAnchors;
import org.jspecify.annotations.Nullable;

/** What is written down of an enrolment or a renewal, each time in a transaction of its own that calls no token. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class EnrolmentSteps {

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    Authorities authorities;

    @Inject
    RemoteIssuers issuers;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * What is to be done now.
     *
     * @param name of the authority
     * @param secret empty for a renewal
     * @param chain the present certificate; empty if there is none
     * @param keyLabel of the present key; null if there is none
     * @param nextKeyLabel of the key that the new certificate is for
     * @param message the request that is under way, if it may be sent once more as it is
     * @param ticket what to ask again with
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Plan(
            String name,
            URI url,
            TrustAnchors anchors,
            Optional<SealedEnrolmentSecret> secret,
            Optional<CertificateChain> chain,
            @Nullable String keyLabel,
            String nextKeyLabel,
            Optional<byte[]> message,
            Optional<byte[]> ticket) {}

    /** What is to be done for an authority; empty if nothing is. */
    public Optional<Plan> take(UUID authority) {
        Instant now = clock.instant();
        String name = authorities.withId(authority).orElseThrow().name();
        return upstreams.lock(authority).filter(upstream -> upstream.isDue(now)).map(upstream -> {
            String next = upstream.nextKeyLabel(now);
            return new Plan(
                    name,
                    upstream.url(),
                    upstream.anchors(),
                    upstream.secret(),
                    upstream.chain(),
                    upstream.keyLabel().orElse(null),
                    next,
                    upstream.message(now),
                    upstream.ticket());
        });
    }

    /** The key cannot be used whose certificate is asked for: the next attempt makes another. */
    public void takeAnotherKey(UUID authority) {
        upstreams.lock(authority).ifPresent(UpstreamAuthority::takeAnotherKey);
    }

    /**
     * A request was written and is to be sent: it is kept before.
     *
     * @param label of the key whose certificate it asks for
     */
    public void write(UUID authority, String label, byte[] message) {
        asking(authority, label).ifPresent(upstream -> upstream.write(message, clock.instant()));
    }

    /** The CA takes longer. */
    public void await(UUID authority, String label, byte[] ticket) {
        asking(authority, label).ifPresent(upstream -> upstream.await(ticket));
    }

    /** Empty if another secret was given meanwhile: what was begun by the one before does not go on by that. */
    private Optional<UpstreamAuthority> asking(UUID authority, String label) {
        return upstreams.lock(authority).filter(upstream -> upstream.asksFor(label));
    }

    /**
     * Nothing came of an attempt.
     *
     * @param why a sentence for an administrator
     * @param answered whether there was an answer, so that the same request would only get the same once more
     * @return when to try again
     */
    public Instant fail(UUID authority, String why, boolean answered) {
        Instant now = clock.instant();
        int attempts = upstreams
                .lock(authority)
                .map(upstream -> {
                    upstream.fail(why, answered);
                    return upstream.attempts();
                })
                .orElse(1);
        return Backoff.next(attempts, now);
    }

    /**
     * The certificate came.
     *
     * @param label of the key that it is for
     * @param path the certificate first
     * @return the label of the key that has no use any more, if there is one
     */
    public Optional<String> certify(UUID authority, String label, CertificateChain path) {
        Instant now = clock.instant();
        UpstreamAuthority upstream = upstreams.lock(authority).orElseThrow();
        if (upstream.keyLabel().equals(Optional.of(label))) {
            // another node was first
            return Optional.empty();
        }
        if (!upstream.asksFor(label)) {
            // another secret was given meanwhile, and another key is asked for
            return Optional.of(label);
        }
        issuers.above(authority, path, now);
        audit.record(new UpstreamEvent.Enrolled(
                authority,
                IssuedCertificate.of(path.first()).serial().hex(),
                path.first().getNotAfter().toInstant(),
                label));
        return upstream.certify(label, path);
    }
}
