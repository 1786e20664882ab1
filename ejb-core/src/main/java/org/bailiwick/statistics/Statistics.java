package org.bailiwick.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.eab.ExternalAccountKey;

/** What the dashboard shows, of a team or of all. Each question reads a few thousand rows at most, whatever there is. */
@ApplicationScoped
public class Statistics {

    private static final int MOST_REASONS = 12;

    /** Of so many events of a kind those of a team are sought: others may be refused far more often. */
    private static final int MOST_SEEN = 5_000;

    private static final int AT_ONCE = 500;

    private static final Duration LATELY = Duration.ofDays(7);

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    AuditTrail trail;

    /**
     * What happened.
     *
     * @param team only at its authorities; empty for all
     */
    public Series series(Optional<UUID> team, Range range, Instant now) {
        Instant from = range.from(now);
        Map<Outcome, long[]> numbers = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            numbers.put(outcome, new long[range.parts()]);
        }
        TypedQuery<Object[]> query = ofATime(
                "select h.beginsAt, h.outcome, sum(h.number) from HourlyCount h",
                team,
                " group by h.beginsAt, h.outcome",
                from,
                range.until(now));
        for (Object[] row : query.getResultList()) {
            long part = Duration.between(from, (Instant) row[0]).toHours()
                    / range.step().toHours();
            of(numbers, outcome(row[1]))[(int) part] += (Long) row[2];
        }
        List<Series.Part> parts = new ArrayList<>();
        for (int i = 0; i < range.parts(); i++) {
            parts.add(new Series.Part(
                    from.plus(range.step().multipliedBy(i)),
                    of(numbers, Outcome.ISSUED)[i],
                    of(numbers, Outcome.RENEWED)[i],
                    of(numbers, Outcome.REFUSED)[i],
                    of(numbers, Outcome.FAILED)[i]));
        }
        return new Series(from, range.step(), parts, reasons(team, from, range.until(now)));
    }

    private static long[] of(Map<Outcome, long[]> numbers, Outcome outcome) {
        return Objects.requireNonNull(numbers.get(outcome));
    }

    private List<Series.Reason> reasons(Optional<UUID> team, Instant from, Instant before) {
        return ofATime(
                        "select h.outcome, h.reason, sum(h.number) from HourlyCount h",
                        team,
                        " and h.reason is not null group by h.outcome, h.reason order by sum(h.number) desc, h.reason",
                        from,
                        before)
                .setMaxResults(MOST_REASONS)
                .getResultList()
                .stream()
                .map(row -> new Series.Reason(outcome(row[0]), (String) row[1], (Long) row[2]))
                .toList();
    }

    private TypedQuery<Object[]> ofATime(
            String select, Optional<UUID> team, String rest, Instant from, Instant before) {
        String ofTeam =
                team.isPresent() ? " and h.authority in (select a.id from Authority a where a.team = :team)" : "";
        TypedQuery<Object[]> query = entityManager
                .createQuery(
                        select + " where h.beginsAt >= :from and h.beginsAt < :before" + ofTeam + rest, Object[].class)
                .setParameter("from", from)
                .setParameter("before", before);
        team.ifPresent(id -> query.setParameter("team", id));
        return query;
    }

    private static Outcome outcome(Object word) {
        return Outcome.valueOf(((String) word).toUpperCase(Locale.ROOT));
    }

    /**
     * Certificates that end soon and should have been renewed by now, those that end first first. What was renewed since it
     * was looked for is left out.
     *
     * @param limit at most that many
     */
    @SuppressWarnings("unchecked")
    public List<ExpiringCertificate> expiring(Optional<UUID> team, Instant now, int limit) {
        List<String> ids = overdue("cast(c.id as varchar(36))", team, " order by o.not_after", now)
                .setMaxResults(limit)
                .getResultList();
        return OverdueSearch.certificates(entityManager, ids).stream()
                .map(ExpiringCertificate::of)
                .toList();
    }

    /** How many there are of these; of each authority a hundred are known at most. */
    public long countExpiring(Optional<UUID> team, Instant now) {
        return ((Number) overdue("count(*)", team, "", now).getSingleResult()).longValue();
    }

    private Query overdue(String select, Optional<UUID> team, String rest, Instant now) {
        String ofTeam =
                team.isPresent() ? " and o.authority_id in (select a.id from authority a where a.team_id = :team)" : "";
        Query query = entityManager
                .createNativeQuery("select " + select
                        + """
                                 from overdue_certificate o join certificate c on c.id = o.certificate_id
                                where o.not_after > :now and"""
                        + OverdueSearch.WITHOUT_SUCCESSOR + ofTeam + rest)
                .setParameter("now", now);
        team.ifPresent(id -> query.setParameter("team", id));
        return query;
    }

    /**
     * The latest refusals and failures, the newest first; of a team those of its accounts, among the latest 5,000 of each
     * kind.
     *
     * @param limit at most that many
     */
    public List<Refusal> refusals(Optional<UUID> team, Instant now, int limit) {
        Instant since = now.minus(LATELY);
        return Stream.of("request-refused", "authorization-failed")
                .flatMap(kind -> team
                        .map(id -> latest(kind, id, since, limit))
                        .orElseGet(() -> read(trail.latest(kind, since, Optional.empty(), limit)))
                        .stream())
                .sorted(Comparator.comparing(Refusal::at).reversed())
                .limit(limit)
                .toList();
    }

    /** Of a team, the newest first: at least {@code limit} of them, if there are so many among those that are seen. */
    private List<Refusal> latest(String kind, UUID team, Instant since, int limit) {
        List<Refusal> found = new ArrayList<>();
        Optional<AuditTrail.Told> last = Optional.empty();
        int seen = 0;
        do {
            List<AuditTrail.Told> page = trail.latest(kind, since, last, AT_ONCE);
            List<Refusal> refusals = read(page);
            Set<String> own = accounts(team, refusals);
            refusals.stream()
                    .filter(refusal -> refusal.account() != null && own.contains(refusal.account()))
                    .forEach(found::add);
            seen += page.size();
            last = page.size() < AT_ONCE ? Optional.empty() : Optional.of(page.get(page.size() - 1));
        } while (last.isPresent() && found.size() < limit && seen < MOST_SEEN);
        return found;
    }

    private static List<Refusal> read(List<AuditTrail.Told> events) {
        return events.stream().map(Refusal::of).toList();
    }

    /** Which of the accounts that were refused are a team's. */
    private Set<String> accounts(UUID team, List<Refusal> refusals) {
        List<UUID> ids = refusals.stream()
                .map(Refusal::account)
                .filter(Objects::nonNull)
                .distinct()
                .flatMap(text -> ResourceId.parse(text).stream())
                .map(ResourceId::value)
                .toList();
        Set<String> own = new HashSet<>();
        if (!ids.isEmpty()) {
            entityManager
                    .createQuery(
                            "select c.id from Account c where c.id in :ids and c.provisioner.authority.team = :team",
                            UUID.class)
                    .setParameter("ids", ids)
                    .setParameter("team", team)
                    .getResultList()
                    .forEach(id -> own.add(new ResourceId(id).toString()));
        }
        return own;
    }

    /**
     * External account keys that nobody was bound to, the oldest first.
     *
     * @param limit at most that many
     */
    public List<UnboundKey> unboundKeys(Optional<UUID> team, Instant now, int limit) {
        Map<String, Object> parameters = new HashMap<>(Map.of("now", now));
        team.ifPresent(id -> parameters.put("team", id));
        TypedQuery<ExternalAccountKey> query = entityManager.createQuery(
                """
                select k from ExternalAccountKey k join fetch k.provisioner p
                where k.boundAt is null and k.revokedAt is null and k.suspendedAt is null
                and (k.expiresAt is null or k.expiresAt > :now)"""
                        + (team.isPresent() ? " and p.authority.team = :team" : "") + " order by k.id",
                ExternalAccountKey.class);
        parameters.forEach(query::setParameter);
        return query.setMaxResults(limit).getResultList().stream()
                .map(UnboundKey::of)
                .toList();
    }
}
