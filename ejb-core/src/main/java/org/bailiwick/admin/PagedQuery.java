package org.bailiwick.admin;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;

/**
 * A query for a page of rows, with a condition for each thing that was asked for. The rows are called {@code x}. Conditions
 * are constants of the code, what was asked for are parameters.
 */
public final class PagedQuery<T> {

    private final Class<T> type;
    private final StringBuilder query;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final StringBuilder scope;
    private final Map<String, Object> scopeParameters = new LinkedHashMap<>();
    private Optional<String> along = Optional.empty();

    private PagedQuery(Class<T> type, String from) {
        this.type = type;
        // what is fetched with a row is of no use where the row itself is not read, and is refused there
        this.scope = new StringBuilder(from.replace("join fetch", "join"));
        this.query = new StringBuilder("select x ").append(from);
    }

    /**
     * Begins one.
     *
     * @param from JPQL from {@code from} to at least one condition
     */
    public static <T> PagedQuery<T> of(Class<T> type, String from) {
        return new PagedQuery<>(type, from);
    }

    /**
     * With the condition that says whose rows these are, if they are somebody's. Another's row is no position in a list that is
     * sorted, so that nobody learns what comes before or after it.
     *
     * @param condition JPQL, with that parameter in it
     */
    public PagedQuery<T> within(String condition, String parameter, Optional<?> value) {
        value.ifPresent(given -> {
            scope.append(" and ").append(condition);
            scopeParameters.put(parameter, given);
        });
        return and(condition, parameter, value);
    }

    /**
     * With one more condition, if there is a value for it.
     *
     * @param condition JPQL, with that parameter in it
     */
    public PagedQuery<T> and(String condition, String parameter, Optional<?> value) {
        value.ifPresent(given -> {
            query.append(" and ").append(condition);
            parameters.put(parameter, given);
        });
        return this;
    }

    /**
     * With one more condition, if it is wanted.
     *
     * @param condition JPQL without a parameter
     */
    public PagedQuery<T> andIf(boolean wanted, String condition) {
        if (wanted) {
            query.append(" and ").append(condition);
        }
        return this;
    }

    /**
     * In the order of ids, along an index that begins with a member of {@code x} and goes on with the id. All that is asked for
     * has the same value of that member, so that it changes nothing but what the database reads.
     */
    public PagedQuery<T> along(String member) {
        along = Optional.of(member);
        return this;
    }

    /**
     * PostgreSQL keeps a plan for a statement that comes often, made for a value as common as the average. What is asked for may
     * be that of nobody or of everybody, so after this it plans for what is asked; until the transaction ends.
     */
    public static void planForTheseValues(EntityManager entityManager) {
        entityManager.unwrap(Session.class).doWork(connection -> {
            if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("set local plan_cache_mode = force_custom_plan");
                    // what is asked for all day is in memory, or on no disk that turns
                    statement.execute("set local random_page_cost = 1.1");
                }
            }
        });
    }

    /** The pattern for {@code like … escape '!'} that finds a text anywhere in another. */
    public static String containing(String text) {
        return "%" + text.replaceAll("[!%_]", "!$0") + "%";
    }

    /** The page, in the order that is wanted. */
    public Page<T> page(EntityManager entityManager, PageRequest request, Function<T, UUID> id) {
        ListOrder order = request.order();
        String beyond = order.descending() ? "<" : ">";
        String direction = order.descending() ? " desc" : "";
        if (order.column().isPresent()) {
            SortColumn column = order.column().get();
            goOn(column, beyond, entityManager, request.position());
            query.append(" order by ").append(column.expression()).append(direction);
            query.append(", x.id").append(direction);
        } else {
            and("x.id %s :place".formatted(beyond), "place", request.position());
            query.append(" order by ");
            along.ifPresent(member ->
                    query.append("x.").append(member).append(direction).append(", "));
            query.append("x.id").append(direction);
        }
        return request.page(rows(entityManager, request), id);
    }

    /** With the condition that rows come after the last one of the page before. */
    private void goOn(SortColumn column, String beyond, EntityManager entityManager, Optional<UUID> position) {
        column.absent().ifPresent(absent -> parameters.put("absent", absent));
        position.ifPresent(place -> value(column, entityManager, place).ifPresent(last -> {
            query.append(" and (%1$s %2$s :last or %1$s = :last and x.id %2$s :place)"
                    .formatted(column.expression(), beyond));
            parameters.put("last", last);
            parameters.put("place", place);
        }));
    }

    /** What a row has in a column; asked of the database, which compares and rounds in its own way. Empty for no such row. */
    private Optional<Object> value(SortColumn column, EntityManager entityManager, UUID place) {
        TypedQuery<Object> value = entityManager.createQuery(
                "select %s %s and x.id = :place".formatted(column.expression(), scope), Object.class);
        scopeParameters.forEach(value::setParameter);
        column.absent().ifPresent(absent -> value.setParameter("absent", absent));
        return value.setParameter("place", place).getResultList().stream().findFirst();
    }

    private List<T> rows(EntityManager entityManager, PageRequest request) {
        TypedQuery<T> rows = entityManager.createQuery(query.toString(), type);
        parameters.forEach(rows::setParameter);
        return rows.setMaxResults(request.rowsToRead()).getResultList();
    }
}
