package org.bailiwick.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.admin.LinkSecret;

/** All links by which the first administrator can be made, or could. */
@ApplicationScoped
class SetUpLinks {

    @PersistenceContext
    EntityManager entityManager;

    void add(SetUpLink link) {
        entityManager.persist(link);
    }

    /** Ends all that still open something. */
    void endAll(Instant now) {
        entityManager
                .createQuery("update SetUpLink l set l.endedAt = :now where l.endedAt is null")
                .setParameter("now", now)
                .executeUpdate();
    }

    /** The one of that secret. */
    Optional<SetUpLink> of(LinkSecret secret) {
        return find(secret, LockModeType.NONE);
    }

    /** The same, its row locked until the transaction ends. */
    Optional<SetUpLink> lock(LinkSecret secret) {
        return find(secret, LockModeType.PESSIMISTIC_WRITE);
    }

    private Optional<SetUpLink> find(LinkSecret secret, LockModeType lock) {
        List<SetUpLink> found = entityManager
                .createQuery("select l from SetUpLink l where l.sha256 = :sha256", SetUpLink.class)
                .setParameter("sha256", secret.sha256())
                .setLockMode(lock)
                .getResultList();
        return found.stream().findFirst();
    }
}
