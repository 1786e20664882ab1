package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The messages of the last day. */
@ApplicationScoped
public class CmpExchanges {

    @PersistenceContext
    EntityManager entityManager;

    /** Adds one, at once: of two that are the same one is there before the other, and that one fails. */
    void addNew(CmpExchange exchange) {
        entityManager.persist(exchange);
        entityManager.flush();
    }

    /** The exchange of a message, if it came before. */
    Optional<CmpExchange> of(MessageKey message) {
        return entityManager
                .createQuery(
                        """
                        select e from CmpExchange e where e.registrationAuthority = :registrationAuthority
                        and e.transaction = :transaction and e.message = :message""",
                        CmpExchange.class)
                .setParameter("registrationAuthority", message.registrationAuthority())
                .setParameter("transaction", message.transaction())
                .setParameter("message", message.sha256())
                .getResultStream()
                .findFirst();
    }

    /** Whether there was a message of a message's transaction. */
    boolean isBegun(MessageKey message) {
        return !entityManager
                .createQuery(
                        """
                        select e.id from CmpExchange e where e.registrationAuthority = :registrationAuthority
                        and e.transaction = :transaction""",
                        UUID.class)
                .setParameter("registrationAuthority", message.registrationAuthority())
                .setParameter("transaction", message.transaction())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** The exchange of a message's transaction whose answer had a nonce. */
    Optional<CmpExchange> answeredWith(MessageKey message, String nonce) {
        return entityManager
                .createQuery(
                        """
                        select e from CmpExchange e where e.registrationAuthority = :registrationAuthority
                        and e.transaction = :transaction and e.answerNonce = :nonce""",
                        CmpExchange.class)
                .setParameter("registrationAuthority", message.registrationAuthority())
                .setParameter("transaction", message.transaction())
                .setParameter("nonce", nonce)
                .getResultStream()
                .findFirst();
    }

    /**
     * How many messages of a registration authority were answered since a moment.
     *
     * @param opening those that began their transactions; or else the others
     */
    long answeredSince(UUID registrationAuthority, boolean opening, Instant since) {
        return entityManager
                .createQuery(
                        """
                        select count(e) from CmpExchange e where e.registrationAuthority = :registrationAuthority
                        and e.opening = :opening and e.createdAt > :since""",
                        Long.class)
                .setParameter("registrationAuthority", registrationAuthority)
                .setParameter("opening", opening)
                .setParameter("since", since)
                .getSingleResult();
    }

    /**
     * Forgets the oldest.
     *
     * @param before they came before
     * @param limit at most that many
     * @return how many there were
     */
    int forget(Instant before, int limit) {
        List<UUID> ids = entityManager
                .createQuery(
                        "select e.id from CmpExchange e where e.createdAt < :before order by e.createdAt", UUID.class)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList();
        if (!ids.isEmpty()) {
            entityManager
                    .createQuery("delete from CmpExchange e where e.id in :ids")
                    .setParameter("ids", ids)
                    .executeUpdate();
        }
        return ids.size();
    }
}
