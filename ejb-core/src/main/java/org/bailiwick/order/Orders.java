package org.bailiwick.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.OrderEvent;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.profile.CustomProfiles;

/** All orders, each with its authorizations. */
@ApplicationScoped
public class Orders {

    /** How many orders one query looks at. */
    private static final int STRETCH = 10_000;

    /** Before and after every id: the first 48 bits are a time (see {@link ResourceId}), and nobody lives that long. */
    private static final UUID OLDEST = new UUID(0, 0);

    private static final UUID NEWEST = new UUID(Long.MAX_VALUE, -1);

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    AuditLog audit;

    @Inject
    CustomProfiles profiles;

    /** Adds a new one, and tells the audit log. */
    public void add(Order order) {
        entityManager.persist(order);
        audit.record(new OrderEvent.Created(
                order.id().toString(),
                order.account().toString(),
                order.identifiers().stream().map(Identifier::value).toList(),
                order.profile(),
                order.replaces().orElse(null)));
    }

    /**
     * The profile that an order's certificate has, exactly as its client was offered it.
     *
     * @param authority that issues it
     * @throws org.bailiwick.acme.AcmeException {@code invalidProfile} if it was deleted or changed meanwhile
     */
    public CertificateProfile profileOf(Order order, Authority authority) {
        return order.profileAmong(profiles.of(authority));
    }

    /** An account's order. One that is not that account's is one that does not exist. */
    public Optional<Order> ownedBy(ResourceId account, ResourceId id) {
        return entityManager
                .createQuery(
                        """
                        select o from Order o join fetch o.authorizations
                        where o.id = :id and o.account = :account""",
                        Order.class)
                .setParameter("id", id.value())
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * The newest of an account's orders after a position that are not invalid. This is {@link Order#statusAt} put into a
     * query: no problem, and either finalize has begun, or the order and each of its authorizations can still become valid.
     * It reads one stretch of the index, of at most ten thousand orders, however many have come to nothing.
     *
     * @param after the order after which to begin, which may be gone; empty for the newest
     * @param limit at most that many
     */
    public OrdersList newestOf(ResourceId account, Optional<ResourceId> after, int limit, Instant now) {
        UUID end = after.map(ResourceId::value).orElse(NEWEST);
        Optional<UUID> stretch = entityManager
                .createQuery(
                        "select o.id from Order o where o.account = :account and o.id < :end order by o.id desc",
                        UUID.class)
                .setParameter("account", account.value())
                .setParameter("end", end)
                .setFirstResult(STRETCH - 1)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
        List<ResourceId> found = entityManager
                .createQuery(
                        """
                        select o.id from Order o
                        where o.account = :account and o.id < :end and o.id >= :begin
                        and o.problem.type is null
                        and (o.certificate is not null or o.processingSince is not null
                            or o.expiresAt > :now and not exists (
                                select 1 from o.authorizations a
                                where a.deactivatedAt is not null or a.failedAt is not null or a.expiresAt <= :now))
                        order by o.id desc""",
                        UUID.class)
                .setParameter("account", account.value())
                .setParameter("end", end)
                .setParameter("begin", stretch.orElse(OLDEST))
                .setParameter("now", now)
                .setMaxResults(limit + 1)
                .getResultList()
                .stream()
                .map(ResourceId::new)
                .toList();
        return found.size() > limit
                ? new OrdersList(found.subList(0, limit), Optional.of(found.get(limit - 1)))
                : new OrdersList(found, stretch.map(ResourceId::new));
    }

    /** An order, whoever's it is. */
    Optional<Order> withId(ResourceId id) {
        return entityManager
                .createQuery("select o from Order o join fetch o.authorizations where o.id = :id", Order.class)
                .setParameter("id", id.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Locks an order's row until the transaction ends, so that of two that finalize one comes first. */
    public Optional<Order> lock(ResourceId id) {
        return Optional.ofNullable(entityManager.find(Order.class, id.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    /** The orders to replace a certificate (RFC 9773 §5) that may have one in its place, or may get one. */
    List<Order> replacing(ResourceId certificate, Instant now) {
        return entityManager
                .createQuery(
                        """
                        select o from Order o join fetch o.authorizations
                        where o.replacedCertificate = :certificate and o.problem.type is null
                        and (o.certificate is not null or o.processingSince is not null or o.expiresAt > :now)""",
                        Order.class)
                .setParameter("certificate", certificate.value())
                .setParameter("now", now)
                .getResultList();
    }
}
