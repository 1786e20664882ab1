package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenCallsTest {

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(3));
    private final CountDownLatch hang = new CountDownLatch(1);
    private final TokenCalls calls = Injected.into(new TokenCalls(), managed(), factory());

    @AfterEach
    void end() {
        hang.countDown();
        calls.close();
        threads.shutdownNow();
    }

    @Test
    void aCallHasItsResultOrItsException() {
        assertThat(calls.begin(() -> "signature").await()).isEqualTo("signature");
        KeyNotFound missing = new KeyNotFound("no such key", "look", null, null);
        assertThatThrownBy(() -> calls.begin(() -> {
                            throw missing;
                        })
                        .await())
                .isSameAs(missing);
    }

    /** ABUSE H1: an HSM that hangs. Who comes when the limit is over already does not wait at all. */
    @Test
    void nobodyWaitsLongerThanTheLimit() {
        TokenCalls.Call<String> hangs =
                new TokenCalls.Call<>(new CompletableFuture<>(), Duration.ZERO, System.nanoTime());
        assertThatThrownBy(hangs::await).isInstanceOf(TokenUnavailable.class).hasMessageContaining("did not answer");
        assertThat(hangs.failed()).isFalse();
    }

    @Test
    void whenAllThreadsHangAndTheQueueIsFullACallEndsAtOnce() {
        List<TokenCalls.Call<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(calls.begin(this::hanging));
        }
        assertThatThrownBy(() -> calls.begin(() -> "signature"))
                .isInstanceOf(TokenUnavailable.class)
                .hasMessageContaining("Too much waits");
        hang.countDown();
        assertThat(waiting).allSatisfy(call -> assertThat(call.await()).isEqualTo("late"));
        assertThat(calls.begin(() -> "signature").await()).isEqualTo("signature");
    }

    /** What waits for one token takes no thread and no place from another. */
    @Test
    void aTokenThatHangsHoldsUpNobodyWhoUsesAnother() {
        List<TokenCalls.Call<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(calls.begin(this::hanging));
        }
        for (int i = 0; i < 16 + 256; i++) {
            waiting.add(calls.begin("plant", this::hanging));
        }
        for (String full : new String[] {null, "plant"}) {
            assertThatThrownBy(() -> calls.begin(full, () -> "signature")).isInstanceOf(TokenUnavailable.class);
        }
        assertThat(calls.begin("vault", () -> "signature").await()).isEqualTo("signature");
        assertThat(calls.beginLong("vault", () -> "key").await()).isEqualTo("key");
        hang.countDown();
        assertThat(waiting).allSatisfy(call -> assertThat(call.await()).isEqualTo("late"));
        assertThat(calls.begin("plant", () -> "signature").await()).isEqualTo("signature");
    }

    private String hanging() {
        try {
            hang.await();
            return "late";
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    private ManagedThreadFactory factory() {
        return (ManagedThreadFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedThreadFactory.class},
                (proxy, method, arguments) -> new Thread((Runnable) arguments[0]));
    }

    /** A managed executor is an executor; the container's part of it is not used. */
    private ManagedExecutorService managed() {
        return (ManagedExecutorService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(threads, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
