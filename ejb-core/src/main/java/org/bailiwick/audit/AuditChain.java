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
import java.util.concurrent.TimeUnit;
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

    /** How often the lock is asked for, five seconds in all: a batch takes less than one. */
    private static final int LOCK_TRIES = 100;

    private static final long LOCK_PAUSE_MILLIS = 50;

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
     * @return the time from which on there may be more; empty if there are none, or another node links now
     */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<Instant> link(Instant since) {
        if (!lock(entityManager)) {
            return Optional.empty();
        }
        Optional<ChainLink> last = last(entityManager);
        long position = last.map(ChainLink::position).orElse(0L);
        ChainHash previous = last.map(ChainLink::hash).orElse(ChainHash.NONE);
        List<RecordedEvent> events = unlinked(since).setMaxResults(BATCH).getResultList();
        for (RecordedEvent event : events) {
            ChainLink next = new ChainLink(event.at(++position, previous));
            previous = next.hash();
            entityManager.persist(next);
        }
        return events.size() == BATCH ? Optional.of(events.get(BATCH - 1).at()) : Optional.empty();
    }

    /** The time of the oldest event that has no place. Looks at all events, and takes no lock. */
    @Transactional(TxType.SUPPORTS)
    public Optional<Instant> oldestNews() {
        return unlinked(Instant.EPOCH).setMaxResults(1).getResultList().stream()
                .map(RecordedEvent::at)
                .findFirst();
    }

    /** The time of the event that was linked last. */
    @Transactional(TxType.SUPPORTS)
    public Optional<Instant> lastTime() {
        return last(entityManager)
                .map(link ->
                        entityManager.find(RecordedEvent.class, link.event()).at());
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

    /**
     * Takes the lock of who adds to the chain; nothing is changed under it but by inserting. The database is asked again
     * and again and never waits, as only that ends in time on every database (and see docs/adr/0019).
     *
     * @return false if somebody kept it for seconds: a node that hangs, or died and is not known to be dead
     */
    static boolean lock(EntityManager entityManager) {
        for (int tries = 0; tries < LOCK_TRIES; tries++) {
            if (!entityManager
                    .createNativeQuery("select id from audit_lock where id = 1 for update skip locked")
                    .getResultList()
                    .isEmpty()) {
                return true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOCK_PAUSE_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
