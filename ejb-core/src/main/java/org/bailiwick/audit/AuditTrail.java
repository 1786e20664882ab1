package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.chain.AsciiJson;
import org.bailiwick.audit.chain.ChainedEvent;

/** The linked events and the checkpoints, for reading. An event that was recorded a moment ago is not among them yet. */
@ApplicationScoped
public class AuditTrail {

    /** An event has the time of its node, and so has a checkpoint. */
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Part of an export ({@code docs/audit.md}).
     *
     * @param lines events in their order, each checkpoint after the last event that it signs; ASCII, without line ends
     * @param next where the next page begins; empty if this is the last page
     */
    public record Page(List<String> lines, Optional<Place> next) {
        public Page {
            lines = List.copyOf(lines);
        }
    }

    /**
     * How far an export is, and where it ends: at what there was when it began. A checkpoint that is made meanwhile may
     * stand after an event that is written already; left out alone it would look as if it had been removed.
     *
     * @param after the position of the last event that is written
     * @param last the position of the last event
     * @param checkpoint the number of the last checkpoint
     */
    public record Place(long after, long last, long checkpoint) {}

    /** Where an export of all there is begins. */
    public Place begin() {
        return beginAfter(0);
    }

    private Place beginAfter(long position) {
        // in this order, so that what the last checkpoint signs is there
        long checkpoint = largest("select max(c.number) from StoredCheckpoint c");
        return new Place(position, largest("select max(l.position) from ChainLink l"), checkpoint);
    }

    private long largest(String query) {
        return Optional.ofNullable(entityManager.createQuery(query, Long.class).getSingleResult())
                .orElse(0L);
    }

    /**
     * A page of an export. The last one has also the checkpoints that sign more events than there are: without them a log
     * whose end was cut off would look as if it had never been longer.
     *
     * @param limit at most that many events, and that many checkpoints
     */
    public Page page(Place place, int limit) {
        List<Object[]> events = entityManager
                .createQuery(
                        """
                        select l, e from ChainLink l, RecordedEvent e
                        where e.id = l.event and l.position > :after and l.position <= :last
                        order by l.position""",
                        Object[].class)
                .setParameter("after", place.after())
                .setParameter("last", place.last())
                .setMaxResults(limit)
                .getResultList();
        long upTo = events.size() < limit ? Long.MAX_VALUE : ((ChainLink) events.get(limit - 1)[0]).position();
        List<StoredCheckpoint> found = checkpoints(place, upTo, limit);
        boolean cut = found.size() == limit;
        long end = cut ? found.get(limit - 1).position() : upTo;
        return new Page(
                lines(events, found, end),
                end == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(new Place(end, place.last(), place.checkpoint())));
    }

    /** Events up to that position, each checkpoint after the last event that it signs. */
    private static List<String> lines(List<Object[]> events, List<StoredCheckpoint> checkpoints, long end) {
        Queue<StoredCheckpoint> left = new ArrayDeque<>(checkpoints);
        List<String> lines = new ArrayList<>();
        for (Object[] row : events) {
            ChainLink link = (ChainLink) row[0];
            if (link.position() > end) {
                break;
            }
            // of an event that is not there any more
            while (!left.isEmpty() && left.peek().position() < link.position()) {
                lines.add(left.remove().line());
            }
            lines.add(((RecordedEvent) row[1])
                    .at(link.position(), link.previous())
                    .line(link.hash()));
        }
        left.forEach(checkpoint -> lines.add(checkpoint.line()));
        return lines;
    }

