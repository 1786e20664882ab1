package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;

/** The checkpoints in the database. Who signs them is told elsewhere; no transaction is held meanwhile. */
@ApplicationScoped
public class Checkpoints {

    private static final Logger LOG = System.getLogger(Checkpoints.class.getName());

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /**
     * Whether there is something to sign, and the last checkpoint was made so long ago. One that was made in the future
     * had a wrong clock, or this node has: either way the next one is due, as nobody knows when it would be.
     *
     * @param interval how long ago; zero for whenever it was
     */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean isDue(Duration interval) {
        Optional<StoredCheckpoint> last = last();
        long signed = last.map(StoredCheckpoint::position).orElse(0L);
        return (interval.isZero()
                        || last.filter(checkpoint -> wasWithin(interval, checkpoint))
                                .isEmpty())
                && AuditChain.last(entityManager)
                        .filter(head -> head.position() > signed)
                        .isPresent();
    }

    private boolean wasWithin(Duration interval, StoredCheckpoint last) {
        Instant now = clock.instant();
        if (last.at().isAfter(now)) {
            LOG.log(
                    Level.WARNING,
                    "The audit log''s checkpoint {0} says that it was made at {1}, which is still to come: this node''s clock, or that of the node that made it, is wrong. Check both. The next checkpoint is made now.",
                    last.number(),
                    last.at());
            return false;
        }
        return now.isBefore(last.at().plus(interval));
    }

    /**
     * The next checkpoint, to be signed.
     *
     * @param node who makes it
     * @param key the SHA-256 of the audit key's DER SubjectPublicKeyInfo
     * @return empty if no event came after the last one
     */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<Checkpoint> next(String node, ChainHash key) {
        Optional<StoredCheckpoint> last = last();
        long signed = last.map(StoredCheckpoint::position).orElse(0L);
        return AuditChain.last(entityManager)
                .filter(head -> head.position() > signed)
                .map(head -> new Checkpoint(
                        last.map(StoredCheckpoint::number).orElse(0L) + 1,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        node,
                        head.position(),
                        head.hash(),
                        counts(signed, head.position()),
                        last.map(StoredCheckpoint::hash).orElse(ChainHash.NONE),
                        key));
    }

    /**
     * Keeps a checkpoint that was signed.
     *
     * @return false if another node made one meanwhile, or keeps the lock: then this one is forgotten
     */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean add(Checkpoint checkpoint, byte[] signature) {
        if (!AuditChain.lock(entityManager)
                || last().map(StoredCheckpoint::number).orElse(0L) + 1 != checkpoint.number()) {
            return false;
        }
        entityManager.persist(new StoredCheckpoint(checkpoint, signature));
        return true;
    }

    private Optional<StoredCheckpoint> last() {
        return entityManager
                .createQuery("select c from StoredCheckpoint c order by c.number desc", StoredCheckpoint.class)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }

    private SortedMap<String, Long> counts(long after, long upTo) {
        SortedMap<String, Long> counts = new TreeMap<>();
        entityManager
                .createQuery(
                        """
                        select e.kind, count(e) from ChainLink l, RecordedEvent e
                        where e.id = l.event and l.position > :after and l.position <= :upTo
                        group by e.kind""",
                        Object[].class)
                .setParameter("after", after)
                .setParameter("upTo", upTo)
                .getResultList()
                .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }
}
