package org.bailiwick.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.limit.RateLimits.Allowance;
import org.infinispan.Cache;

/** Counts, and refuses what is too much. A limit that is off costs nothing. */
@ApplicationScoped
public class RateLimiter {

    @Resource(lookup = "java:jboss/infinispan/cache/bailiwick/limits")
    Cache<String, String> cache;

    @Inject
    RateLimits limits;

    @Inject
    Clock clock;

    private CachedBuckets buckets;

    @PostConstruct
    void open() {
        buckets = new CachedBuckets(cache, clock);
    }

    /**
     * Counts one more.
     *
     * @param subject who or what it is counted for
     * @throws RateLimitedException if that is one too many
     */
    public void take(RateLimit limit, String subject) {
        bucket(limit, subject).ifPresent(bucket -> {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw tooMany(limit, subject, probe.getNanosToWaitForRefill());
            }
        });
    }

    /**
     * Demands that one more would be permitted, for each of several subjects.
     *
     * @throws RateLimitedException if it would not
     */
    public void require(RateLimit limit, List<String> subjects) {
        for (String subject : subjects) {
            bucket(limit, subject).ifPresent(bucket -> {
                EstimationProbe probe = bucket.estimateAbilityToConsume(1);
                if (!probe.canBeConsumed()) {
                    throw tooMany(limit, subject, probe.getNanosToWaitForRefill());
                }
            });
        }
    }

    /** Counts one more of what has happened anyway. */
    public void note(RateLimit limit, String subject) {
        bucket(limit, subject).ifPresent(bucket -> bucket.tryConsume(1));
    }

    private Optional<Bucket> bucket(RateLimit limit, String subject) {
        return limits.of(limit)
                .map(allowance -> buckets.builder().build(limit.key() + " " + subject, () -> configuration(allowance)));
    }

    private static BucketConfiguration configuration(Allowance allowance) {
        return BucketConfiguration.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(allowance.count()).refillGreedy(allowance.count(), allowance.period()))
                .build();
    }

    private RateLimitedException tooMany(RateLimit limit, String subject, long nanosToWait) {
        Allowance allowance = limits.of(limit).orElseThrow();
        Duration wait = Duration.ofNanos(nanosToWait).plusMillis(999);
        return new RateLimitedException(
                "Too many: the limit \"%s\" permits %d %s (here %s) within %s. Try again in %d seconds."
                        .formatted(
                                limit.key(),
                                allowance.count(),
                                limit.words(),
                                shown(subject),
                                words(allowance.period()),
                                Math.max(1, wait.toSeconds())),
                Duration.ofSeconds(Math.max(1, wait.toSeconds())));
    }

    /** Of an account and a name, the name: the account is the client's own. */
    private static String shown(String subject) {
        return subject.substring(subject.indexOf(' ') + 1);
    }

    private static String words(Duration period) {
        if (period.toDays() > 0 && period.equals(Duration.ofDays(period.toDays()))) {
            return period.toDays() + " days";
        }
        return period.equals(Duration.ofHours(period.toHours()))
                ? period.toHours() + " hours"
                : period.toSeconds() + " seconds";
    }
}
