package org.bailiwick.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.team.Team;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** All people who administer. */
@ApplicationScoped
public class Administrators {

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Adds one.
     *
     * @throws AdminException {@code CONFLICT} if there is one of that name
     */
    public void add(Administrator administrator) {
        try {
            entityManager.persist(administrator);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict(
                    "There is an administrator \"%s\" already; take another name.".formatted(administrator.name()));
        }
    }

    public Optional<Administrator> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(Administrator.class, id));
    }

    /** Locks a row until the transaction ends. */
    public Optional<Administrator> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(Administrator.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The one of that name, whether he can log in or not. */
    public Optional<Administrator> named(AdministratorName name) {
        return entityManager
                .createQuery("select a from Administrator a where a.name = :name", Administrator.class)
                .setParameter("name", name.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The id of whom a link was made for, whether it still opens anything or not; nothing is read that would be old soon. */
    public Optional<UUID> invitedBy(LinkSecret link) {
        return entityManager
                .createQuery("select a.id from Administrator a where a.linkSha256 = :sha256", UUID.class)
                .setParameter("sha256", link.sha256())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Whether somebody can log in who may do everything. */
    public boolean somebodyMayDoEverything() {
        return entityManager
                        .createQuery(
                                "select count(a) from Administrator a where a.role = :role and a.password is not null"
                                        + " and a.suspendedAt is null",
                                Long.class)
                        .setParameter("role", Role.SUPER_ADMINISTRATOR.word())
                        .getSingleResult()
                > 0;
    }

    /**
     * A part of all, or of a team's.
     *
     * @param team empty for all
     * @param name a part of the name; empty for all
     */
    public Page<Administrator> page(Optional<UUID> team, Optional<String> name, PageRequest request) {
        return PagedQuery.of(Administrator.class, "from Administrator x where 1 = 1")
                .within("x.team = :team", "team", team)
                .and("x.name like :name escape '!'", "name", name.map(PagedQuery::containing))
                .page(entityManager, request, Administrator::id);
    }

    /** The teams, by name; a few hundred at most. */
    public List<Team> teams() {
        return entityManager
                .createQuery("select t from Team t order by t.name", Team.class)
                .setMaxResults(500)
                .getResultList();
    }

    /** A team's name; empty for none. */
    public Optional<String> teamName(Optional<UUID> team) {
        return team.map(id -> entityManager.find(Team.class, id)).map(Team::name);
    }

    /**
     * Demands that a team exists.
     *
     * @param team null for none
     * @throws AdminException {@code INVALID} if it does not
     */
    public void requireTeam(@Nullable UUID team) {
        if (team != null && entityManager.find(Team.class, team) == null) {
            throw AdminException.invalid("There is no such team any more; choose another.");
        }
    }

    /** Notes that somebody logged in. */
    public void noteLogIn(UUID id, Instant now) {
        entityManager
                .createQuery("update Administrator a set a.lastLogInAt = :now where a.id = :id")
                .setParameter("now", now)
                .setParameter("id", id)
                .executeUpdate();
    }
}
