package org.bailiwick.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.team.Team;
import org.jspecify.annotations.Nullable;

/** All bearer tokens of administrators. */
@ApplicationScoped
public class AdministratorTokens {

    @PersistenceContext
    EntityManager entityManager;

    void add(AdministratorToken token) {
        entityManager.persist(token);
    }

    Optional<AdministratorToken> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(AdministratorToken.class, id));
    }

    /** The one with that secret, valid or not. */
    Optional<AdministratorToken> of(BearerToken secret) {
        return entityManager
                .createQuery("select t from AdministratorToken t where t.sha256 = :sha256", AdministratorToken.class)
                .setParameter("sha256", secret.sha256())
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
                .and("x.team = :team", "team", team)
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
