package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;

/** The checkpoints in the database. Who signs them is told elsewhere; no transaction is held meanwhile. */
@ApplicationScoped
public class Checkpoints {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /** Whether there is something to sign, and the last checkpoint was made so long ago. */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean isDue(Duration interval) {
        Optional<StoredCheckpoint> last = last();
        long signed = last.map(StoredCheckpoint::position).orElse(0L);
        return last.filter(checkpoint ->
                                clock.instant().isBefore(checkpoint.at().plus(interval)))
                        .isEmpty()
                && AuditChain.last(entityManager)
                        .filter(head -> head.position() > signed)
                        .isPresent();
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
     * @return false if another node made one meanwhile: then this one is forgotten
     */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean add(Checkpoint checkpoint, byte[] signature) {
        AuditChain.lock(entityManager);
        if (last().map(StoredCheckpoint::number).orElse(0L) + 1 != checkpoint.number()) {
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
