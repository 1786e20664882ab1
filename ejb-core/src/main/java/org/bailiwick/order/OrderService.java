package org.bailiwick.order;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.policy.IssuancePolicy;

/** newOrder and order (RFC 8555 §7.4). */
@Stateless
public class OrderService {

    /** How long a client has to meet its challenges and finalize. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    /** The orders on one page of a list. */
    private static final int PAGE = 50;

    private static final List<ChallengeType> OFFERED = List.of(ChallengeType.HTTP_01);

    @Inject
    Orders orders;

    @Inject
    Clock clock;

    /**
     * newOrder.
     *
     * @param identifiers canonical and without duplicates
     * @throws AcmeException {@code rejectedIdentifier} if a policy refuses a name
     */
    public Order create(Account account, List<Identifier> identifiers) {
        new IssuancePolicy(account.provisioner().authority().policy(), List.of())
                .decide(identifiers)
                .orRefuse();
        Order order = new Order(account.id(), identifiers, OFFERED, clock.instant(), LIFETIME);
        orders.add(order);
        return order;
    }

    /**
     * A page of an account's orders list (RFC 8555 §7.1.2.1).
     *
     * @param after the position that the page before gave; empty for the first page
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public OrdersList list(ResourceId account, Optional<ResourceId> after) {
        return orders.newestOf(account, after, PAGE, clock.instant());
    }

    /** An account's order. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Order> find(ResourceId account, ResourceId id) {
        return orders.ownedBy(account, id);
    }
}
