package org.bailiwick.audit;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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
@Stateless
public class Checkpoints {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /**
     * The next checkpoint, to be signed.
     *
     * @param interval how long after the last one it is due
     * @param node who makes it
     * @param key the SHA-256 of the audit key's DER SubjectPublicKeyInfo
     * @return empty if none is due, or no event came after the last one
     */
    public Optional<Checkpoint> due(Duration interval, String node, ChainHash key) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Optional<StoredCheckpoint> last = last();
        if (last.filter(checkpoint -> now.isBefore(checkpoint.at().plus(interval)))
                .isPresent()) {
            return Optional.empty();
        }
        long signed = last.map(StoredCheckpoint::position).orElse(0L);
        return AuditChain.last(entityManager)
                .filter(head -> head.position() > signed)
                .map(head -> new Checkpoint(
                        last.map(StoredCheckpoint::number).orElse(0L) + 1,
                        now,
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
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
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
