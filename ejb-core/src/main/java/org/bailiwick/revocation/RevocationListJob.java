package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.UnsoundRevocationListException;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.job.Job;

/**
 * Publishes an issuer's next CRL, on one node at a time, and tries again until it is published: the last one is good for days
 * meanwhile. {@link RevocationListWatch} begins it.
 */
@ApplicationScoped
public class RevocationListJob implements Job {

    static final String NAME = "publish-crl";

    private static final Logger LOG = System.getLogger(RevocationListJob.class.getName());

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 2;

    @Inject
    RevocationListPublisher publisher;

    @Inject
    Issuers issuers;

    @Inject
    Clock clock;

    /**
     * By token. Few at once on one node: each may be large, and a token that hangs must neither keep the threads of all jobs
     * nor the lists of other tokens' issuers waiting.
     */
    private final Map<Optional<String>, Semaphore> rooms = new ConcurrentHashMap<>();

    private final Map<UUID, Integer> failures = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Duration> longestPause() {
        return Optional.of(LONGEST_RETRY);
    }

    @Override
    public Optional<Instant> run(String subject) {
        UUID issuer = UUID.fromString(subject);
        Semaphore room = rooms.computeIfAbsent(
                Optional.ofNullable(issuers.keyOf(issuer).token()), token -> new Semaphore(AT_ONCE));
        if (!room.tryAcquire()) {
            return Optional.of(clock.instant().plus(BUSY));
        }
        try {
            publisher.publish(issuer);
            failures.remove(issuer);
            return Optional.empty();
        } catch (TokenException away) {
            return later(issuer, away.getMessage() + ". " + away.hint());
        } catch (UnsoundRevocationListException | IllegalArgumentException | IllegalStateException unusable) {
            return later(issuer, String.valueOf(unusable.getMessage()));
        } finally {
            room.release();
        }
    }

    private Optional<Instant> later(UUID issuer, String why) {
        Duration wait = retryAfter(failures.merge(issuer, 1, Integer::sum));
        LOG.log(
                Level.ERROR,
                "The next CRL of the issuer {0} could not be made; the last one stays, and it is tried again in {1} seconds. {2}",
                issuer,
                wait.toSeconds(),
                why);
        return Optional.of(clock.instant().plus(wait));
    }

    /**
     * How long to wait after some failures: twice as long each time.
     *
     * @param failures one after the other, at least 1
     */
    static Duration retryAfter(int failures) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 10));
        return wait.compareTo(LONGEST_RETRY) < 0 ? wait : LONGEST_RETRY;
    }
}
