package org.bailiwick.ra;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.hibernate.exception.ConstraintViolationException;

/** All registration authorities. */
@ApplicationScoped
public class RegistrationAuthorities {

    /** Being seen is written no more often. */
    private static final Duration NOTICE = Duration.ofMinutes(1);

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Adds one, at once.
     *
     * @throws AdminException {@code CONFLICT} if its authority has one of that name
     */
    public void addNew(RegistrationAuthority registrationAuthority) {
        try {
            entityManager.persist(registrationAuthority);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict("The authority has a registration authority of that name.");
        }
    }

    /** Writes what was changed, at once, so that {@link RegistrationAuthority#version} is that of what is there. */
    public void flush() {
        entityManager.flush();
    }

    public Optional<RegistrationAuthority> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(RegistrationAuthority.class, id));
    }

    /** Locks a row until the transaction ends. */
    public Optional<RegistrationAuthority> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(RegistrationAuthority.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** That which URLs name by its authority and its own name, with its provisioner. */
    public Optional<RegistrationAuthority> at(String authority, String name) {
        return entityManager
                .createQuery(
                        """
                        select r from RegistrationAuthority r join fetch r.provisioner p join fetch p.authority a
                        where a.name = :authority and r.name = :name""",
                        RegistrationAuthority.class)
                .setParameter("authority", authority)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /**
     * A part of all.
     *
     * @param team only this one's; empty for all
     * @param now at which they are what is looked for
     */
    public Page<RegistrationAuthority> page(
            Optional<UUID> team, RegistrationAuthoritySearch search, PageRequest request, Instant now) {
        return PagedQuery.of(
                        RegistrationAuthority.class,
                        "from RegistrationAuthority x join Authority a on a.id = x.authority where 1 = 1")
                .within("a.team = :team", "team", team)
                .and("x.authority = :authority", "authority", search.authority())
                .and("x.name like :name escape '!'", "name", search.name().map(PagedQuery::containing))
                .and(search.statusCondition(), "now", search.status().map(any -> now))
                .page(entityManager, request, RegistrationAuthority::id);
    }

    /** Notes that one was seen, if that is not known since a minute ago. */
    public void see(UUID id, Instant now) {
        entityManager
                .createQuery(
                        """
                        update RegistrationAuthority r set r.lastSeenAt = :now
                        where r.id = :id and (r.lastSeenAt is null or r.lastSeenAt < :notice)""")
                .setParameter("now", now)
                .setParameter("id", id)
                .setParameter("notice", now.minus(NOTICE))
                .executeUpdate();
    }

    /** Those that have a secret which nothing needs any more: used or expired before a moment. */
    public List<UUID> withOldSecrets(Instant before) {
        return entityManager
                .createQuery(
                        """
                        select r.id from RegistrationAuthority r where r.secret is not null
                        and (r.secretUsedAt < :before or r.secretExpiresAt < :before)""",
                        UUID.class)
                .setParameter("before", before)
                .getResultList();
    }
}
