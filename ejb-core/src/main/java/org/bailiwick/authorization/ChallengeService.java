package org.bailiwick.authorization;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

/** Authorizations and challenges (RFC 8555 §7.5): what a client says. What came of it: {@link ValidationOutcome}. */
@Stateless
public class ChallengeService {

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
