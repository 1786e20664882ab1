package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;

/** All mass revocations. */
@ApplicationScoped
class MassRevocations {

    @PersistenceContext
    EntityManager entityManager;

    /** Adds one with all its parts. */
    void add(MassRevocation revocation, List<MassRevocationPart> parts) {
        entityManager.persist(revocation);
        // the parts refer to it
        entityManager.flush();
        parts.forEach(entityManager::persist);
    }

    Optional<MassRevocation> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(MassRevocation.class, id));
    }

    /** Locks a row until the transaction ends: of two that run the same job one waits. */
    Optional<MassRevocation> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(MassRevocation.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** A part that is left; empty if none is. */
    Optional<MassRevocationPart> nextPart(MassRevocation revocation) {
        return entityManager
                .createQuery(
                        "select p from MassRevocationPart p where p.revocation = :revocation", MassRevocationPart.class)
                .setParameter("revocation", revocation.id())
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst();
    }

    void remove(MassRevocationPart part) {
        entityManager.remove(part);
    }

    /**
     * A part of all.
     *
     * @param team only this one's; empty for all
     * @param authority only this one's; empty for all
     */
    Page<MassRevocation> page(Optional<UUID> team, Optional<UUID> authority, PageRequest request) {
        return PagedQuery.of(
                        MassRevocation.class,
                        "from MassRevocation x join Authority a on a.id = x.authority where 1 = 1")
                .and("a.team = :team", "team", team)
                .and("a.id = :authority", "authority", authority)
                .page(entityManager, request, MassRevocation::id);
    }
}
