package org.bailiwick.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;

/**
 * Finds orders for people. Ids begin with a time ({@link ResourceId}), so that of a time only what was made then is read, and
 * what came to nothing, or may yet, is found along an index of its own (V23_3), however many orders came to certificates.
 */
@ApplicationScoped
public class OrderFinder {

    /** {@link Order#statusAt} put into conditions on {@code x} and {@code :now}. */
    private static final String ENDED_NAME =
            " (select 1 from x.authorizations f where f.deactivatedAt is not null or f.failedAt is not null or f.expiresAt <= :now)";

    private static final String FAILED =
            "x.certificate is null and (x.problem.type is not null or x.processingSince is null and (x.expiresAt <= :now or exists"
                    + ENDED_NAME + "))";

    private static final String OPEN =
            "x.certificate is null and x.problem.type is null and x.processingSince is null and x.expiresAt > :now and not exists"
                    + ENDED_NAME;

    private static final String PROCESSING =
            "x.certificate is null and x.problem.type is null and x.processingSince is not null";

    private static final String VALID = "x.certificate is not null and x.problem.type is null";

    @PersistenceContext
    EntityManager entityManager;

    /**
     * A part of what a search finds, with the orders' authorizations; the newest first.
     *
     * @param team only this one's; empty for all
     */
    Page<Order> page(Optional<UUID> team, OrderSearch search, Instant now, PageRequest request) {
        PagedQuery.planForTheseValues(entityManager);
        PagedQuery<Order> query = PagedQuery.of(
                        Order.class,
                        "from Order x join Account c on c.id = x.account join c.provisioner p join p.authority a where 1 = 1")
                .and("a.team = :team", "team", team)
                .and("x.account = :account", "account", search.account().map(ResourceId::value))
                .and("a.id = :authority", "authority", search.authority())
                .and("p.id = :provisioner", "provisioner", search.provisioner())
                .and("exists (select 1 from x.authorizations z where z.identifierValue = :name)", "name", search.name())
                .and("x.id >= :since", "since", search.since().map(OrderFinder::earliest));
        search.state().ifPresent(state -> narrow(query, state, now));
        Page<Order> page =
                query.page(entityManager, request, order -> order.id().value());
        // in one query for all: they are the same objects
        entityManager
                .createQuery("select o from Order o join fetch o.authorizations where o.id in :ids", Order.class)
                .setParameter(
                        "ids",
                        page.items().stream().map(order -> order.id().value()).toList())
                .getResultList();
        return page;
    }

    private static void narrow(PagedQuery<Order> query, OrderSearch.State state, Instant now) {
        switch (state) {
            case OPEN -> query.and(OPEN, "now", Optional.of(now)).along("certificate");
            case PROCESSING -> query.andIf(true, PROCESSING).along("certificate");
            case VALID -> query.andIf(true, VALID);
            case FAILED -> query.and(FAILED, "now", Optional.of(now)).along("certificate");
        }
    }

    /** Before every id of that millisecond. */
    private static UUID earliest(Instant since) {
        return new UUID(Math.max(0, since.toEpochMilli()) << 16, 0);
    }

    /** Which name of each order failed first, in the order of its names, and why; without those of which none did. */
    Map<UUID, String> failuresOf(List<UUID> orders) {
        Map<UUID, String> failures = new HashMap<>();
        if (!orders.isEmpty()) {
            // not the challenges themselves: what was recorded of their attempts may be long
            entityManager
                    .createQuery(
                            """
                            select z.order, z.identifierValue, h.problem.detail
                            from Challenge h join h.authorization z
                            where z.order in :orders and h.failedAt is not null and h.problem.type is not null
                            order by z.position""",
                            Object[].class)
                    .setParameter("orders", orders)
                    .getResultList()
                    .forEach(row ->
                            failures.putIfAbsent((UUID) row[0], Order.failureOfName((String) row[1], (String) row[2])));
        }
        return failures;
    }
}
