package org.bailiwick.authorization;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountSearch;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;

/** ACME accounts, for administrators. It is beside authorizations because an account's end is theirs, too. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class AccountAdministration {

    @Inject
    Accounts accounts;

    @Inject
    Authorizations authorizations;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    public Page<Account> search(AccountSearch search, PageRequest request) {
        return accounts.page(caller.team(), search, request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Account find(ResourceId id) {
        return own(accounts.withId(id));
    }

    /**
     * Ends an account, for good, as its owner could (RFC 8555 §7.3.6), and with it what is pending. Its certificates stay
     * valid. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public Account deactivate(ResourceId id) {
        Instant now = clock.instant();
        Account account = own(accounts.lock(id));
        if (account.deactivate(now)) {
            authorizations.deactivateAllOf(id, now);
            audit.record(new AdministrationEvent.AccountEnded(caller.id(), id.toString()));
        }
        return account;
    }

    private Account own(Optional<Account> found) {
        Account account = found.orElseThrow(() -> AdminException.unknown("account"));
        caller.requireTeam(account.provisioner().authority().team(), "account");
        return account;
    }
}
