package org.bailiwick.authorization;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ResourceId;

/** All authorizations and their challenges. */
@ApplicationScoped
public class Authorizations {

    @PersistenceContext
    EntityManager entityManager;

    /** An account's authorization with its challenges. */
    public Optional<Authorization> ownedBy(ResourceId account, ResourceId id) {
        return entityManager
                .createQuery(
                        """
                        select a from Authorization a join fetch a.challenges
                        where a.id = :id and a.account = :account""",
                        Authorization.class)
                .setParameter("id", id.value())
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * An account's authorization, its row locked until the transaction ends, and no other: who has this lock waits for
     * none, so it does not matter that those who record results have locked a challenge before.
     */
    Optional<Authorization> lockOwnedBy(ResourceId account, ResourceId id) {
        return entityManager
                .createQuery(
                        "select a from Authorization a where a.id = :id and a.account = :account", Authorization.class)
                .setParameter("id", id.value())
                .setParameter("account", account.value())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * Deactivates all of an account's authorizations that have not ended, as {@link Authorization#deactivate} would each.
     * One statement, however many there are. It waits for results that are being recorded, and they for nothing that its
     * caller has.
     */
    void deactivateAllOf(ResourceId account, Instant now) {
        entityManager
                .createQuery(
                        """
                        update versioned Authorization a set a.deactivatedAt = :now
                        where a.account = :account
                        and a.deactivatedAt is null and a.failedAt is null and a.expiresAt > :now""")
                .setParameter("now", now)
                .setParameter("account", account.value())
                .executeUpdate();
    }

    /** The names that an account is authorized for now. */
    public Set<Identifier> validNames(ResourceId account, Collection<Identifier> names, Instant now) {
        return entityManager
                .createQuery(
                        """
                        select a from Authorization a
                        where a.account = :account and a.identifierValue in :names
                        and a.validatedAt is not null and a.expiresAt > :now""",
                        Authorization.class)
                .setParameter("account", account.value())
                .setParameter("names", names.stream().map(Identifier::value).toList())
                .setParameter("now", now)
                .getResultList()
                .stream()
                .filter(authorization -> authorization.statusAt(now) == AuthorizationStatus.VALID)
                .map(Authorization::identifier)
                .collect(Collectors.toSet());
    }

    /** An account's challenge with its authorization. */
    public Optional<Challenge> challengeOwnedBy(ResourceId account, ResourceId id) {
        return first(owned(account, id));
    }

    /** The same, locked like {@link #lockChallenge}: of two that say "ready" at once one comes first. */
    public Optional<Challenge> lockChallengeOwnedBy(ResourceId account, ResourceId id) {
        return first(owned(account, id).setLockMode(LockModeType.PESSIMISTIC_WRITE));
    }

    /** A challenge with its authorization. */
    public Optional<Challenge> challenge(ResourceId id) {
        return first(any(id));
    }

    /**
     * The same, both rows locked until the transaction ends: the challenge's first, then its authorization's. Whoever
     * changes them locks them in this order, or two could wait for each other.
     */
    public Optional<Challenge> lockChallenge(ResourceId id) {
        return first(any(id).setLockMode(LockModeType.PESSIMISTIC_WRITE));
    }

    private TypedQuery<Challenge> owned(ResourceId account, ResourceId id) {
        return entityManager
                .createQuery(
                        """
                        select c from Challenge c join fetch c.authorization a
                        where c.id = :id and a.account = :account""",
                        Challenge.class)
                .setParameter("id", id.value())
                .setParameter("account", account.value());
    }

    private TypedQuery<Challenge> any(ResourceId id) {
        return entityManager
                .createQuery("select c from Challenge c join fetch c.authorization where c.id = :id", Challenge.class)
                .setParameter("id", id.value());
    }

    private static Optional<Challenge> first(TypedQuery<Challenge> query) {
        return query.getResultList().stream().findFirst();
    }
}
