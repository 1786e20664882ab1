package org.bailiwick.statistics;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link SummaryJob} does, each in a transaction of its own. An hour is counted anew, whole, each time, and its rows are
 * replaced: whoever dies within it, or does it again, leaves the same behind.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class HourlySummary {

    /** How long after its end an hour may get something: what is committed late, and refusals that waited to be written. */
    static final Duration SETTLES = Duration.ofHours(2);

    /** How far back there are counts: as long as the longest {@link Range}, and some days. */
    static final Duration KEPT = Duration.ofDays(100);

    private static final Duration HOUR = Duration.ofHours(1);

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    HourFacts facts;

    /** The hour with which to go on; empty if there is nothing to count. */
    public Optional<Instant> first(Instant now) {
        Instant settled =
                entityManager.find(SummaryProgress.class, SummaryProgress.ONLY).settledUntil();
        // one that was settled in the future was so by a clock that was wrong
        Instant latest = now.minus(SETTLES).truncatedTo(ChronoUnit.HOURS).minus(HOUR);
        Instant from = settled.isAfter(latest) ? latest : settled;
        Instant kept = now.minus(KEPT).truncatedTo(ChronoUnit.HOURS);
        return facts.oldest()
                .map(oldest -> later(later(from, kept), oldest.truncatedTo(ChronoUnit.HOURS)))
                .filter(hour -> !hour.isAfter(now));
    }

    /**
     * Counts an hour.
     *
     * @param hour its first moment
     * @return the next one; empty if there is none yet, or another node counts now
     */
    public Optional<Instant> count(Instant hour, Instant now) {
        if (!lock()) {
            return Optional.empty();
        }
        Instant end = hour.plus(HOUR);
        entityManager
                .createQuery("delete from HourlyCount h where h.beginsAt = :hour")
                .setParameter("hour", hour)
                .executeUpdate();
        for (Map.Entry<Counted, Long> each : facts.of(hour, end).entrySet()) {
            entityManager.persist(new HourlyCount(each.getKey(), hour, each.getValue()));
        }
        if (!end.plus(SETTLES).isAfter(now)) {
            entityManager.find(SummaryProgress.class, SummaryProgress.ONLY).settle(end);
        }
        return end.isAfter(now) ? Optional.empty() : Optional.of(end);
    }

    /** Deletes what nobody looks at any more. */
    public void forget(Instant now) {
        entityManager
                .createQuery("delete from HourlyCount h where h.beginsAt < :kept")
                .setParameter("kept", now.minus(KEPT))
                .executeUpdate();
    }

    /** Never waits: on H2 nobody may who rolls back then (docs/adr/0019). */
    private boolean lock() {
        return !entityManager
                .createNativeQuery("select id from summary_progress where id = 1 for update skip locked")
                .getResultList()
                .isEmpty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
