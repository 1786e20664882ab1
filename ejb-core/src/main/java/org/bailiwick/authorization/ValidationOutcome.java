package org.bailiwick.authorization;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuthorizationEvent;
import org.bailiwick.job.Jobs;
import org.bailiwick.validation.NotProven;
import org.bailiwick.validation.ValidationResult;
import org.bailiwick.validation.ValidationTrace;

/** What became of a validation attempt (RFC 8555 §7.5.1, §8.2), in one transaction. */
@Stateless
public class ValidationOutcome {

    @Inject
    Authorizations authorizations;

    @Inject
    Accounts accounts;

    @Inject
    Jobs jobs;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Records the result of an attempt that this node ran at once, and settles its job in the same transaction.
     *
     * @return the challenge as it is now
     */
    public Challenge settle(ResourceId id, ValidationResult result) {
        Challenge challenge = authorizations.lockChallenge(id).orElseThrow();
        record(challenge, result)
                .ifPresentOrElse(
                        next -> jobs.reschedule(ValidationJob.NAME, id.toString(), next),
                        () -> jobs.cancel(ValidationJob.NAME, id.toString()));
        return challenge;
    }

    /**
     * Records the result of an attempt. A challenge that becomes valid makes its authorization valid, and with it
     * perhaps an order ready, in this one transaction. Nothing becomes valid, or is tried again, after the authorization or
     * the account was given up.
     *
     * @return when to try again; empty if the challenge has ended
     */
    public Optional<Instant> record(ResourceId id, ValidationResult result) {
        return record(authorizations.lockChallenge(id).orElseThrow(), result);
    }

    private Optional<Instant> record(Challenge challenge, ValidationResult result) {
        boolean open = challenge.status() == ChallengeStatus.PROCESSING;
        Optional<Instant> next = conclude(challenge, result);
        if (open) {
            tell(challenge);
        }
        return next;
    }

    private Optional<Instant> conclude(Challenge challenge, ValidationResult result) {
        Instant now = clock.instant();
        ValidationTrace trace = result.trace();
        Authorization authorization = challenge.authorization();
        if (!accounts.isValid(authorization.account())) {
            // ordered at the moment at which the account was given up (RFC 8555 §7.3.6)
            authorization.deactivate(now);
        }
        if (!(result instanceof NotProven failure)) {
            challenge.succeed(trace, now);
            return Optional.empty();
        }
        boolean pending = authorization.statusAt(now) == AuthorizationStatus.PENDING;
        Optional<Instant> next = challenge.nextAttemptAfter(now);
        if (pending && failure.transientFailure() && next.isPresent()) {
            challenge.retryAfter(failure.problem(), trace, now);
            return next;
        }
        challenge.fail(failure.problem(), trace, now);
        return Optional.empty();
    }

    /** A challenge that has ended now is an event; one that will be tried again is none yet. */
    private void tell(Challenge challenge) {
        Authorization authorization = challenge.authorization();
        String account = authorization.account().toString();
        String order = authorization.order().toString();
        String id = authorization.id().toString();
        String name = authorization.identifier().value();
        String type = challenge.type().wireName();
        if (challenge.status() == ChallengeStatus.VALID) {
            audit.record(new AuthorizationEvent.Validated(account, order, id, name, type, challenge.attempts()));
        } else if (challenge.status() == ChallengeStatus.INVALID) {
            challenge
                    .problem()
                    .ifPresent(problem -> audit.record(new AuthorizationEvent.Failed(
                            account,
                            order,
                            id,
                            name,
                            type,
                            challenge.attempts(),
                            problem.type().rfcName(),
                            problem.detail())));
        }
    }
}
