package org.bailiwick.job;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.log.LogContext;

/**
 * Waits a little for work that goes on elsewhere, so that an answer can tell its end: it saves the client a poll or two.
 * No thread and no transaction is held meanwhile.
 */
@ApplicationScoped
public class Patience {

    private static final Logger LOG = System.getLogger(Patience.class.getName());

    /** For the way back: it must not queue behind the work. */
    @Resource
    ManagedExecutorService answers;

    /**
     * Waits for work that somebody else ends if it breaks off here.
     *
     * @param limit how long
     * @param what the work, for the log
     * @return the result, or empty when the limit is over or the work broke off; never completes exceptionally
     */
    public <T> CompletionStage<Optional<T>> await(CompletableFuture<Optional<T>> work, Duration limit, String what) {
        return work.exceptionally(failure -> {
                    log(what, failure);
                    return Optional.empty();
                })
                .copy()
                .completeOnTimeout(Optional.empty(), limit.toMillis(), TimeUnit.MILLISECONDS)
                // back on a thread of the server: the time-out comes on one of the JDK's
                .thenApplyAsync(Function.identity(), LogContext.carriedBy(answers));
    }

    /** A token that is away breaks off one call after the other; a sentence each is enough. */
    private static void log(String what, Throwable failure) {
        String sentence = what + " broke off; it is taken up again.";
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TokenException away) {
            LOG.log(Level.ERROR, "{0} {1}. {2}", sentence, away.getMessage(), away.hint());
        } else {
            LOG.log(Level.ERROR, sentence, failure);
        }
    }
}
