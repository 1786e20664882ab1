package org.bailiwick.authorization;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.job.Job;

/** Runs an attempt that is due again, or that the node it was begun on did not live to end. */
@ApplicationScoped
public class ValidationJob implements Job {

    static final String NAME = "validate-challenge";

    @Inject
    ChallengeService challenges;

    @Inject
    ValidationOutcome outcome;

    @Inject
    Validators validators;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Instant> run(String subject) {
        ResourceId id = ResourceId.parse(subject).orElseThrow();
        return challenges.pendingAttempt(id).flatMap(attempt -> validators
                .validate(attempt)
                .map(result -> outcome.record(id, result))
                .orElseGet(() -> Optional.of(challenges.nextTurn(attempt))));
    }
}
