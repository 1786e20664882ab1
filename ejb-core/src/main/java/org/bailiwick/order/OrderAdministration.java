package org.bailiwick.order;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;

/** Orders, for administrators: to be looked at. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class OrderAdministration {

    @Inject
    Orders orders;

    @Inject
    Accounts accounts;

    @Inject
    Caller caller;

    /**
     * Orders, with their authorizations.
     *
     * @param account only this one's; empty for all
     * @param provisioner only those at this one; empty for all
     */
    public Page<Order> search(Optional<ResourceId> account, Optional<UUID> provisioner, PageRequest request) {
        return search(account, provisioner, Optional.empty(), request);
    }

    /**
     * The same, for a name.
     *
     * @param name as it was ordered; empty for all
     */
    public Page<Order> search(
            Optional<ResourceId> account, Optional<UUID> provisioner, Optional<String> name, PageRequest request) {
        return orders.page(caller.team(), account, provisioner, name, request);
    }

    /**
     * One of them, with its authorizations.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Order find(ResourceId id) {
        Order order = orders.withId(id).orElseThrow(() -> AdminException.unknown("order"));
        UUID team = accounts.withId(order.account())
                .orElseThrow()
                .provisioner()
                .authority()
                .team();
        caller.requireTeam(team, "order");
        return order;
    }
}
