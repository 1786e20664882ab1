package org.bailiwick.authorization;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AccountEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuthorizationEvent;

/** What a client gives up: its account (RFC 8555 §7.3.6), or an authorization (§7.5.2). */
@Stateless
public class DeactivationService {

    @Inject
    AccountEnding ending;

    @Inject
    Authorizations authorizations;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** Deactivates an account, and with it what is pending (§7.3.6). Repeating it changes nothing. */
    public Account deactivate(ResourceId id) {
        return ending.end(id, new AccountEvent.Deactivated(id.toString()));
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
