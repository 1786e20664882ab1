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
import org.bailiwick.authorization.ChallengeService.PendingAttempt;
import org.bailiwick.job.Patience;
import org.bailiwick.log.LogContext;
import org.bailiwick.validation.ValidationResult;

/** Runs an attempt at once, on the node that was told that the client is ready. */
@ApplicationScoped
public class ValidationService {

    private static final Logger LOG = System.getLogger(ValidationService.class.getName());

    @Resource(lookup = "java:jboss/ee/concurrency/executor/validation")
    ManagedExecutorService executor;

    @Inject
    Patience patience;

    @Inject
    ChallengeService challenges;

    @Inject
    ValidationOutcome outcome;

    @Inject
    Validators validators;

    /**
     * Runs an attempt that was begun.
     *
     * @param limit how long the caller would wait
     * @return the challenge when the result is stored, or empty when the limit is over; never completes exceptionally: what
     *     goes wrong here is done again by the job
     */
    public CompletionStage<Optional<Challenge>> attempt(PendingAttempt attempt, Duration limit) {
        try {
            long queuedAt = System.nanoTime();
            return patience.await(
                    CompletableFuture.supplyAsync(() -> run(attempt, queuedAt), LogContext.carriedBy(executor)),
                    limit,
                    "The attempt of challenge " + attempt.challenge());
        } catch (RejectedExecutionException busy) {
            LOG.log(
                    Level.WARNING,
                    "Too many validations at once; the job of challenge {0} runs it.",
                    attempt.challenge());
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    /** One that began any later would still run when its job takes it over. */
    private Optional<Challenge> run(PendingAttempt attempt, long queuedAt) {
        if (System.nanoTime() - queuedAt > ChallengeService.GRACE.toNanos()) {
            LOG.log(Level.WARNING, "The job of challenge {0} runs it: it waited too long here.", attempt.challenge());
            return Optional.empty();
        }
        Optional<ValidationResult> result = validators.validate(attempt);
        if (result.isEmpty()) {
            challenges.putOff(attempt);
        }
        return result.map(ended -> outcome.settle(attempt.challenge(), ended));
    }
}