    private List<StoredCheckpoint> checkpoints(Place place, long upTo, int limit) {
        return entityManager
                .createQuery(
                        """
                        select c from StoredCheckpoint c
                        where c.position > :after and c.position <= :upTo and c.number <= :number
                        order by c.position, c.number""",
                        StoredCheckpoint.class)
                .setParameter("after", place.after())
                .setParameter("number", place.checkpoint())
                .setParameter("upTo", upTo)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * The line of a checkpoint, with which an export of what came after may begin.
     *
     * @return its line, and where the next page begins; empty if there is no such checkpoint
     */
    public Optional<Page> beginAt(long checkpoint) {
        return Optional.ofNullable(entityManager.find(StoredCheckpoint.class, checkpoint))
                .map(found -> new Page(List.of(found.line()), Optional.of(beginAfter(found.position()))));
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
     * @param facts texts that facts of these names have; the names are those of {@code docs/audit.md}
     */
    public record Search(
            Optional<String> kind, Optional<String> mentions, Instant since, Instant until, Map<String, String> facts) {

        public Search {
            facts = Map.copyOf(facts);
        }

        public Search(Optional<String> kind, Optional<String> mentions, Instant since, Instant until) {
            this(kind, mentions, since, until, Map.of());
        }

        /** What must stand in a document: the facts, as they look there, and what is mentioned. */
        private List<String> written() {
            return Stream.concat(
                            facts.entrySet().stream()
                                    .map(fact -> AuditEvent.JSON.createValue(fact.getKey()) + ":"
                                            + AuditEvent.JSON.createValue(fact.getValue())),
                            mentions.stream())
                    .map(AsciiJson::ascii)
                    .toList();
        }
    }

    /**
     * Events, the newest first.
     *
     * @param before only those before this position; empty to begin
     * @param limit at most that many
     */
    public List<Entry> find(Search search, Optional<Long> before, int limit) {
        // a condition is written only where it is wanted: one that is always true keeps the database from its indexes
        StringBuilder conditions = new StringBuilder();
        Map<String, String> texts = new LinkedHashMap<>();
        search.kind().ifPresent(kind -> {
            conditions.append(" and e.kind = :kind");
            texts.put("kind", kind);
        });
        for (String part : search.written()) {
            String name = "part" + texts.size();
            conditions.append(" and locate(:").append(name).append(", e.document) > 0");
            texts.put(name, part);
        }
        TypedQuery<Object[]> query = entityManager
                .createQuery(
                        """
                        select l, e from ChainLink l, RecordedEvent e
                        where e.id = l.event and l.position > :after and l.position < :before
                        and e.at >= :since and e.at < :until"""
                                + conditions + " order by l.position desc",
                        Object[].class)
                .setParameter("after", search.since().isAfter(Instant.EPOCH) ? linkedBefore(search.since()) : 0L)
                .setParameter("before", before.orElse(Long.MAX_VALUE))
                .setParameter("since", search.since())
                .setParameter("until", search.until())
                .setMaxResults(limit);
        texts.forEach(query::setParameter);
        return query.getResultList().stream()
                .map(row -> entry((ChainLink) row[0], (RecordedEvent) row[1]))
                .toList();
    }

    /**
     * A position whose event, and all before it, happened before a moment: the walk from the newest event back ends there. It
     * is that of the checkpoint before the first one that was made since, so that a clock that was once ahead makes it lower
     * and the walk longer. 0 if nobody can say.
     */
    long linkedBefore(Instant moment) {
        return Optional.ofNullable(entityManager
                        .createQuery(
                                """
                                select max(c.position) from StoredCheckpoint c where c.number <
                                (select min(d.number) from StoredCheckpoint d where d.at >= :moment)""",
                                Long.class)
                        .setParameter("moment", moment.minus(CLOCKS_DIFFER))
                        .getSingleResult())
                .orElse(0L);
    }

    private static Entry entry(ChainLink link, RecordedEvent event) {
        return new Entry(link.position(), event.at(), event.kind(), event.document());
    }

    /**
     * An event at its place in the chain, for people.
     *
     * @param previous the hash of the event before
     * @param hash its own, as it is stored
     * @param right whether what it says gives that hash
     * @param line of an export
     * @param checkpoint the number of the first checkpoint that signs it; empty if none does yet
     * @param signedAt when that was made
     */
    public record Linked(
            Entry entry,
            String previous,
            String hash,
            boolean right,
            String line,
            Optional<Long> checkpoint,
            Optional<Instant> signedAt) {}

    /** The event of a place; empty if there is none. */
    public Optional<Linked> at(long position) {
        ChainLink link = entityManager.find(ChainLink.class, position);
        if (link == null) {
            return Optional.empty();
        }
        RecordedEvent event = entityManager.find(RecordedEvent.class, link.event());
        ChainedEvent chained = event.at(position, link.previous());
        Optional<StoredCheckpoint> checkpoint = entityManager
                .createQuery(
                        "select c from StoredCheckpoint c where c.position >= :position order by c.position, c.number",
                        StoredCheckpoint.class)
                .setParameter("position", position)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
        return Optional.of(new Linked(
                entry(link, event),
                link.previous().hex(),
                link.hash().hex(),
                chained.hash().equals(link.hash()),
                chained.line(link.hash()),
                checkpoint.map(StoredCheckpoint::number),
                checkpoint.map(StoredCheckpoint::at)));
    }

    /**
     * The number of the last checkpoint that was made before a moment, of those whose events are there: where the log was
     * cut off, a verification that begins later would not see it. Empty if there is none.
     */
    public Optional<Long> checkpointBefore(Instant moment) {
        return Optional.ofNullable(entityManager
                .createQuery(
                        """
                        select max(c.number) from StoredCheckpoint c
                        where c.at < :moment and c.position <= (select max(l.position) from ChainLink l)""",
                        Long.class)
                .setParameter("moment", moment)
                .getSingleResult());
    }

    /**
     * An event, linked or not.
     *
     * @param facts a JSON object
     * @param position its place; empty if it has none yet
     */
    public record Told(UUID id, Instant at, String kind, String facts, Optional<Long> position) {}

    /**
     * Events of a kind, also those that are not linked yet, in the order of their ids.
     *
     * @param from when the first may have happened
     * @param before the first moment after them
     * @param after only those after this one; empty to begin
     * @param limit at most that many
     */
    public List<Told> told(String kind, Instant from, Instant before, Optional<UUID> after, int limit) {
        return entityManager
                .createQuery(
                        """
                        select e.id, e.at, e.kind, e.document from RecordedEvent e
                        where e.kind = :kind and e.at >= :from and e.at < :before and e.id > :after and e.id < :end
                        order by e.id""",
                        Object[].class)
                .setParameter("kind", kind)
                .setParameter("from", from)
                .setParameter("before", before)
                // ids begin with the time: whichever index is taken, it is a stretch of it
                .setParameter("after", after.orElse(smallestId(from)))
                .setParameter("end", smallestId(before.plusMillis(1)))
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row ->
                        new Told((UUID) row[0], (Instant) row[1], (String) row[2], (String) row[3], Optional.empty()))
                .toList();
    }

    /** The smallest id of a time, to the millisecond (see {@link ResourceId}). */
    private static UUID smallestId(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }

    /**
     * The latest events of a kind, also those that are not linked yet, the newest first.
     *
     * @param since not older
     * @param before only those that come after this one in that order; empty to begin
     * @param limit at most that many
     */
    public List<Told> latest(String kind, Instant since, Optional<Told> before, int limit) {
        String older = before.isPresent() ? " and e.at <= :at and (e.at < :at or e.id < :id)" : "";
        TypedQuery<Object[]> query = entityManager
                .createQuery(
                        """
                        select e.id, e.at, e.kind, e.document, l.position
                        from RecordedEvent e left join ChainLink l on l.event = e.id
                        where e.kind = :kind and e.at >= :since"""
                                + older + " order by e.at desc, e.id desc",
                        Object[].class)
                .setParameter("kind", kind)
                .setParameter("since", since)
                .setMaxResults(limit);
        before.ifPresent(event -> query.setParameter("at", event.at()).setParameter("id", event.id()));
        return query.getResultList().stream()
                .map(row -> new Told(
                        (UUID) row[0], (Instant) row[1], (String) row[2], (String) row[3], Optional.ofNullable((Long)
                                row[4])))
                .toList();
    }

    /** When the oldest event happened; empty if there is none. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(entityManager
                .createQuery("select min(e.at) from RecordedEvent e", Instant.class)
                .getSingleResult());
    }
}
