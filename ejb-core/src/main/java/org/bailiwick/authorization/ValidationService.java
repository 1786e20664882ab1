package org.bailiwick.authorization;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bailiwick.authorization.ChallengeService.PendingAttempt;

/** Runs an attempt at once, on the node that was told that the client is ready. */
@ApplicationScoped
public class ValidationService {

    private static final Logger LOG = System.getLogger(ValidationService.class.getName());

    @Resource(lookup = "java:jboss/ee/concurrency/executor/validation")
    ManagedExecutorService executor;

    /** For the way back: it must not queue behind validations that wait for the network. */
    @Resource
    ManagedExecutorService answers;

    @Inject
    ChallengeService challenges;

    @Inject
    Validators validators;

    /**
     * Runs an attempt that was begun.
     *
     * @param patience how long the caller would wait
     * @return the challenge when the result is stored, or empty when patience ends; never completes exceptionally: what
     *     goes wrong here is done again by the job
     */
    public CompletionStage<Optional<Challenge>> attempt(PendingAttempt attempt, Duration patience) {
        try {
            return CompletableFuture.supplyAsync(() -> run(attempt), executor)
                    .exceptionally(failure -> {
                        LOG.log(
                                Level.ERROR,
                                "The attempt of challenge " + attempt.challenge()
                                        + " broke off; its job runs it again.",
                                failure);
                        return Optional.empty();
                    })
                    .copy()
                    .completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                    // back on a thread of the server: the time-out comes on one of the JDK's
                    .thenApplyAsync(Function.identity(), answers);
        } catch (RejectedExecutionException busy) {
            LOG.log(
                    Level.WARNING,
                    "Too many validations at once; the job of challenge {0} runs it.",
                    attempt.challenge());
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    private Optional<Challenge> run(PendingAttempt attempt) {
        return Optional.of(challenges.settle(attempt.challenge(), validators.validate(attempt)));
    }
}
