package org.bailiwick.authorization;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.job.Jobs;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.validation.ChallengeAttempt;
import org.bailiwick.validation.NotProven;
import org.bailiwick.validation.ValidationResult;
import org.bailiwick.validation.ValidationTrace;

/** Authorizations and challenges (RFC 8555 §7.5): what a client says, and what became of an attempt. */
@Stateless
public class ChallengeService {

    /** The waits between attempts when a failure may pass (RFC 8555 §8.2). */
    private static final List<Duration> RETRIES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

    /** How much longer than an attempt may take its node keeps it; then its job runs it again, anywhere. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** The shortest and the longest wait of an attempt that had no turn, as its account had its share under way. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    @Inject
    Authorizations authorizations;

    @Inject
    Accounts accounts;

    @Inject
    Jobs jobs;

    @Inject
    Provisioners provisioners;

    @Inject
    Clock clock;

    /** An account's authorization with its challenges. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Authorization> authorization(ResourceId account, ResourceId id) {
        return authorizations.ownedBy(account, id);
    }

    /** An account's challenge with its authorization. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Challenge> challenge(ResourceId account, ResourceId id) {
        return authorizations.challengeOwnedBy(account, id);
    }

    /**
     * The client is ready (RFC 8555 §7.5.1). Stores that, and the job that will run the attempt if this node does not
     * live to do it.
     *
     * @return empty if the account has no such challenge
     */
    public Optional<Begun> begin(Account account, ResourceId id) {
        Instant now = clock.instant();
        return authorizations.lockChallengeOwnedBy(account.id(), id).map(challenge -> {
            if (!challenge.begin(now)) {
                return new Begun(challenge, Optional.empty());
            }
            PendingAttempt attempt = pendingAttempt(challenge, account);
            Instant takeOver =
                    now.plus(attempt.settings().validation().timeLimit()).plus(GRACE);
            jobs.schedule(ValidationJob.NAME, id.toString(), takeOver);
            return new Begun(challenge, Optional.of(attempt));
        });
    }

    /** What an attempt must show; empty if the challenge is not being validated (any more). */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<PendingAttempt> pendingAttempt(ResourceId id) {
        return authorizations
                .challenge(id)
                .filter(challenge -> challenge.status() == ChallengeStatus.PROCESSING)
                .map(challenge -> pendingAttempt(
                        challenge,
                        accounts.withId(challenge.authorization().account()).orElseThrow()));
    }

    /** Leaves an attempt that has no turn now to its job, and that comes sooner than if this node had died. */
    public void putOff(PendingAttempt attempt) {
        jobs.reschedule(ValidationJob.NAME, attempt.challenge().toString(), nextTurn(attempt));
    }

    /** When to see again whether an attempt has its turn: it waits once more as long as it has waited, within bounds. */
    public Instant nextTurn(PendingAttempt attempt) {
        Instant now = clock.instant();
        Duration waited = Duration.between(attempt.readySince(), now);
        if (waited.compareTo(SHORTEST_WAIT) < 0) {
            return now.plus(SHORTEST_WAIT);
        }
        return now.plus(waited.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : waited);
    }

    private PendingAttempt pendingAttempt(Challenge challenge, Account account) {
        JwkThumbprint key = new JwkThumbprint(account.keyThumbprint());
        return new PendingAttempt(
                challenge.id(),
                account.id(),
                account.provisioner().id(),
                provisioners.settingsOf(account.provisioner()),
                challenge.type(),
                challenge.processingSince().orElseThrow(),
                new ChallengeAttempt(
                        challenge.authorization().identifier(),
                        challenge.token(),
                        KeyAuthorization.of(challenge.token(), key)));
    }

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
        if (pending && failure.transientFailure() && challenge.attempts() < RETRIES.size()) {
            Instant next = now.plus(RETRIES.get(challenge.attempts()));
            challenge.retryAfter(failure.problem(), trace);
            return Optional.of(next);
        }
        challenge.fail(failure.problem(), trace, now);
        return Optional.empty();
    }

    /**
     * A challenge whose client is ready.
     *
     * @param attempt what to attempt now; empty if that was no news: to say it again changes nothing
     */
    public record Begun(Challenge challenge, Optional<PendingAttempt> attempt) {}

    /**
     * An attempt that is due.
     *
     * @param challenge what it is for
     * @param account whose it is
     * @param provisioner where it is
     * @param settings of that provisioner
     * @param type which validator runs it
     * @param readySince when the client said that it is ready
     * @param attempt what it must show
     */
    public record PendingAttempt(
            ResourceId challenge,
            ResourceId account,
            UUID provisioner,
            ProvisionerSettings settings,
            ChallengeType type,
            Instant readySince,
            ChallengeAttempt attempt) {}
}
