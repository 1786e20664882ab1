package org.bailiwick.issuance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.certificate.Certificate;

/** The journal of certificates that are being made. */
@ApplicationScoped
public class IssuanceAttempts {

    @PersistenceContext
    EntityManager entityManager;

    void add(IssuanceAttempt attempt) {
        entityManager.persist(attempt);
    }

    /** An attempt ends: its line goes, and the certificate, known or unknown, stays. */
    void end(IssuanceAttempt attempt, Certificate certificate) {
        entityManager.persist(certificate);
        entityManager.remove(attempt);
    }

    /** An attempt that has not ended, its row locked until the transaction ends. */
    Optional<IssuanceAttempt> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(IssuanceAttempt.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * Whether the account that an attempt is for is deactivated by now, asked when the journal has the attempt. What ends
     * accounts looks into the journal after that: so either it has seen the attempt there, or the end of the account is seen
     * here, and no lock is needed for it. In a transaction of its own, or in none.
     */
    boolean accountEnded(UUID id) {
        return !entityManager
                .createQuery(
                        """
                        select c.id from IssuanceAttempt a join Account c on c.id = a.account
                        where a.id = :id and c.deactivatedAt is not null""",
                        UUID.class)
                .setParameter("id", id)
                .getResultList()
                .isEmpty();
    }

    /** The issuers with attempts that began before an instant. */
    List<UUID> issuersBefore(Instant instant) {
        return entityManager
                .createQuery("select distinct a.issuer from IssuanceAttempt a where a.startedAt < :instant", UUID.class)
                .setParameter("instant", instant)
                .getResultList();
    }

    /** An issuer's attempts that began before an instant, the oldest first, a few hundred. */
    List<IssuanceAttempt> ofIssuerBefore(Instant instant, UUID issuer) {
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
}
