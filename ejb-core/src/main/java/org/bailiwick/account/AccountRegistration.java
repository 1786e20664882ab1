package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.acme.UserActionRequiredException;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.limit.ClientNetwork;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;

/** The one transaction that makes an account. A bean of its own, so that a key that came first is a rollback of this only. */
@Stateless
public class AccountRegistration {

    @Inject
    Accounts accounts;

    @Inject
    Provisioners provisioners;

    @Inject
    AuditLog audit;

    @Inject
    RateLimiter limiter;

    @Inject
    Clock clock;

    /**
     * Makes an account.
     *
     * @param client the client's address
     * @throws UserActionRequiredException if the provisioner has terms of service and the client does not agree to them
     * @throws RateLimitedException if that address has made too many
     * @throws KeyTakenException if the key just got an account
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Account register(
            Provisioner provisioner, AccountKey key, List<Contact> contacts, boolean termsAgreed, InetAddress client) {
        Provisioner managed = provisioners.withId(provisioner.id()).orElseThrow();
        ProvisionerSettings settings = provisioners.settingsOf(managed);
        URI terms = settings.termsOfService();
        if (terms != null && !termsAgreed) {
            throw new UserActionRequiredException(terms);
        }
        limiter.take(settings.limits(), RateLimit.NEW_ACCOUNT, managed.id(), ClientNetwork.of(client));
        Account account = new Account(managed, key, contacts, terms, clock.instant());
        accounts.add(account);
        audit.record(new AccountEvent.Created(account.id().toString(), managed.id(), account.keyThumbprint(), terms));
        return account;
    }
}
