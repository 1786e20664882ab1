package org.bailiwick.ocsp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.ca.OcspCertificateId;
import org.bailiwick.ca.OcspResponder.Known;
import org.bailiwick.certificate.CertificateRevoked;
import org.bailiwick.ocsp.SignedAnswer.Given;

/**
 * The answers to questions without a nonce, kept in this node's memory. What is recorded is read again each second at the
 * least, and signed again only if it changed or the answer grew old: so every node tells of a revocation within a second,
 * this one at once, and the token signs little.
 */
@ApplicationScoped
class SignedAnswers {

    /** About 1 KiB each. */
    private static final int MOST = 10_000;

    /** So long what was read is taken for right: another node may have revoked since. */
    private static final long READ_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    @Inject
    CertificateStatuses statuses;

    @Inject
    Signatures signatures;

    @Inject
    Clock clock;

    private record Question(UUID issuer, OcspCertificateId id) {}

    private final Cache<Question, SignedAnswer> answers = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(Signatures.LIFE)
            .build();

    private volatile long revokedAt = System.nanoTime();

    /**
     * The answer to one question.
     *
     * @return as {@link Signatures#sign}
     */
    Given to(UUID issuer, OcspCertificateId id) {
        SignedAnswer answer = answers.get(new Question(issuer, id), missing -> new SignedAnswer());
        Instant now = clock.instant();
        long readAt = System.nanoTime();
        long recently = readAt - READ_AGAIN_NANOS;
        long moment = recently - revokedAt > 0 ? recently : revokedAt;
        return answer.readAfter(moment, now).map(Given::ofKept).orElseGet(() -> {
            List<Known> known;
            try {
                known = statuses.of(issuer, List.of(id));
            } catch (PersistenceException away) {
                return Given.ofKept(answer.kept(now).orElseThrow(() -> away));
            }
            return answer.telling(
                    known.get(0).status(), readAt, now, () -> signatures.sign(issuer, known, Optional.empty(), now));
        });
    }

    /** Whatever was read before is read again. */
    void revoked(@Observes(during = TransactionPhase.AFTER_SUCCESS) CertificateRevoked certificate) {
        revokedAt = System.nanoTime();
    }
}
