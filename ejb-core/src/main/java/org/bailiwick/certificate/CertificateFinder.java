package org.bailiwick.certificate;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.PagedQuery;
import org.jspecify.annotations.Nullable;

/**
 * Finds certificates for people. Each of the queries reads along an index that has what is asked for in the order in which it
 * is shown (V22_3), from where the page begins and until it is full, or what an index has of few; no DER is read. The ids come
 * first: an index has all that is needed to find and to sort them, and only what is shown is read from the table.
 */
@ApplicationScoped
public class CertificateFinder {

    /** As many names of each are shown. */
    private static final int NAMES = 3;

    /** As many accounts of a key are told apart. */
    private static final int ACCOUNTS = 1_000;

    /** As many names that begin alike are looked up first; of more, a page is soon full. */
    private static final int BEGINNING_ALIKE = 150_000;

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /**
     * A page.
     *
     * @param team only this one's; empty for all
     * @param order by ids, or by {@link CertificateColumn}
     * @param after the last one of the page before; empty for the first page
     * @param limit at most that many
     */
    CertificateList list(
            Optional<UUID> team,
            CertificateCriteria criteria,
            ListOrder order,
            Optional<CertificatePosition> after,
            int limit) {
        PagedQuery.planForTheseValues(entityManager);
        Optional<List<UUID>> authorities = team.map(this::authoritiesOf);
        if (authorities.filter(List::isEmpty).isPresent()) {
            return new CertificateList(List.of(), Optional.empty());
        }
        Instant now = clock.instant();
        Query query = new Query(criteria, now);
        criteria.beginning().ifPresent(text -> beginningWith(text, query));
        // by their ids, so that the database knows how many certificates those have
        authorities.ifPresent(ids -> query.and("x.authority in :authorities", "authorities", ids));
        criteria.externalAccountKey().ifPresent(key -> ofAccountsBoundTo(key.value(), query));
        after.ifPresent(position -> query.after(order, position));
        List<UUID> found = query.ids(entityManager, order, limit + 1);
        List<Row> shown = rows(found.subList(0, Math.min(limit, found.size())));
        Map<UUID, Set<String>> names = names(shown.stream().map(Row::id).toList());
        List<CertificateOverview> items = shown.stream()
                .map(row -> row.overview(names.getOrDefault(row.id(), Set.of()), now))
                .toList();
        return new CertificateList(
                items, found.size() > limit ? Optional.of(shown.get(limit - 1).position()) : Optional.empty());
    }

    /** Where they may be far from where the order begins, by their own index. */
    private void beginningWith(String text, Query query) {
        String beginning = text.replaceAll("[!%_]", "!$0") + "%";
        String alike = "select n.certificate from CertificateName n where n.name like :beginning escape '!'";
        boolean many = !entityManager
                .createQuery(alike, UUID.class)
                .setParameter("beginning", beginning)
                .setFirstResult(BEGINNING_ALIKE)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
        if (many) {
            query.and("exists (select 1 from x.names b where b like :beginning escape '!')", "beginning", beginning);
        } else {
            // with a limit, which leaves none out, PostgreSQL does not take it apart
            query.and(
                    "x.id in (%s order by n.certificate limit %d)".formatted(alike, BEGINNING_ALIKE),
                    "beginning",
                    beginning);
        }
    }

