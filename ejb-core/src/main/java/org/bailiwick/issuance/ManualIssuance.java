package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.issuance.ManualJournal.Begun;

/** Issues for administrators as {@link IssuanceService} does for orders: journal, sign, complete. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ManualIssuance {

    private static final Logger LOG = System.getLogger(ManualIssuance.class.getName());

    @Inject
    ManualJournal journal;

    @Inject
    IssuanceService issuance;

    @Inject
    Issuers issuers;

    /**
     * Issues. When this returns the request has ended, or it is processing because the token is slow or away, and then
     * {@link InterruptedIssuanceSweep} ends it when the token is back.
     *
     * @param authority the provisioner's
     * @param csr DER PKCS#10
     * @return the request
     * @throws AdminException {@code CONFLICT} if the authority has no key that issues; others as {@link ManualJournal#begin}
     * @throws AcmeException if the request is refused; nothing was written
     * @throws TokenException if the token was never there; nothing was written
     */
    public UUID issue(ManualApplication application, UUID authority, byte[] csr) {
        Begun begun = begin(application, authority, csr);
        try {
            issuance.signAndComplete(begun.journaled());
        } catch (TokenException away) {
            LOG.log(
                    Level.WARNING,
                    "The manual request {0} waits for the token. {1}. {2}",
                    begun.request(),
                    away.getMessage(),
                    away.hint());
        }
        return begun.request();
    }

    private Begun begin(ManualApplication application, UUID authority, byte[] csr) {
        try {
            return issuers.withActiveOf(
                    authority,
                    issuer -> journal.begin(
                            application,
                            CertificationRequest.parse(csr, issuer.issuer().keyRequirements()),
                            issuer));
        } catch (NoActiveIssuerException none) {
            throw AdminException.conflict(
                    none.retired()
                            ? "Every issuer of this authority was retired, so it issues no more."
                            : "This authority waits for its own certificate, so it cannot issue yet.");
        }
    }
}
