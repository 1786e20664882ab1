package org.bailiwick.issuance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/** All certificates, and the journal of those that are being made. */
@ApplicationScoped
public class Certificates {

    @PersistenceContext
    EntityManager entityManager;

    void add(Certificate certificate) {
        entityManager.persist(certificate);
    }

    void add(IssuanceAttempt attempt) {
        entityManager.persist(attempt);
    }

    void remove(IssuanceAttempt attempt) {
        entityManager.remove(attempt);
    }

    /** An attempt that has not ended, its row locked until the transaction ends. */
    Optional<IssuanceAttempt> lockAttempt(UUID id) {
        return Optional.ofNullable(entityManager.find(IssuanceAttempt.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The issuers with attempts that began before an instant. */
    List<UUID> issuersWithAttemptsBefore(Instant instant) {
        return entityManager
                .createQuery("select distinct a.issuer from IssuanceAttempt a where a.startedAt < :instant", UUID.class)
                .setParameter("instant", instant)
                .getResultList();
    }

    /** An issuer's attempts that began before an instant, the oldest first, a few hundred. */
    List<IssuanceAttempt> attemptsBefore(Instant instant, UUID issuer) {
        return entityManager
                .createQuery(
                        """
                        select a from IssuanceAttempt a
                        where a.issuer = :issuer and a.startedAt < :instant order by a.startedAt""",
                        IssuanceAttempt.class)
                .setParameter("issuer", issuer)
                .setParameter("instant", instant)
                .setMaxResults(500)
                .getResultList();
    }

    /** An account's certificate. One that is not that account's is one that does not exist. */
    public Optional<Certificate> ownedBy(ResourceId account, ResourceId id) {
        return entityManager
                .createQuery("select c from Certificate c where c.id = :id and c.account = :account", Certificate.class)
                .setParameter("id", id.value())
                .setParameter("account", account.value())
                .getResultList()
                .stream()
                .findFirst();
    }
}
