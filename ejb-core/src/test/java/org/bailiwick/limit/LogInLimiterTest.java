package org.bailiwick.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.bailiwick.schema.Injected;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the cache that the server has, in one process. */
class LogInLimiterTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    private static DefaultCacheManager caches;
    private static Cache<String, String> cache;

    @BeforeAll
    static void startCache() {
        caches = new DefaultCacheManager();
        caches.defineConfiguration("limits", new ConfigurationBuilder().build());
        cache = caches.getCache("limits");
    }

    @AfterAll
    static void stopCache() {
        caches.stop();
    }

    @BeforeEach
    void forget() {
        cache.clear();
    }

    @Test
    void whoFailsTooOftenWaits() {
        LogInLimiter limiter = at(START);
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.take(LogInLimit.NAME, "anna")).isEmpty();
        }
        assertThat(limiter.take(LogInLimit.NAME, "anna")).hasValueSatisfying(wait -> assertThat(wait)
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120)));
        assertThat(limiter.take(LogInLimit.NAME, "bert")).isEmpty();
        assertThat(limiter.take(LogInLimit.NETWORK, "anna")).isEmpty();

        // one more every one and a half minutes
        assertThat(at(START.plusSeconds(89)).take(LogInLimit.NAME, "anna")).isPresent();
        assertThat(at(START.plusSeconds(91)).take(LogInLimit.NAME, "anna")).isEmpty();
        assertThat(at(START.plusSeconds(91)).take(LogInLimit.NAME, "anna")).isPresent();
    }

    @Test
    void whatWasRightIsNotCounted() {
        LogInLimiter limiter = at(START);
        for (int i = 0; i < 100; i++) {
            assertThat(limiter.take(LogInLimit.NAME, "anna")).isEmpty();
            limiter.giveBack(LogInLimit.NAME, "anna");
        }
    }

    /** A name may be a password in the wrong field, and as long as somebody likes. */
    @Test
    void theCacheHoldsNothingThatWasTyped() {
        at(START).take(LogInLimit.NAME, "my secret password".repeat(1000));
        assertThat(cache.keySet())
                .allSatisfy(key -> assertThat(key).hasSizeLessThan(100).doesNotContain("secret"));
    }

    private static LogInLimiter at(Instant now) {
        LogInLimiter limiter = Injected.into(new LogInLimiter(), cache, Clock.fixed(now, ZoneOffset.UTC));
        limiter.open();
        return limiter;
    }
}
