package org.bailiwick.authority;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.log.LogContext;
import org.bailiwick.metrics.TokenErrors;

/**
 * Calls to the token, on threads of their own and with a limit. PKCS#11 has no time limit: a call to an HSM that hangs
 * does not return. It holds one of these threads then, and whoever waits for it goes on without.
 */
@ApplicationScoped
public class TokenCalls {

    /** Longer than an HSM that is well takes for anything, with what it does for others before. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Resource(lookup = "java:jboss/ee/concurrency/executor/token")
    ManagedExecutorService executor;

    /**
     * Begins one.
     *
     * @throws TokenUnavailable if too many wait for the token already
     */
    public <T> Call<T> begin(Supplier<T> work) {
        return begin(work, executor);
    }

    /**
     * Begins one on a thread of the caller's, which it may keep: the server gives none while it stops.
     *
     * @throws TokenUnavailable if there is no such thread now
     */
    public <T> Call<T> begin(Supplier<T> work, Executor threads) {
        try {
            return new Call<>(
                    CompletableFuture.supplyAsync(() -> counted(work), LogContext.carriedBy(threads)),
                    System.nanoTime() + LIMIT.toNanos());
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
     * @param deadline on the clock of {@link System#nanoTime}
     */
    public record Call<T>(CompletableFuture<T> result, long deadline) {

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
                        "The token did not answer within %d seconds".formatted(LIMIT.toSeconds()),
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
