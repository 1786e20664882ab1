package org.bailiwick.authorization;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
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

/** ACME accounts, for administrators. It is beside authorizations because an account's end is theirs, too. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class AccountAdministration {

    private static final String THING = "account";

    @Inject
    Accounts accounts;

    @Inject
    AccountEnding ending;

    @Inject
    Caller caller;

    public Page<Account> search(AccountSearch search, PageRequest request) {
        return accounts.page(caller.team(), search, request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Account find(ResourceId id) {
        Account account = accounts.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        caller.requireTeam(account.team(), THING);
        return account;
    }

    /**
     * Ends an account, for good, as its owner could (RFC 8555 §7.3.6), and with it what is pending. Its certificates stay
     * valid. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public Account deactivate(ResourceId id) {
        caller.requireTeam(accounts.teamOf(id).orElseThrow(() -> AdminException.unknown(THING)), THING);
        return ending.end(id, new AdministrationEvent.AccountEnded(caller.id(), id.toString(), null));
    }
}
