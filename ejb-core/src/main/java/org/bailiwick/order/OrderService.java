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
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.OfferedChallenges;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.config.Settings;
import org.bailiwick.policy.IssuancePolicy;

/** newOrder and order (RFC 8555 §7.4). */
@Stateless
public class OrderService {

    /** How long a client has to meet its challenges and finalize. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    @Inject
    Orders orders;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * newOrder.
     *
     * @param identifiers canonical and without duplicates
     * @throws AcmeException {@code rejectedIdentifier} if a policy refuses a name, or no challenge that is offered can prove it
     */
    public Order create(Account account, List<Identifier> identifiers) {
        new IssuancePolicy(account.provisioner().authority().policy(), List.of())
                .decide(identifiers)
                .orRefuse();
        OfferedChallenges offered = settings.challenges();
        offered.requireFor(identifiers);
        Order order = new Order(account.id(), identifiers, offered.types(), clock.instant(), LIFETIME);
        orders.add(order);
        return order;
    }

    /** An account's order. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Order> find(ResourceId account, ResourceId id) {
        return orders.ownedBy(account, id);
    }
}
