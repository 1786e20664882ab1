package org.bailiwick.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;

/** All orders, each with its authorizations. */
@ApplicationScoped
public class Orders {

    @PersistenceContext
    EntityManager entityManager;

    public void add(Order order) {
        entityManager.persist(order);
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
