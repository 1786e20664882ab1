package org.bailiwick.order;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.NoSuchCertificateException;
import org.bailiwick.policy.IssuancePolicy;

/** newOrder and order (RFC 8555 §7.4). */
@Stateless
public class OrderService {

    /** How long a client has to meet its challenges and finalize. */
    private static final Duration LIFETIME = Duration.ofDays(7);

    private static final List<ChallengeType> OFFERED = List.of(ChallengeType.HTTP_01);

    @Inject
    Orders orders;

    @Inject
    Certificates certificates;

    @Inject
    Clock clock;

    /**
     * newOrder.
     *
     * @param identifiers canonical and without duplicates
     * @param replaces the certificate that the new one will replace (RFC 9773 §5)
     * @throws AcmeException {@code rejectedIdentifier} if a policy refuses a name, {@code malformed} or {@code
     *     alreadyReplaced} if that certificate cannot be replaced by this order
     * @throws NoSuchCertificateException if the account has no such certificate
     */
    public Order create(Account account, List<Identifier> identifiers, Optional<CertificateId> replaces) {
        new IssuancePolicy(account.provisioner().authority().policy(), List.of())
                .decide(identifiers)
                .orRefuse();
        Instant now = clock.instant();
        Order order = new Order(account.id(), identifiers, OFFERED, now, LIFETIME);
        replaces.ifPresent(id -> order.replace(id, predecessor(account, order, id, now)));
        orders.add(order);
        return order;
    }

    /** RFC 9773 §5: the same account, a name in common, and no other order but such as came to nothing. */
    private ResourceId predecessor(Account account, Order order, CertificateId id, Instant now) {
        Certificate certificate = certificates
                .named(account.provisioner().authority().id(), id)
                .filter(found -> found.account().filter(account.id()::equals).isPresent())
                .orElseThrow(() -> new NoSuchCertificateException(
                        "\"replaces\" names no certificate of this account; leave it out, or name the account's own."));
        List<Identifier> names = certificate.contents().orElseThrow().identifiers();
        if (order.identifiers().stream().noneMatch(names::contains)) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "\"replaces\" names a certificate that has no name in common with this order (RFC 9773 §5)."));
        }
        Certificate locked = certificates.lock(certificate);
        if (certificates.isReplaced(locked.id())
                || orders.replacing(locked.id(), now).stream()
                        .anyMatch(other -> other.statusAt(now) != OrderStatus.INVALID)) {
            throw new TooLateException(
                    ProblemType.ALREADY_REPLACED.problem(
                            "Another order replaces that certificate already; go on with that one, or leave \"replaces\" out."));
        }
        return locked.id();
    }

    /** An account's order. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Order> find(ResourceId account, ResourceId id) {
        return orders.ownedBy(account, id);
    }
}
