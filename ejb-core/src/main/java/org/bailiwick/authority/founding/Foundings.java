package org.bailiwick.authority.founding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;

/** All foundings of authorities. */
@ApplicationScoped
class Foundings {

    /** More are not made at once. */
    private static final int MOST = 20;

    @PersistenceContext
    EntityManager entityManager;

    void add(Founding founding) {
        entityManager.persist(founding);
    }

    Optional<Founding> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(Founding.class, id));
    }

    /** Locks a row until the transaction ends. */
    Optional<Founding> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(Founding.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * Demands that one of that name may begin. Whoever else asks waits until the transaction ends, so that of two only one is
     * let in.
     *
     * @throws AdminException {@code CONFLICT} if one of it is under way, or too many are
     */
    void requireRoom(String name) {
        entityManager
                .createNativeQuery("select name from turn where name = 'founding' for update")
                .getSingleResult();
        List<Founding> running = running();
        if (running.stream().anyMatch(each -> each.name().equals(name))) {
            throw AdminException.conflict("An authority of that name is being made.");
        }
        if (running.size() >= MOST) {
            throw AdminException.conflict("%d authorities are being made; wait until one is there.".formatted(MOST));
        }
    }

    /** Those that have not ended, the newest first. */
    List<Founding> running() {
        return entityManager
                .createQuery("select f from Founding f where f.endedAt is null order by f.id desc", Founding.class)
                .setMaxResults(MOST)
                .getResultList();
    }
}
