package org.bailiwick.ra.exchange;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.job.RecurringJob;
import org.bailiwick.revocation.RevocationService;

/** Revokes certificates that were to be confirmed and were not (RFC 9810 §5.3.18): nobody knows whether anybody has them. */
@ApplicationScoped
public class UnconfirmedSweep implements RecurringJob {

    private static final Logger LOG = System.getLogger(UnconfirmedSweep.class.getName());

    /** In one run. */
    private static final int BATCH = 200;

    @Inject
    ExchangeRecords records;

    @Inject
    RevocationService revocation;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "revoke-unconfirmed";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        Instant since = clock.instant().minus(CertificationExchange.CONFIRMATION);
        for (RequestOutcome outcome : records.unconfirmed(since, BATCH)) {
            try {
                outcome.certificate().ifPresent(certificate -> revoke(outcome, certificate));
                records.endConfirmation(outcome.request());
            } catch (EJBException hindered) {
                // what hinders one hinders no other
                LOG.log(
                        Level.ERROR,
                        "The certificate of the relayed request " + outcome.request() + " waits to be revoked.",
                        hindered);
            }
        }
    }

    private void revoke(RequestOutcome outcome, Certificate certificate) {
        try {
            revocation.revokeRelayed(
                    certificate.id(),
                    outcome.registrationAuthority(),
                    RevocationReason.CESSATION_OF_OPERATION,
                    "unconfirmed");
            LOG.log(Level.WARNING, "Nobody confirmed the certificate {0}; it is revoked.", certificate.serial());
        } catch (AcmeException overOrRevoked) {
            LOG.log(Level.DEBUG, "certificate {0} ended before", certificate.serial());
        }
    }
}
