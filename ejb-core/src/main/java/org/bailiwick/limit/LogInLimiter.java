package org.bailiwick.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.bailiwick.hash.Sha256;
import org.infinispan.Cache;

/**
 * Counts attempts to log in, beside what else is counted, so a cluster counts them together. Each is counted before it is
 * judged, so that many at once are no more than many after each other, and given back if it was right.
 */
@ApplicationScoped
public class LogInLimiter {

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
     * Counts one attempt.
     *
     * @param subject a network, or a name as it was typed
     * @return how long to wait if that is one too many; empty if it is not
     */
    public Optional<Duration> take(LogInLimit limit, String subject) {
        ConsumptionProbe probe = bucket(limit, subject).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1));
    }

    /** It was right. */
    public void giveBack(LogInLimit limit, String subject) {
        bucket(limit, subject).addTokens(1);
    }

    /** The subject is hashed: what was typed as a name may be anything, of any length. */
    private Bucket bucket(LogInLimit limit, String subject) {
        String key = "log-in " + limit + " " + Sha256.hexadecimal(subject.getBytes(StandardCharsets.UTF_8));
        return buckets.builder().build(key, () -> BucketConfiguration.builder()
                .addLimit(bandwidth -> bandwidth.capacity(limit.count()).refillGreedy(limit.count(), limit.period()))
                .build());
    }
}
