package org.bailiwick.upstream.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.authority.Authority;
import org.bailiwick.job.Jobs;

/** All entries, each with its job. */
@ApplicationScoped
public class Outbox {

    /** Longer than the attempt may take that is made at once: its node is dead then. */
    static final Duration TAKE_OVER = Duration.ofSeconds(45);

    /** A list of more is none to choose from. */
    private static final int MOST_AUTHORITIES = 200;

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Accounts accounts;

    @Inject
    Jobs jobs;

    /**
     * Adds one, and has it tried from a moment on.
     *
     * @param first when its job tries it; if it is tried at once by whoever adds it, that is when its job takes over
     */
    void add(OutboxEntry entry, Instant first) {
        entityManager.persist(entry);
        jobs.schedule(OutboxJob.NAME, entry.id().toString(), first);
    }

    /** Removes one of which something came; a job that runs finds it gone. */
    void remove(OutboxEntry locked) {
        entityManager.remove(locked);
        jobs.cancel(OutboxJob.NAME, locked.id().toString());
    }

    /** Has one tried at a moment. */
    void reschedule(OutboxEntry entry, Instant at) {
        jobs.reschedule(OutboxJob.NAME, entry.id().toString(), at);
    }

    /** Has one tried at once, whether or not it still has a job. */
    void revive(OutboxEntry entry, Instant now) {
        jobs.scheduleUnlessThere(OutboxJob.NAME, entry.id().toString(), now);
        jobs.reschedule(OutboxJob.NAME, entry.id().toString(), now);
    }

    /** One of them. */
    Optional<OutboxEntry> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(OutboxEntry.class, id));
    }

    /** Which authority one is of; to be asked before its row is locked. */
    Optional<UUID> authorityOf(UUID id) {
        return entityManager
                .createQuery("select x.authority from OutboxEntry x where x.id = :id", UUID.class)
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }

    /**
     * The one that asks for the certificate of an order, if that waits for it.
     *
     * @param team only if it is this one's; empty for all
     */
    Optional<UUID> ofOrder(Optional<UUID> team, ResourceId order) {
        TypedQuery<UUID> query = entityManager.createQuery(
                "select x.id from OutboxEntry x join Authority a on a.id = x.authority where x.order = :order"
                        + (team.isPresent() ? " and a.team = :team" : ""),
                UUID.class);
        team.ifPresent(one -> query.setParameter("team", one));
        return query.setParameter("order", order.value()).getResultStream().findFirst();
    }

    /** Locks the row of one until the transaction ends; empty if something came of it. */
    Optional<OutboxEntry> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(OutboxEntry.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * Whether an account is deactivated. Its row stays locked until the transaction ends: who ends an account looks for its
     * certificates after that, and finds the one that is stored in this transaction.
     */
    boolean isEnded(ResourceId account) {
        return accounts.lock(account).orElseThrow().status() != AccountStatus.VALID;
    }

    /**
     * A part of all.
     *
     * @param team only this one's; empty for all
     */
    Page<OutboxEntry> page(Optional<UUID> team, OutboxSearch search, PageRequest request) {
        return PagedQuery.of(OutboxEntry.class, "from OutboxEntry x join Authority a on a.id = x.authority where 1 = 1")
                .within("a.team = :team", "team", team)
                .and("a.id = :authority", "authority", search.authority())
                .andIf(search.only(OutboxState.WAITING), "x.failedAt is null")
                .andIf(search.only(OutboxState.REFUSED), "x.failedAt is not null")
                .page(entityManager, request, OutboxEntry::id);
    }

    /**
     * The names of upstream authorities, by their ids, sorted by name.
     *
     * @param team only this one's; empty for all
     */
    Map<UUID, String> authorities(Optional<UUID> team) {
        TypedQuery<Authority> query = entityManager.createQuery(
                "select a from Authority a where a.upstream = true"
                        + (team.isPresent() ? " and a.team = :team" : "")
                        + " order by a.name",
                Authority.class);
        team.ifPresent(one -> query.setParameter("team", one));
        Map<UUID, String> names = new LinkedHashMap<>();
        query.setMaxResults(MOST_AUTHORITIES)
                .getResultList()
                .forEach(authority -> names.put(authority.id(), authority.name()));
        return names;
    }

    /**
     * What waits at an authority.
     *
     * @param authority its name
     * @param certificates how many wait for a certificate
     * @param revocations how many revocations wait
     * @param failed how many revocations the CA refused
     * @param oldest since when the one waits that waits longest; empty if none does
     */
    record Depth(String authority, long certificates, long revocations, long failed, Optional<Instant> oldest) {}

    /** Of each upstream authority. */
    List<Depth> depths() {
        return entityManager
                .createQuery(
                        """
                        select a.name,
                        count(case when x.order is not null then 1 end),
                        count(case when x.order is null and x.failedAt is null and x.id is not null then 1 end),
                        count(x.failedAt),
                        min(case when x.failedAt is null then x.createdAt end)
                        from Authority a left join OutboxEntry x on x.authority = a.id
                        where a.upstream = true group by a.name order by a.name""",
                        Object[].class)
                .getResultList()
                .stream()
                .map(row -> new Depth(
                        (String) row[0], (Long) row[1], (Long) row[2], (Long) row[3], Optional.ofNullable((Instant)
                                row[4])))
                .toList();
    }
}
