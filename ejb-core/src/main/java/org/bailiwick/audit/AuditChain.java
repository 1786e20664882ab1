package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.audit.chain.ChainHash;

/**
 * Gives committed events their place in the chain (docs/adr/0025). Any node may do it at any time: the row in {@code
 * audit_lock} lets one at a time, and what one did not come to commit the next does. No enterprise bean, as these end before
 * the last event is linked when the server stops.
 */
@ApplicationScoped
public class AuditChain {

    /** How many events one transaction links. */
    static final int BATCH = 1_000;

    @PersistenceContext
    EntityManager entityManager;

    /** Whether an event since a time has no place yet. Takes no lock. */
    @Transactional(TxType.SUPPORTS)
    public boolean hasNews(Instant since) {
        return !unlinked(since).setMaxResults(1).getResultList().isEmpty();
    }

    /**
     * Links some of the events that have no place, in the order of their times.
     *
     * @param since older ones are left
     * @return whether there may be more
     */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean link(Instant since) {
        lock(entityManager);
        Optional<ChainLink> last = last(entityManager);
        long position = last.map(ChainLink::position).orElse(0L);
        ChainHash previous = last.map(ChainLink::hash).orElse(ChainHash.NONE);
        List<RecordedEvent> events = unlinked(since).setMaxResults(BATCH).getResultList();
        for (RecordedEvent event : events) {
            ChainLink next = new ChainLink(event.at(++position, previous));
            previous = next.hash();
            entityManager.persist(next);
        }
        return events.size() == BATCH;
    }

    private TypedQuery<RecordedEvent> unlinked(Instant since) {
        return entityManager
                .createQuery(
                        """
                        select e from RecordedEvent e
                        where e.at >= :since and not exists (select 1 from ChainLink l where l.event = e.id)
                        order by e.at, e.id""",
                        RecordedEvent.class)
                .setParameter("since", since);
    }

    /** The last link. */
    static Optional<ChainLink> last(EntityManager entityManager) {
        return entityManager
                .createQuery("select l from ChainLink l order by l.position desc", ChainLink.class)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Waits until nobody else adds to the chain; nothing is changed under this lock but by inserting. */
    static void lock(EntityManager entityManager) {
        entityManager
                .createNativeQuery("select id from audit_lock where id = 1 for update")
                .getSingleResult();
    }
}
