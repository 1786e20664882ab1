package org.bailiwick.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.bailiwick.account.Account;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;

/**
 * What finalize demands of an order (RFC 8555 §7.4), whoever signs: the same for a key of ours and for another CA. What the
 * request was let in with may have changed since: account and profile are read again here.
 */
@ApplicationScoped
public class Finalizations {

    @Inject
    Orders orders;

    @Inject
    Accounts accounts;

    @Inject
    Provisioners provisioners;

    /**
     * An order whose finalize has begun.
     *
     * @param account whose it is
     * @param order its row is locked
     * @param profile the one that its certificate has
     */
    public record Begun(Account account, Order order, CertificateProfile profile) {}

    /**
     * Begins it, in the running transaction. The policies are for the caller to ask, who knows what is to be signed.
     *
     * @throws NoSuchOrderException if the account has no such order
     * @throws AcmeException {@code unauthorized} if the account is deactivated now, {@code orderNotReady}, {@code
     *     invalidProfile} if the account's external account key is no longer for the order's profile, or that was deleted or
     *     changed since the order was made, {@code badCSR} if the request's key is an account's, or if it does not name exactly
     *     the order's identifiers
     */
    public Begun begin(ResourceId accountId, ResourceId orderId, CertificationRequest request, Instant now) {
        Account account = accounts.requireValid(accounts.withId(accountId).orElseThrow());
        Order order = orders.lock(orderId)
                .filter(found -> found.account().equals(accountId))
                .orElseThrow(NoSuchOrderException::new);
        order.beginProcessing(now);
        account.externalAccountKey().ifPresent(key -> key.requireProfile(order.profile()));
        CertificateProfile profile = profile(order, account.provisioner());
        accounts.requireFitForCertificate(request.subjectPublicKeyInfo());
        request.requireIdentifiers(order.identifiers());
        return new Begun(account, order, profile);
    }

    /** It may have been withdrawn since it was ordered: at the provisioner, or changed, or deleted. */
    private CertificateProfile profile(Order order, Provisioner provisioner) {
        CertificateProfile profile = orders.profileOf(order, provisioner.authority());
        if (provisioners.settingsOf(provisioner).profiles().stream()
                .noneMatch(offered -> offered.name().equals(profile.name()))) {
            throw new AcmeException(ProblemType.INVALID_PROFILE.problem(
                    "The profile \"%s\" is not offered here any more; make a new order.".formatted(profile.name())));
        }
        return profile;
    }
}
