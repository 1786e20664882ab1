package org.bailiwick.nonce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8555 §6.5, with the cache that the server has, in one process. */
@SuppressWarnings("UnnecessaryAssignment") // no container here that would inject the clock
class NonceServiceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final String[] NAMES = {"nonces", "others"};

    private static DefaultCacheManager caches;

    private NonceService nonces;

    @BeforeAll
    static void startCaches() {
        caches = new DefaultCacheManager();
        for (String name : NAMES) {
            caches.defineConfiguration(name, new ConfigurationBuilder().build());
        }
    }

    @AfterAll
    static void stopCaches() {
        caches.stop();
    }

    @BeforeEach
    void begin() {
        for (String name : NAMES) {
            caches.getCache(name).clear();
        }
        nonces = service("nonces", START);
    }

    @Test
    void aFreshNonceIsTakenOnce() {
        String nonce = nonces.fresh();
        assertThat(nonce).matches("[A-Za-z0-9_-]{43}");
        assertThat(nonces.take(nonce)).isTrue();
        assertThat(nonces.take(nonce)).isFalse();
        assertThat(nonces.take(nonces.fresh())).isTrue();
    }

    @Test
    void noncesOfOneMillisecondDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(nonces.fresh())).isTrue();
        }
    }

    @Test
    void ofFiftyWhoTakeANonceAtOnceOneGetsIt() throws InterruptedException, ExecutionException {
        int many = 50;
        String nonce = nonces.fresh();
        CountDownLatch ready = new CountDownLatch(many);
        Callable<Boolean> taking = () -> {
            ready.countDown();
            ready.await();
            return nonces.take(nonce);
        };
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Boolean>> takes = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                takes.add(threads.submit(taking));
            }
            int taken = 0;
            for (Future<Boolean> take : takes) {
                taken += take.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aNonceLivesForAQuarterOfAnHour() {
        String first = nonces.fresh();
        String second = nonces.fresh();
        nonces.clock = at(START.plus(Duration.ofMinutes(15)).minusMillis(1));
        assertThat(nonces.take(first)).isTrue();
        nonces.clock = at(START.plus(Duration.ofMinutes(15)));
        assertThat(nonces.take(second)).isFalse();
    }

    /** So that a request whose signature is wrong uses nothing up. */
    @Test
    void lookingDoesNotTake() {
        String nonce = nonces.fresh();
        assertThat(nonces.isCurrent(nonce)).isTrue();
        assertThat(nonces.isCurrent(nonce.substring(1) + "A")).isFalse();
        assertThat(nonces.take(nonce)).isTrue();
        assertThat(nonces.isCurrent(nonce)).isTrue();
        assertThat(nonces.take(nonce)).isFalse();
    }

    /** Nodes' clocks differ a little: a nonce from the near future is still ours. */
    @Test
    void aNonceOfANodeWhoseClockIsAheadIsTaken() {
        String nonce = service("nonces", START.plusSeconds(2)).fresh();
        assertThat(nonces.take(nonce)).isTrue();
    }

    /** After the clock was set back, nonces must not outlive the memory of their use. */
    @Test
    void aNonceFromTheFarFutureIsRefused() {
        String nonce = service("nonces", START.plus(Duration.ofMinutes(5))).fresh();
        assertThat(nonces.take(nonce)).isFalse();
    }

    /** Whoever has a key can use up nonces, as many as he likes; that must not fill the memory. */
    @Test
    void tooManyUsedNoncesAreForgottenAndNoneOfThemIsFreshAgain() {
        nonces.capacity = 25_000;
        Cache<String, String> cache = caches.getCache("nonces");
        List<String> used = new ArrayList<>();
        String unused = nonces.fresh();
        while (used.size() <= nonces.capacity || cache.size() > nonces.capacity) {
            // to ask for its size takes longer than these
            for (int i = 0; i < 100; i++) {
                String nonce = nonces.fresh();
                nonces.take(nonce);
                used.add(nonce);
            }
            assertThat(used).hasSizeLessThan(2 * nonces.capacity);
        }
        assertThat(used).noneMatch(nonces::take);
        assertThat(nonces.take(unused)).isFalse();
        assertThat(nonces.take(nonces.fresh())).isTrue();
    }

    @Test
    void nodesThatShareTheCacheTakeEachOthersNoncesAndOnlyOnce() {
        NonceService other = service("nonces", START);
        String nonce = nonces.fresh();
        assertThat(other.take(nonce)).isTrue();
        assertThat(nonces.take(nonce)).isFalse();
    }

    @Test
    void aNonceMadeWithAnotherKeyIsRefused() {
        assertThat(nonces.take(service("others", START).fresh())).isFalse();
    }

    /** When the memory of used nonces is lost, so is the key: nothing that was used is fresh again. */
    @Test
    void whenTheCacheIsLostEveryNonceIs() {
        String used = nonces.fresh();
        String unused = nonces.fresh();
        nonces.take(used);
        caches.getCache("nonces").clear();
        assertThat(nonces.take(used)).isFalse();
        assertThat(nonces.take(unused)).isFalse();
        assertThat(nonces.take(nonces.fresh())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mac-key",
                "nonce",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
            })
    void aForeignNonceIsRefused(String foreign) {
        assertThat(nonces.take(foreign)).isFalse();
    }

    @Test
    void aNonceThatWasChangedAnywhereIsRefusedAndTheOriginalStaysFresh() {
        String nonce = nonces.fresh();
        for (int i = 0; i < nonce.length(); i++) {
            char changed = nonce.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(nonces.take(nonce.substring(0, i) + changed + nonce.substring(i + 1)))
                    .as("character %d", i)
                    .isFalse();
        }
        assertThat(nonces.take(nonce.substring(1))).isFalse();
        assertThat(nonces.take(nonce.substring(0, 42))).isFalse();
        assertThat(nonces.take(nonce + "A")).isFalse();
        assertThat(nonces.take(nonce)).isTrue();
    }

    /** The last character of base64url has bits that a lenient decoder ignores; they must not make a second nonce. */
    @Test
    void aSecondTextOfTheSameBytesIsNoSecondNonce() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String nonce = nonces.fresh();
        assertThat(nonces.take(nonce)).isTrue();
        for (int last : alphabet.chars().toArray()) {
            assertThat(nonces.take(nonce.substring(0, 42) + Character.toString(last)))
                    .isFalse();
        }
    }

    private static NonceService service(String cache, Instant now) {
        NonceService service = new NonceService();
        Cache<String, String> shared = caches.getCache(cache);
        service.nonces = shared;
        service.clock = at(now);
        return service;
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
