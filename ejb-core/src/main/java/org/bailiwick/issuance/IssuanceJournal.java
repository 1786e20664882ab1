package org.bailiwick.issuance;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.order.Finalizations;
import org.bailiwick.order.Finalizations.Begun;
import org.bailiwick.order.NoSuchOrderException;
import org.bailiwick.order.Order;

/**
 * Step 1 of an issuance ({@code docs/issuance-cycle.md}), one transaction: everything is checked and what is about to be
 * signed is written down. If anything is refused nothing was written, and the order is as it was.
 */
@Stateless
public class IssuanceJournal {

    @Inject
    IssuanceAttempts attempts;

    @Inject
    Finalizations finalizations;

    @Inject
    Clock clock;

    /**
     * Begins to finalize an order (RFC 8555 §7.4). What the request was let in with may have changed since: account and
     * policy are read again here.
     *
     * @throws NoSuchOrderException if the account has no such order
     * @throws AcmeException {@code unauthorized} if the account is deactivated now, {@code orderNotReady}, {@code
     *     invalidProfile} if the account's external account key is no longer for the order's profile, or that was deleted or
     *     changed since the order was made, {@code badCSR} if the request's key is an account's, a CA's, was compromised or is
     *     not of a type that the profile takes, or if it does not name exactly the order's identifiers,
     *     {@code rejectedIdentifier} if a policy refuses one, {@code malformed} if the validity that the order asks for
     *     cannot be had (any more)
     */
    public Journaled begin(ResourceId accountId, ResourceId orderId, CertificationRequest request, ReadyIssuer issuer) {
        Instant now = clock.instant();
        Begun begun = finalizations.begin(accountId, orderId, request, now);
        Order order = begun.order();
        PreparedCertificate prepared = issuer.prepare(
                begun.profile(),
                order.identifiers(),
                request.publicKey(),
                order.validity(),
                SerialNumber.random(),
                now);
        return attempts.begin(
                begun.account().issuancePolicy(), issuer, Requester.of(accountId, orderId), prepared, now);
    }

    /**
     * Begins a certificate for the server itself.
     *
     * @throws AcmeException {@code rejectedIdentifier} if the authority's policy refuses a name
     */
    public Journaled beginForServer(
            Authority authority, List<Identifier> identifiers, PublicKey key, ReadyIssuer issuer) {
        Instant now = clock.instant();
        PreparedCertificate prepared = issuer.prepare(
                CertificateProfile.tlsserver(), identifiers, key, RequestedValidity.NONE, SerialNumber.random(), now);
        return attempts.begin(authority.issuancePolicy(), issuer, Requester.SERVER, prepared, now);
    }

    /**
     * Begins the certificate of an issuer's OCSP responder. No policy is asked: it names nobody.
     *
     * @param key the responder's
     */
    public Journaled beginResponder(PublicKey key, ReadyIssuer issuer) {
        Instant now = clock.instant();
        PreparedCertificate prepared = issuer.issuer().prepareResponder(key, SerialNumber.random(), now);
        return attempts.beginNameless(issuer, Requester.SERVER, prepared, now);
    }
}
