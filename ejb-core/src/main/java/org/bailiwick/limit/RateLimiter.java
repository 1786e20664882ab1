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
import java.util.UUID;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.limit.RateLimits.Allowance;
import org.infinispan.Cache;

/**
 * Counts, and refuses what is too much. A limit that is off costs nothing. What is counted is counted in a scope, a
 * provisioner's or an account's: the same in another is another count.
 */
@ApplicationScoped
public class RateLimiter {

    @Resource(lookup = "java:jboss/infinispan/cache/bailiwick/limits")
    Cache<String, String> cache;

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
     * @param scope an id
     * @param subject who or what it is counted for, as a refusal names it
     * @throws RateLimitedException if that is one too many
     */
    public void take(RateLimits limits, RateLimit limit, UUID scope, String subject) {
        limits.of(limit).ifPresent(allowance -> {
            ConsumptionProbe probe = bucket(limit, allowance, scope, subject).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw tooMany(limit, allowance, subject, probe.getNanosToWaitForRefill());
            }
        });
    }

    /**
     * Demands that one more would be permitted, for each of several subjects.
     *
     * @throws RateLimitedException if it would not
     */
    public void require(RateLimits limits, RateLimit limit, UUID scope, List<String> subjects) {
        limits.of(limit).ifPresent(allowance -> {
            for (String subject : subjects) {
                EstimationProbe probe = bucket(limit, allowance, scope, subject).estimateAbilityToConsume(1);
                if (!probe.canBeConsumed()) {
                    throw tooMany(limit, allowance, subject, probe.getNanosToWaitForRefill());
                }
            }
        });
    }

    /** Counts one more of what has happened anyway. */
    public void note(RateLimits limits, RateLimit limit, UUID scope, String subject) {
        limits.of(limit)
                .ifPresent(allowance -> bucket(limit, allowance, scope, subject).tryConsume(1));
    }

    /** One that is full at first, or what is left of it. */
    private Bucket bucket(RateLimit limit, Allowance allowance, UUID scope, String subject) {
        return buckets.builder().build(limit.key() + " " + scope + " " + subject, () -> configuration(allowance));
    }

    private static BucketConfiguration configuration(Allowance allowance) {
        return BucketConfiguration.builder()
                .addLimit(bandwidth ->
                        bandwidth.capacity(allowance.count()).refillGreedy(allowance.count(), allowance.period()))
                .build();
    }

    private static RateLimitedException tooMany(
            RateLimit limit, Allowance allowance, String subject, long nanosToWait) {
        Duration wait = Duration.ofNanos(nanosToWait).plusMillis(999);
        return new RateLimitedException(
                "Too many: the limit \"%s\" permits %d %s (here %s) within %s. Try again in %d seconds."
                        .formatted(
                                limit.key(),
                                allowance.count(),
                                limit.words(),
                                subject,
                                words(allowance.period()),
                                Math.max(1, wait.toSeconds())),
                Duration.ofSeconds(Math.max(1, wait.toSeconds())));
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
