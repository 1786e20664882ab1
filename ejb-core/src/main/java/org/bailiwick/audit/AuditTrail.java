package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The linked events and the checkpoints, for reading. An event that was recorded a moment ago is not among them yet. */
@ApplicationScoped
public class AuditTrail {

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Part of an export ({@code docs/audit.md}).
     *
     * @param lines events in their order, each checkpoint after the last event that it signs; ASCII, without line ends
     * @param next the position after which the next page begins; empty if this is the last page
     */
    public record Page(List<String> lines, Optional<Long> next) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A page of an export.
     *
     * @param after the position after which to begin; 0 for the first page
     * @param limit at most that many events
     */
    public Page page(long after, int limit) {
        List<Object[]> events = entityManager
                .createQuery(
                        """
                        select l, e from ChainLink l, RecordedEvent e
                        where e.id = l.event and l.position > :after
                        order by l.position""",
                        Object[].class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
        Queue<StoredCheckpoint> checkpoints = new ArrayDeque<>(checkpoints(after, events));
        List<String> lines = new ArrayList<>();
        long position = after;
        for (Object[] row : events) {
            ChainLink link = (ChainLink) row[0];
            position = link.position();
            lines.add(((RecordedEvent) row[1]).at(position, link.previous()).line(link.hash()));
            while (!checkpoints.isEmpty() && checkpoints.peek().position() <= position) {
                lines.add(checkpoints.remove().line());
            }
        }
        return new Page(lines, events.size() < limit ? Optional.empty() : Optional.of(position));
    }

    private List<StoredCheckpoint> checkpoints(long after, List<Object[]> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        return entityManager
                .createQuery(
                        """
                        select c from StoredCheckpoint c
                        where c.position > :after and c.position <= :last
                        order by c.position, c.number""",
                        StoredCheckpoint.class)
                .setParameter("after", after)
                .setParameter("last", ((ChainLink) events.get(events.size() - 1)[0]).position())
                .getResultList();
    }

    /**
     * The line of a checkpoint, with which an export of what came after may begin.
     *
     * @return its line, and where the next page begins; empty if there is no such checkpoint
     */
    public Optional<Page> beginAt(long checkpoint) {
        return Optional.ofNullable(entityManager.find(StoredCheckpoint.class, checkpoint))
                .map(found -> new Page(List.of(found.line()), Optional.of(found.position())));
    }

    /**
     * An event, for people.
     *
     * @param position its place
     * @param at when it happened
     * @param kind what happened
     * @param facts a JSON object
     */
    public record Entry(long position, Instant at, String kind, String facts) {}

    /**
     * Which events are looked for.
     *
     * @param kind of that kind; empty for all
     * @param mentions whose facts have this text somewhere; empty for all
     * @param since not older
     * @param until older than this
     */
    public record Search(Optional<String> kind, Optional<String> mentions, Instant since, Instant until) {}

    /**
     * Events, the newest first.
     *
     * @param before only those before this position; empty to begin
     * @param limit at most that many
     */
    public List<Entry> find(Search search, Optional<Long> before, int limit) {
        TypedQuery<Object[]> query = entityManager
                .createQuery(
                        """
                        select l, e from ChainLink l, RecordedEvent e
                        where e.id = l.event and l.position < :before
                        and e.at >= :since and e.at < :until
                        and (:kind = '' or e.kind = :kind)
                        and (:mentions = '' or locate(:mentions, e.document) > 0)
                        order by l.position desc""",
                        Object[].class)
                .setParameter("before", before.orElse(Long.MAX_VALUE))
                .setParameter("since", search.since())
                .setParameter("until", search.until())
                .setParameter("kind", search.kind().orElse(""))
                .setParameter("mentions", search.mentions().orElse(""))
                .setMaxResults(limit);
        return query.getResultList().stream()
                .map(row -> entry((ChainLink) row[0], (RecordedEvent) row[1]))
                .toList();
    }

    private static Entry entry(ChainLink link, RecordedEvent event) {
        return new Entry(link.position(), event.at(), event.kind(), event.document());
    }
}
