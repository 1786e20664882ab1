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
    private String along = "";

    private PagedQuery(Class<T> type, String from) {
        this.type = type;
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
     * Along an index that begins with a member of {@code x} and goes on with the id. All that is asked for has the same value
     * of that member, so that it changes nothing but what the database reads.
     */
    public PagedQuery<T> along(String member) {
        along = "x.%s desc, ".formatted(member);
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
                }
            }
        });
    }

    /** The pattern for {@code like … escape '!'} that finds a text anywhere in another. */
    public static String containing(String text) {
        return "%" + text.replaceAll("[!%_]", "!$0") + "%";
    }

    /**
     * The page in another order.
     *
     * @param unique a member of {@code x} that no two rows share; the smallest comes first
     * @param after only those greater than this; empty for the first page
     */
    public Page<T> pageBy(
            String unique, Optional<?> after, EntityManager entityManager, PageRequest request, Function<T, UUID> id) {
        and("x.%s > :after".formatted(unique), "after", after);
        query.append(" order by x.").append(unique);
        return request.page(rows(entityManager, request), id);
    }

    /** The page. */
    public Page<T> page(EntityManager entityManager, PageRequest request, Function<T, UUID> id) {
        and("x.id < :before", "before", Optional.of(request.before()));
        query.append(" order by ").append(along).append("x.id desc");
        return request.page(rows(entityManager, request), id);
    }

    private List<T> rows(EntityManager entityManager, PageRequest request) {
        TypedQuery<T> rows = entityManager.createQuery(query.toString(), type);
        parameters.forEach(rows::setParameter);
        return rows.setMaxResults(request.rowsToRead()).getResultList();
    }
}
