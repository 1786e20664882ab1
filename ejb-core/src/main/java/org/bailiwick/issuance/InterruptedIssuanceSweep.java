package org.bailiwick.issuance;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
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
 * the node was only slow, the journal's line decides who was first, and the other's signature is forgotten.
 */
@ApplicationScoped
public class InterruptedIssuanceSweep implements RecurringJob {

    private static final Logger LOG = System.getLogger(InterruptedIssuanceSweep.class.getName());

    /** Longer than a token that is well takes to sign. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Inject
    Certificates certificates;

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
        for (IssuanceAttempt attempt :
                certificates.attemptsBefore(clock.instant().minus(PATIENCE))) {
            try {
                end(attempt);
            } catch (TokenException | EJBException | IllegalArgumentException | IllegalStateException hindered) {
                // the next one may have another issuer; this one stays in the journal and is tried again
                LOG.log(Level.ERROR, "The interrupted issuance of serial " + attempt.serial() + " waits.", hindered);
            }
        }
    }

    private void end(IssuanceAttempt attempt) {
        ReadyIssuer issuer = issuers.withId(attempt.issuer());
        try {
            PreparedCertificate prepared = issuer.issuer().resume(attempt.tbs());
            issuance.signAndComplete(new Journaled(attempt.id(), issuer, prepared, prepared.identifiers()))
                    .ifPresent(done ->
                            LOG.log(Level.INFO, "Completed the interrupted issuance of serial {0}.", attempt.serial()));
        } catch (AcmeException | CertificateNotIssuableException noLongerRight) {
            LOG.log(
                    Level.ERROR,
                    "The interrupted issuance of serial " + attempt.serial() + " is abandoned.",
                    noLongerRight);
            outcome.abandon(attempt.id(), issuer.authority(), IssuanceService.NOT_MADE);
        }
    }
}
