package org.bailiwick.client.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.admin.Role;
import org.bailiwick.order.Order;

/**
 * The newest that happened at a provisioner. Ids begin with a time ({@link org.bailiwick.acme.ResourceId}), so that only what
 * was made since then is read of the primary keys' indices, however much there is.
 */
@ApplicationScoped
class ProgressQueries {

    private static final PageRequest NEWEST = PageRequest.of(Optional.empty(), 1);

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Caller caller;

    /** Whether orders and certificates are for the caller; as {@code OrderAdministration} says. */
    boolean mayOpenOrders() {
        return caller.role() != Role.EAB_OPERATOR;
    }

    /**
     * The newest account.
     *
     * @param key made with this external account key; empty for any
     */
    Optional<Account> account(UUID provisioner, Optional<UUID> key, Instant since) {
        return PagedQuery.of(Account.class, "from Account x where 1 = 1")
                .and("x.id >= :from", "from", Optional.of(earliest(since)))
                .and("x.provisioner.id = :provisioner", "provisioner", Optional.of(provisioner))
                .and("x.externalAccountKey.id = :key", "key", key)
                .page(entityManager, NEWEST, account -> account.id().value())
                .items()
                .stream()
                .findFirst();
    }

    /**
     * The newest order.
     *
     * @param key of an account that was made with this external account key; empty for any
     * @param issued whether only one that came to a certificate
     */
    Optional<Order> order(UUID provisioner, Optional<UUID> key, Instant since, boolean issued) {
        return PagedQuery.of(Order.class, "from Order x join Account c on c.id = x.account where 1 = 1")
                .and("x.id >= :from", "from", Optional.of(earliest(since)))
                .and("c.provisioner.id = :provisioner", "provisioner", Optional.of(provisioner))
                .and("c.externalAccountKey.id = :key", "key", key)
                .andIf(issued, "x.certificate is not null")
                .page(entityManager, NEWEST, order -> order.id().value())
                .items()
                .stream()
                .findFirst();
    }

    /** Before every id of that millisecond. */
    private static UUID earliest(Instant since) {
        return new UUID(since.toEpochMilli() << 16, 0);
    }
}
