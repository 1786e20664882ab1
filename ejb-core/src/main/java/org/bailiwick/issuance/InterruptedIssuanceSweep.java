package org.bailiwick.issuance;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateNotIssuableException;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.job.RecurringJob;

/**
 * Ends issuances that were interrupted between journal and certificate: the node died, or the token was away.
 *
 * <p>A signature leaves this software only through the database (step 3), so as long as the journal's line is there, no
 * signature of these bytes has left: signing the same bytes with the same serial again gives nobody two certificates. If
 * the node was only slow, the journal's line decides who was first, and the other's signature is forgotten. What was for an
 * issuer that is retired by now is given up.
 */
@ApplicationScoped
public class InterruptedIssuanceSweep implements RecurringJob {

    private static final Logger LOG = System.getLogger(InterruptedIssuanceSweep.class.getName());

    /** Longer than a token that is well takes to sign. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Inject
    IssuanceAttempts attempts;

    @Inject
    Issuers issuers;

    @Inject
    IssuanceService issuance;

    @Inject
    IssuanceOutcome outcome;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "sweep-interrupted-issuance";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void run() {
        Instant before = clock.instant().minus(PATIENCE);
        attempts.issuersBefore(before).forEach(issuer -> endAll(issuer, before));
    }

    /** What hinders one issuer, or one attempt, hinders no other; it stays in the journal and is tried again. */
    private void endAll(UUID issuer, Instant before) {
        try {
            // the token of a retired one may be gone for good
            Optional<ReadyIssuer> ready =
                    attempts.isRetired(issuer) ? Optional.empty() : Optional.of(issuers.withId(issuer));
            for (IssuanceAttempt attempt : attempts.ofIssuerBefore(before, issuer)) {
                try {
                    end(attempt, ready);
                } catch (EJBException | IllegalStateException hindered) {
                    LOG.log(
                            Level.ERROR,
                            "The interrupted issuance of serial " + attempt.serial() + " waits.",
                            hindered);
                }
            }
        } catch (TokenException away) {
            LOG.log(Level.ERROR, "Interrupted issuances wait for the token. {0}. {1}", away.getMessage(), away.hint());
        } catch (EJBException | IllegalArgumentException | IllegalStateException unusable) {
            LOG.log(Level.ERROR, "Interrupted issuances of the issuer " + issuer + " wait.", unusable);
        }
    }

    /** @param ready empty if the issuer is retired */
    private void end(IssuanceAttempt attempt, Optional<ReadyIssuer> ready) {
        if (attempt.requester().isServer()) {
            abandon(attempt, List.of("the server asked for it itself, and asks again"));
            return;
        }
        if (ready.isEmpty()) {
            abandon(attempt, List.of(IssuanceOutcome.RETIRED));
            return;
        }
        ReadyIssuer issuer = ready.get();
        try {
            PreparedCertificate prepared = issuer.issuer().resume(attempt.tbs(), clock.instant());
            issuance.signAndComplete(new Journaled(attempt.id(), issuer, prepared, prepared.identifiers()))
                    .ifPresent(done ->
                            LOG.log(Level.INFO, "Completed the interrupted issuance of serial {0}.", attempt.serial()));
        } catch (AcmeException noLongerPermitted) {
            abandon(attempt, List.of(noLongerPermitted.problem().detail()));
        } catch (CertificateNotIssuableException noLongerRight) {
            abandon(attempt, noLongerRight.findings());
        }
    }

    private void abandon(IssuanceAttempt attempt, List<String> findings) {
        String why = String.join("; ", findings);
        LOG.log(Level.ERROR, "The interrupted issuance of serial {0} is abandoned: {1}", attempt.serial(), why);
        outcome.abandon(attempt.id(), IssuanceService.NOT_MADE, why);
    }
}
