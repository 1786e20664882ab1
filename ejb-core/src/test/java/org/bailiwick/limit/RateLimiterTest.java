package org.bailiwick.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.schema.Injected;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 8555 §6.6, with the cache that the server has, in one process. */
class RateLimiterTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final RateLimits LIMITS = RateLimits.parse("new-account=10/1h, failed-validation=2/10m");
    private static final UUID SCOPE = UUID.randomUUID();

    private static DefaultCacheManager caches;
    private static Cache<String, String> cache;

    private RateLimiter limiter;

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
        limiter = limiterAt(START);
    }

    @Test
    void soManyAreTakenAndNotOneMore() {
        for (int i = 0; i < 10; i++) {
            limiter.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.3");
        }

        assertThatThrownBy(() -> limiter.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.3"))
                .isInstanceOfSatisfying(RateLimitedException.class, refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.RATE_LIMITED);
                    assertThat(refusal.problem().detail())
                            .isEqualTo("Too many: the limit \"new-account\" permits 10 new accounts from one address"
                                    + " (here 10.1.2.3) within 1 hours. Try again in 360 seconds.");
                    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(6));
                });
        assertThatCode(() -> limiter.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.4"))
                .doesNotThrowAnyException();
        assertThatCode(() -> limiter.take(LIMITS, RateLimit.NEW_ACCOUNT, UUID.randomUUID(), "10.1.2.3"))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsUsedUpComesBackEvenly() {
        for (int i = 0; i < 10; i++) {
            limiter.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.3");
        }
        RateLimiter later = limiterAt(START.plus(Duration.ofMinutes(6)));

        later.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.3");
        assertThatThrownBy(() -> later.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.3"))
                .isInstanceOf(RateLimitedException.class);
    }

    @Test
    void ofFiftyAtOnceTenAreTaken() throws InterruptedException, ExecutionException {
        List<Callable<Boolean>> fifty = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            fifty.add(() -> {
                try {
                    limiter.take(LIMITS, RateLimit.NEW_ACCOUNT, SCOPE, "10.1.2.3");
                    return true;
                } catch (RateLimitedException tooMany) {
                    return false;
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            int taken = 0;
            for (Future<Boolean> each : threads.invokeAll(fifty)) {
                taken += each.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(10);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatHappenedAnywayIsNotedAndThenDemandedNotToBeTooMuch() {
        List<String> subjects = List.of("a.corp", "b.corp");
        limiter.require(LIMITS, RateLimit.FAILED_VALIDATION, SCOPE, subjects);
        for (int i = 0; i < 5; i++) {
            limiter.note(LIMITS, RateLimit.FAILED_VALIDATION, SCOPE, "b.corp");
        }

        assertThatThrownBy(() -> limiter.require(LIMITS, RateLimit.FAILED_VALIDATION, SCOPE, subjects))
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        refusal -> assertThat(refusal.problem().detail()).contains("failed-validation", "here b.corp"));
        assertThatCode(() -> limiter.require(LIMITS, RateLimit.FAILED_VALIDATION, SCOPE, List.of("a.corp")))
                .doesNotThrowAnyException();
        assertThatCode(() -> limiterAt(START.plus(Duration.ofMinutes(5)))
                        .require(LIMITS, RateLimit.FAILED_VALIDATION, SCOPE, subjects))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsNotLimitedIsNotCounted() {
        for (int i = 0; i < 100; i++) {
            limiter.take(LIMITS, RateLimit.NEW_ORDER, SCOPE, "account");
        }
        assertThat(cache).isEmpty();
    }

    private static RateLimiter limiterAt(Instant now) {
        RateLimiter limiter = Injected.into(new RateLimiter(), Clock.fixed(now, ZoneOffset.UTC));
        limiter.cache = cache;
        limiter.open();
        return limiter;
    }
}
