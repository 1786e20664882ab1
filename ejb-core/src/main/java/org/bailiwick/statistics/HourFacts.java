package org.bailiwick.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditTrail;
import org.jspecify.annotations.Nullable;

/**
 * Counts what was stored of a time: certificates, and for what leaves no row of its own (refused requests, orders that are
 * forgotten after a while) the events of the audit log.
 */
@ApplicationScoped
class HourFacts {

    /** The reason of an order whose certificate could not be made. */
    static final String ISSUANCE = "issuance";

    /** The reason of refusals that were not told one by one (docs/adr/0026). */
    static final String UNTOLD = "untold";

    private static final int PAGE = 1_000;

    /** Ids begin with the time, so an interval of ids is one of time, and there is an index. The server's own are left out. */
    private static final String OF_AN_INTERVAL =
            """
             from certificate c where c.id >= :begin and c.id < :end
            and (c.account_id is not null or c.manual_request_id is not null)""";

    /**
     * A client may say what its order replaces (RFC 9773 §5), and many do not: then it is one for a name that the same account
     * had a certificate for before.
     */
    private static final String RENEWING =
            """
             and c.der is not null and (c.replaces_id is not null or exists (
            select 1 from certificate_name n join certificate_name m on m.name = n.name
            join certificate o on o.id = m.certificate_id
            where n.certificate_id = c.id and o.account_id = c.account_id and o.id < c.id and o.der is not null))""";

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    AuditTrail trail;

    /**
     * What happened.
     *
     * @param from the first moment
     * @param before the first moment after it
     */
    Map<Counted, Long> of(Instant from, Instant before) {
        Map<Counted, Long> counts = new HashMap<>();
        addCertificates(counts, from, before);
        addEvents(counts, from, before);
        counts.values().removeIf(number -> number <= 0);
        return counts;
    }

    /** The oldest moment of which there is something to count; empty if there is nothing at all. */
    Optional<Instant> oldest() {
        UUID certificate = entityManager
                .createQuery("select c.id from Certificate c order by c.id", UUID.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
        Optional<Instant> event = trail.oldest();
        if (certificate == null) {
            return event;
        }
        Instant issued = Instant.ofEpochMilli(certificate.getMostSignificantBits() >>> 16);
        return Optional.of(event.filter(issued::isAfter).orElse(issued));
    }

    private void addCertificates(Map<Counted, Long> counts, Instant from, Instant before) {
        for (Object[] row : rows("count(c.der), count(*)", "", from, before)) {
            UUID authority = UUID.fromString((String) row[0]);
            long made = ((Number) row[1]).longValue();
            counts.put(new Counted(authority, Outcome.ISSUED, null), made);
            counts.put(new Counted(authority, Outcome.FAILED, ISSUANCE), ((Number) row[2]).longValue() - made);
        }
        for (Object[] row : rows("count(*), 0", RENEWING, from, before)) {
            UUID authority = UUID.fromString((String) row[0]);
            long renewed = ((Number) row[1]).longValue();
            counts.put(new Counted(authority, Outcome.RENEWED, null), renewed);
            counts.merge(new Counted(authority, Outcome.ISSUED, null), -renewed, Long::sum);
        }
    }

    /** By authority, whose id is text first: the databases do not give a UUID back alike where no entity says what it is. */
    @SuppressWarnings("unchecked")
    private List<Object[]> rows(String wanted, String condition, Instant from, Instant before) {
        return entityManager
                .createNativeQuery("select cast(c.authority_id as varchar(36)), " + wanted + OF_AN_INTERVAL + condition
                        + " group by c.authority_id")
                .setParameter("begin", firstId(from))
                .setParameter("end", firstId(before))
                .getResultList();
    }

    /** The smallest id of a time (see {@link ResourceId}). */
    private static UUID firstId(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16, 0);
    }

    /** What an event says, of whose account that is not looked up yet. */
    private record Told(@Nullable String account, Outcome outcome, String reason) {}

    private void addEvents(Map<Counted, Long> counts, Instant from, Instant before) {
        Map<Told, Long> told = new HashMap<>();
        each(
                "request-refused",
                from,
                before,
                facts -> add(
                        told,
                        facts.getString("account", null),
                        Outcome.REFUSED,
                        facts.getString("problem", UNTOLD),
                        1));
        each(
                "requests-refused",
                from,
                before,
                facts -> add(
                        told,
                        facts.getString("subject", null),
                        Outcome.REFUSED,
                        UNTOLD,
                        facts.containsKey("count")
                                ? facts.getJsonNumber("count").longValue()
                                : 1));
        // an order fails once, however many of its names do
        Set<String> orders = new HashSet<>();
        each("authorization-failed", from, before, facts -> {
            if (orders.add(facts.getString("order", ""))) {
                add(told, facts.getString("account", null), Outcome.FAILED, facts.getString("problem", UNTOLD), 1);
            }
        });
        Map<String, UUID> authorities = authorities(told.keySet().stream()
                .map(Told::account)
                .filter(Objects::nonNull)
                .toList());
        told.forEach((what, number) -> counts.merge(
                new Counted(
                        what.account() == null ? null : authorities.get(what.account()), what.outcome(), what.reason()),
                number,
                Long::sum));
    }

    private static void add(
            Map<Told, Long> told, @Nullable String account, Outcome outcome, String reason, long number) {
        String kept = reason.length() <= HourlyCount.LONGEST_REASON
                ? reason
                : reason.substring(0, HourlyCount.LONGEST_REASON);
        told.merge(new Told(account, outcome, kept), number, Long::sum);
    }

    private void each(String kind, Instant from, Instant before, Consumer<JsonObject> work) {
        Optional<UUID> after = Optional.empty();
        List<AuditTrail.Told> page;
        do {
            page = trail.told(kind, from, before, after, PAGE);
            for (AuditTrail.Told event : page) {
                try (JsonReader reader = AuditEvent.JSON.createReader(new StringReader(event.facts()))) {
                    work.accept(reader.readObject());
                }
                after = Optional.of(event.id());
            }
        } while (page.size() == PAGE);
    }

    /** The authorities of accounts, by the accounts' ids as they were told; what is no account's id has none. */
    private Map<String, UUID> authorities(List<String> accounts) {
        Map<String, UUID> authorities = new HashMap<>();
        List<UUID> ids = accounts.stream()
                .distinct()
                .flatMap(text -> ResourceId.parse(text).stream())
                .map(ResourceId::value)
                .toList();
        for (List<UUID> some : stretches(ids)) {
            entityManager
                    .createQuery(
                            "select c.id, c.provisioner.authority.id from Account c where c.id in :ids", Object[].class)
                    .setParameter("ids", some)
                    .getResultList()
                    .forEach(row -> authorities.put(new ResourceId((UUID) row[0]).toString(), (UUID) row[1]));
        }
        return authorities;
    }

    private static List<List<UUID>> stretches(List<UUID> ids) {
        List<List<UUID>> stretches = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += PAGE) {
            stretches.add(ids.subList(from, Math.min(from + PAGE, ids.size())));
        }
        return stretches;
    }
}
