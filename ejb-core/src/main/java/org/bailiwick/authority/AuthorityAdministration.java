package org.bailiwick.authority;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;

/** Authorities with their issuers, for administrators. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class AuthorityAdministration {

    @Inject
    Authorities authorities;

    @Inject
    Caller caller;

    public Page<OperatedAuthority> list(PageRequest request) {
        return authorities.page(caller.team(), request).map(this::operated);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public OperatedAuthority find(UUID id) {
        Authority authority = authorities.withId(id).orElseThrow(() -> AdminException.unknown("authority"));
        caller.requireTeam(authority.team(), "authority");
        return operated(authority);
    }

    private OperatedAuthority operated(Authority authority) {
        return new OperatedAuthority(
                authority, authorities.issuersOf(authority.id()), authorities.openRequestOf(authority.id()));
    }
}
