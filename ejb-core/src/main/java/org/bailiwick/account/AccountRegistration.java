package org.bailiwick.account;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditLog;
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
     * @throws RateLimitedException if that address has made too many
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Account register(
            Provisioner provisioner, AccountKey key, List<Contact> contacts, boolean termsAgreed, InetAddress client) {
        limiter.take(RateLimit.NEW_ACCOUNT, ClientNetwork.of(client));
        Instant now = clock.instant();
        Provisioner managed = provisioners.withId(provisioner.id()).orElseThrow();
        Account account = new Account(managed, key, contacts, now);
        if (termsAgreed) {
            account.agreeToTerms(now);
        }
        accounts.add(account);
        audit.record(new AuditEvent.AccountCreated(account.id().toString(), provisioner.id(), account.keyThumbprint()));
        return account;
    }
}
