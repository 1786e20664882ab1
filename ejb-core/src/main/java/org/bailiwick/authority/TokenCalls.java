package org.bailiwick.authority;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.log.LogContext;
import org.bailiwick.metrics.TokenErrors;
import org.jspecify.annotations.Nullable;

/**
 * Calls to tokens, on threads of their own and with a limit. PKCS#11 has no time limit: a call to an HSM that hangs does
 * not return. It holds one of these threads then, and whoever waits for it goes on without. Each token has threads and a
 * queue of its own, so that one that hangs holds up nobody who uses another.
 */
@ApplicationScoped
public class TokenCalls {

    /** Longer than an HSM that is well takes for anything, with what it does for others before. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** An RSA key of 4096 bits takes some HSMs most of a minute. */
    private static final Duration LONG_LIMIT = Duration.ofMinutes(2);

    /** Of each token beside the server's own; its own has as many, by the server's configuration. */
    private static final int THREADS = 16;

    private static final int QUEUE = 256;
    private static final long IDLE_SECONDS = 30;

    @Resource(lookup = "java:jboss/ee/concurrency/executor/token")
    ManagedExecutorService executor;

    @Resource
    ManagedThreadFactory factory;

    private final Map<String, ThreadPoolExecutor> others = new ConcurrentHashMap<>();

    @PreDestroy
    void close() {
        others.values().forEach(ThreadPoolExecutor::shutdownNow);
    }

    /**
     * Begins one to the server's own token.
     *
     * @throws TokenUnavailable if too many wait for the token already
     */
    public <T> Call<T> begin(Supplier<T> work) {
        return begin(work, executor);
    }

    /**
     * Begins one to a token.
     *
     * @param token its name among the settings; null for the server's own
     * @throws TokenUnavailable if too many wait for that token already
     */
    public <T> Call<T> begin(@Nullable String token, Supplier<T> work) {
        return begin(work, threads(token));
    }

    /**
     * Begins one that takes long in a token that is well, as the generation of a key.
     *
     * @throws TokenUnavailable if too many wait for that token already
     */
    public <T> Call<T> beginLong(@Nullable String token, Supplier<T> work) {
        return begin(work, threads(token), LONG_LIMIT);
    }

    private Executor threads(@Nullable String token) {
        return token == null
                ? executor
                : others.computeIfAbsent(token, first -> {
                    ThreadPoolExecutor own = new ThreadPoolExecutor(
                            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), factory);
                    own.allowCoreThreadTimeOut(true);
                    return own;
                });
    }

    /**
     * Begins one on a thread of the caller's, which it may keep: the server gives none while it stops.
     *
     * @throws TokenUnavailable if there is no such thread now
     */
    public <T> Call<T> begin(Supplier<T> work, Executor threads) {
        return begin(work, threads, LIMIT);
    }

    private static <T> Call<T> begin(Supplier<T> work, Executor threads, Duration limit) {
        try {
            return new Call<>(
                    CompletableFuture.supplyAsync(() -> counted(work), LogContext.carriedBy(threads)),
                    limit,
                    System.nanoTime() + limit.toNanos());
        } catch (RejectedExecutionException full) {
            TokenErrors.count(TokenErrors.BUSY);
            throw new TokenUnavailable(
                    "Too much waits for the token already",
                    "The token is slow or hangs: check the HSM and the network to it.",
                    null,
                    full);
        }
    }

    private static <T> T counted(Supplier<T> work) {
        try {
            return work.get();
        } catch (TokenException failed) {
            TokenErrors.count(failed.code());
            throw failed;
        }
    }

    /**
     * One that was begun.
     *
     * @param result what comes of it
     * @param limit how long it may take
     * @param deadline when that is over, on the clock of {@link System#nanoTime}
     */
    public record Call<T>(CompletableFuture<T> result, Duration limit, long deadline) {

        /**
         * Waits for it, within its limit.
         *
         * @throws TokenUnavailable if the limit is over
         * @throws RuntimeException as the work did
         */
        public T await() {
            try {
                return result.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(failed.getCause());
            } catch (TimeoutException hangs) {
                TokenErrors.count(TokenErrors.TIMEOUT);
                throw new TokenUnavailable(
                        "The token did not answer within %d seconds".formatted(limit.toSeconds()),
                        "It hangs: check the HSM and the network to it.",
                        null,
                        hangs);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new TokenUnavailable(
                        "The server stops while it waits for the token", "Start it again.", null, stopping);
            }
        }

        /** Whether it ended without a result. */
        boolean failed() {
            return result.isCompletedExceptionally();
        }
    }
}
