package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.issuance.RelayJournal.Begun;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayedMessage;
import org.bailiwick.ra.RelayedRequest.Kind;

/** Issues for registration authorities as {@link IssuanceService} does for orders: journal, sign, complete. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RelayIssuance {

    private static final Logger LOG = System.getLogger(RelayIssuance.class.getName());

    @Inject
    RelayJournal journal;

    @Inject
    IssuanceService issuance;

    @Inject
    Issuers issuers;

    /**
     * Issues for somebody whose request was relayed. When this returns the request has ended, or it is processing because the
     * token is slow or away, and then {@link InterruptedIssuanceSweep} ends it when the token is back.
     *
     * @param authority the registration authority's
     * @return the request, or the same one of before
     * @throws AcmeException if it is refused; nothing was written
     * @throws NoActiveIssuerException if the authority has no key that issues
     * @throws org.bailiwick.ca.CertificateNotIssuableException if the profile or the issuer's chain hinders it
     * @throws TokenException if the token was never there; nothing was written
     */
    public UUID relay(UUID authority, RelayedApplication application, CertificationRequest request) {
        return end(issuers.withActiveOf(authority, issuer -> journal.begin(application, request, issuer)));
    }

    /**
     * Issues for a registration authority itself. The same holds; but if the token is away it is given up then, and the
     * registration authority asks anew.
     *
     * @param read the registration authority, as it was when the message was verified
     * @param kind an enrolment, by a secret that was shown, or a renewal
     */
    public UUID certify(RegistrationAuthority read, Kind kind, RelayedMessage message, PublicKey key) {
        return end(
                issuers.withActiveOf(read.authority(), issuer -> journal.beginOwn(read, kind, message, key, issuer)));
    }

    private UUID end(Begun begun) {
        begun.journaled().ifPresent(journaled -> {
            try {
                issuance.signAndComplete(journaled);
            } catch (TokenException away) {
                LOG.log(
                        Level.WARNING,
                        "The relayed request {0} waits for the token. {1}. {2}",
                        begun.request(),
                        away.getMessage(),
                        away.hint());
            }
        });
        return begun.request();
    }
}
