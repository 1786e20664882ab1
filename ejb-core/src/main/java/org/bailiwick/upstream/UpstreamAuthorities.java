package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The other CAs of all upstream authorities. */
@ApplicationScoped
public class UpstreamAuthorities {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    void add(UpstreamAuthority upstream) {
        entityManager.persist(upstream);
    }

    /** That of an authority, if it is an upstream one. */
    public Optional<UpstreamAuthority> of(UUID authority) {
        return Optional.ofNullable(entityManager.find(UpstreamAuthority.class, authority));
    }

    /** Whether an authority's CA may be asked for certificates now. */
    public boolean canAsk(UUID authority) {
        return of(authority)
                .filter(upstream -> upstream.canAsk(clock.instant()))
                .isPresent();
    }

    /** Locks the row of an authority's until the transaction ends. */
    Optional<UpstreamAuthority> lock(UUID authority) {
        return Optional.ofNullable(
                entityManager.find(UpstreamAuthority.class, authority, LockModeType.PESSIMISTIC_WRITE));
    }

    /** All of them, the oldest first: few. */
    public List<UpstreamAuthority> all() {
        return entityManager
                .createQuery(
                        "select u from UpstreamAuthority u order by u.createdAt, u.authority", UpstreamAuthority.class)
                .getResultList();
    }

    /** The authorities whose certificates are to be asked for or renewed. */
    List<UUID> due(Instant now) {
        return entityManager
                .createQuery(
                        "select u.authority from UpstreamAuthority u where u.secretKey is not null or u.renewFrom <= :now",
                        UUID.class)
                .setParameter("now", now)
                .getResultList();
    }
}
