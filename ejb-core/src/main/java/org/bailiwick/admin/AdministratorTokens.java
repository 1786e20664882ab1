package org.bailiwick.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.team.Team;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** All bearer tokens of administrators, and the client certificates that are as good as one. */
@ApplicationScoped
public class AdministratorTokens {

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Adds one.
     *
     * @throws AdminException {@code CONFLICT} if the same certificate was registered before
     */
    void add(AdministratorToken token) {
        try {
            entityManager.persist(token);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict(
                    "This certificate was registered before, perhaps revoked; each is registered once. Take another one.");
        }
    }

    /** One of them, valid or not. */
    public Optional<AdministratorToken> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(AdministratorToken.class, id));
    }

    /** The one of that credential, valid or not. */
    Optional<AdministratorToken> of(Credential credential) {
        return entityManager
                .createQuery("select t from AdministratorToken t where t.sha256 = :sha256", AdministratorToken.class)
                .setParameter("sha256", credential.sha256())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Locks a token's row until the transaction ends. */
    Optional<AdministratorToken> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(AdministratorToken.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * A part of all, or of a team's.
     *
     * @param team empty for all
     */
    Page<AdministratorToken> page(Optional<UUID> team, PageRequest request) {
        return PagedQuery.of(AdministratorToken.class, "from AdministratorToken x where 1 = 1")
                .within("x.team = :team", "team", team)
                .page(entityManager, request, AdministratorToken::id);
    }

    /**
     * Demands that a team exists.
     *
     * @param team null for none
     * @throws AdminException {@code INVALID} if it does not
     */
    void requireTeam(@Nullable UUID team) {
        if (team != null && entityManager.find(Team.class, team) == null) {
            throw AdminException.invalid("There is no team of the id that \"team\" names.");
        }
    }

    /** Notes the day of use, unless it is noted already. */
    void noteUse(UUID id, LocalDate day) {
        entityManager
                .createQuery("update AdministratorToken t set t.lastUsedOn = :day where t.id = :id"
                        + " and (t.lastUsedOn is null or t.lastUsedOn < :day)")
                .setParameter("day", day)
                .setParameter("id", id)
                .executeUpdate();
    }
}
