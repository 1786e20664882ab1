package org.bailiwick.authorization;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.bailiwick.account.Account;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuthorizationEvent;

/** What a client gives up: its account (RFC 8555 §7.3.6), or an authorization (§7.5.2). */
@Stateless
public class DeactivationService {

    @Inject
    Accounts accounts;

    @Inject
    Authorizations authorizations;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Deactivates an account, and with it what is pending (§7.3.6): its authorizations, and so its orders, but for those
     * that are processing or have a certificate. Repeating it changes nothing.
     */
    public Account deactivate(ResourceId id) {
        Instant now = clock.instant();
        Account account = accounts.lock(id).orElseThrow();
        if (account.deactivate(now)) {
            authorizations.deactivateAllOf(id, now);
            audit.record(new AccountEvent.Deactivated(id.toString()));
        }
        return account;
    }

    /**
     * Deactivates an account's authorization, and so its order, unless that is processing or has its certificate. One that
     * has ended stays as it is.
     */
    public void deactivate(ResourceId account, ResourceId id) {
        authorizations.lockOwnedBy(account, id).ifPresent(found -> {
            if (found.deactivate(clock.instant())) {
                audit.record(new AuthorizationEvent.Deactivated(account.toString(), id.toString()));
            }
        });
    }
}