    /** What is shown of them, in the order of the ids. */
    private List<Row> rows(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, Row> rows = entityManager
                .createQuery(
                        "select x.id, x.serial, x.issuedAt, x.notAfter, x.revokedAt, a.name"
                                + " from Certificate x join Authority a on a.id = x.authority where x.id in :ids",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultStream()
                .map(Row::of)
                .collect(Collectors.toMap(Row::id, Function.identity()));
        return ids.stream().map(id -> Objects.requireNonNull(rows.get(id))).toList();
    }

    /** By their ids, too, unless a key is for so many that they are as good as any. */
    private void ofAccountsBoundTo(UUID key, Query query) {
        List<UUID> accounts = entityManager
                .createQuery("select c.id from Account c where c.externalAccountKey.id = :key", UUID.class)
                .setParameter("key", key)
                .setMaxResults(ACCOUNTS + 1)
                .getResultList();
        if (accounts.size() > ACCOUNTS) {
            query.and("x.account in (select c.id from Account c where c.externalAccountKey.id = :key)", "key", key);
        } else {
            query.and("x.account in :accounts", "accounts", accounts);
        }
    }

    private List<UUID> authoritiesOf(UUID team) {
        return entityManager
                .createQuery("select a.id from Authority a where a.team = :team", UUID.class)
                .setParameter("team", team)
                .getResultList();
    }

    private Map<UUID, Set<String>> names(List<UUID> ids) {
        Map<UUID, Set<String>> names = new HashMap<>();
        if (!ids.isEmpty()) {
            entityManager
                    .createQuery("select x.id, n from Certificate x join x.names n where x.id in :ids", Object[].class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .forEach(row -> names.computeIfAbsent((UUID) row[0], first -> new TreeSet<>())
                            .add((String) row[1]));
        }
        return names;
    }

    /** What is read of a certificate, in the order of the query's columns. */
    private record Row(
            UUID id, String serial, Instant issuedAt, Instant notAfter, @Nullable Instant revokedAt, String authority) {

        static Row of(Object[] columns) {
            return new Row(
                    (UUID) columns[0],
                    (String) columns[1],
                    (Instant) columns[2],
                    (Instant) columns[3],
                    (Instant) columns[4],
                    (String) columns[5]);
        }

        CertificatePosition position() {
            return new CertificatePosition(notAfter, new ResourceId(id));
        }

        CertificateOverview overview(Set<String> names, Instant now) {
            return new CertificateOverview(
                    new ResourceId(id).toString(),
                    serial,
                    names.stream().limit(NAMES).toList(),
                    Math.max(0, names.size() - NAMES),
                    authority,
                    CertificateState.of(revokedAt, notAfter, now).word(),
                    issuedAt,
                    notAfter);
        }
    }

    /** JPQL of constants; what was asked for are parameters. */
    private static final class Query {

        private final StringBuilder joins = new StringBuilder();
        private final StringBuilder conditions = new StringBuilder(" where 1 = 1");
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        Query(CertificateCriteria criteria, Instant now) {
            // a certificate has a name once, and is in a domain once: a join finds it once, in the order of the index
            criteria.name().ifPresent(name -> {
                joins.append(" join x.names n");
                and("n = :name", "name", name);
            });
            criteria.below().ifPresent(domain -> {
                joins.append(" join x.domains d");
                and("d = :domain", "domain", domain);
            });
            criteria.serial().ifPresent(serial -> and("x.serial = :serial", "serial", serial));
            criteria.sha256().ifPresent(sha256 -> and("x.sha256 = :sha256", "sha256", sha256));
            criteria.authority().ifPresent(id -> and("x.authority = :authority", "authority", id));
            criteria.account().ifPresent(id -> and("x.account = :account", "account", id.value()));
            criteria.registrationAuthority()
                    .ifPresent(
                            id -> and("x.registrationAuthority = :registrationAuthority", "registrationAuthority", id));
            criteria.state().ifPresent(state -> state(state, now));
            criteria.expiresBefore().ifPresent(end -> and("x.notAfter < :end", "end", end));
        }

        private void state(CertificateState state, Instant now) {
            switch (state) {
                case REVOKED -> conditions.append(" and x.revokedAt is not null");
                case VALID -> and("x.revokedAt is null and x.notAfter >= :now", "now", now);
                case EXPIRED -> and("x.revokedAt is null and x.notAfter < :now", "now", now);
            }
        }

        void and(String condition, String parameter, Object value) {
            conditions.append(" and ").append(condition);
            parameters.put(parameter, value);
        }

        void after(ListOrder order, CertificatePosition position) {
            String beyond = order.descending() ? "<" : ">";
            UUID id = position.id().value();
            if (order.column().isEmpty()) {
                and("x.id %s :after".formatted(beyond), "after", id);
            } else {
                // the first of the two is what an index understands
                and("x.notAfter %s= :from".formatted(beyond), "from", position.notAfter());
                and("(x.notAfter %1$s :from or x.id %1$s :after)".formatted(beyond), "after", id);
            }
        }

        List<UUID> ids(EntityManager entityManager, ListOrder order, int most) {
            String direction = order.descending() ? " desc" : "";
            String column =
                    order.column().map(by -> by.expression() + direction + ", ").orElse("");
            TypedQuery<UUID> query = entityManager.createQuery(
                    "select x.id from Certificate x" + joins + conditions + " order by " + column + "x.id" + direction,
                    UUID.class);
            parameters.forEach(query::setParameter);
            return query.setMaxResults(most).getResultList();
        }
    }
}
