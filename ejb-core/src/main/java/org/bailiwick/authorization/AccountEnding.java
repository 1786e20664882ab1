package org.bailiwick.authorization;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.bailiwick.account.Account;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditLog;

/** The end of an account, whoever wants it and may. */
@ApplicationScoped
public class AccountEnding {

    @Inject
    Accounts accounts;

    @Inject
    Authorizations authorizations;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Deactivates an account, for good, and with it what is pending (RFC 8555 §7.3.6): its authorizations, and so its orders,
     * but for those that are processing or have a certificate. Its certificates stay valid. Repeating it changes nothing.
     *
     * @param told what the audit log is told, if this is news
     */
    public Account end(ResourceId id, AuditEvent told) {
        Instant now = clock.instant();
        Account account = accounts.lock(id).orElseThrow();
        if (account.deactivate(now)) {
            authorizations.deactivateAllOf(id, now);
            audit.record(told);
        }
        return account;
    }
}
