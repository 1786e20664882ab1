package org.bailiwick.order;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    OrderFinder finder;

    @Inject
    Accounts accounts;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    /**
     * Orders, with their authorizations.
     *
     * @param account only this one's; empty for all
     * @param provisioner only those at this one; empty for all
     */
    public Page<Order> search(Optional<ResourceId> account, Optional<UUID> provisioner, PageRequest request) {
        OrderSearch search = new OrderSearch(
                account, Optional.empty(), provisioner, Optional.empty(), Optional.empty(), Optional.empty());
        return finder.page(caller.team(), search, clock.instant(), request);
    }

    /** Orders, the newest first, each with why it failed if it did. */
    public Page<FoundOrder> find(OrderSearch search, PageRequest request) {
        Instant now = clock.instant();
        Page<Order> page = finder.page(caller.team(), search, now, request);
        List<UUID> failed = page.items().stream()
                .filter(order -> order.statusAt(now) == OrderStatus.INVALID)
                .map(order -> order.id().value())
                .toList();
        Map<UUID, String> failures = finder.failuresOf(failed);
        return page.map(order -> new FoundOrder(
                order,
                order.failureAt(now, Optional.ofNullable(failures.get(order.id().value())))
                        .orElse(null)));
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
