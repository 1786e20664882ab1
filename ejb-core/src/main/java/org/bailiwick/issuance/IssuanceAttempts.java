package org.bailiwick.issuance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.config.Settings;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.IssuancePolicy;
import org.jspecify.annotations.Nullable;

/** The journal of certificates that are being made. */
@ApplicationScoped
public class IssuanceAttempts {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Certificates certificates;

    @Inject
    Settings settings;

    /**
     * Writes down what is about to be signed. What the policy judges is just that: every name in it, of whatever kind, and
     * the common name.
     *
     * @throws org.bailiwick.acme.AcmeException {@code rejectedIdentifier} if the policy refuses a name
     * @throws NoActiveIssuerException if the issuer was retired since it was chosen
     */
    Journaled begin(
            IssuancePolicy policy, ReadyIssuer issuer, Requester requester, PreparedCertificate prepared, Instant now) {
        if (isRetired(issuer.id())) {
            throw new NoActiveIssuerException(true);
        }
        return write(policy.decide(prepared.names()).orRefuse(), issuer, requester, prepared, now);
    }

    /**
     * Writes down what is about to be signed and names nobody, so that no policy is asked. A retired issuer has OCSP
     * responders, too.
     */
    Journaled beginNameless(ReadyIssuer issuer, Requester requester, PreparedCertificate prepared, Instant now) {
        if (!prepared.identifiers().isEmpty()) {
            throw new IllegalArgumentException(
                    "a policy judges names, and these were not judged: " + prepared.identifiers());
        }
        return write(null, issuer, requester, prepared, now);
    }

    private Journaled write(
            @Nullable Explanation why,
            ReadyIssuer issuer,
            Requester requester,
            PreparedCertificate prepared,
            Instant now) {
        IssuanceAttempt attempt = new IssuanceAttempt(issuer.id(), requester, prepared, why, settings.node(), now);
        entityManager.persist(attempt);
        return new Journaled(attempt.id(), issuer, prepared, prepared.identifiers());
    }

    /** An attempt ends: its line goes, and the certificate, known or unknown, stays. */
    void end(IssuanceAttempt attempt, Certificate certificate) {
        certificates.add(certificate);
        entityManager.remove(attempt);
    }

    /**
     * An attempt that has not ended.
     *
     * @param attempt its row is locked until the transaction ends
     * @param accountEnded whether the account that it is for is deactivated by now. What ends accounts looks into the journal
     *     after that: so either it sees the attempt there, or its certificate, or the end of the account is seen here, and
     *     no lock is needed for it
     * @param issuerRetired whether its issuer is retired by now. Whoever retires one waits for nobody: what he did not hinder
     *     from being journaled is found here
     * @param askerSuspended whether the registration authority that asked is suspended by now. The same holds
     */
    record Open(IssuanceAttempt attempt, boolean accountEnded, boolean issuerRetired, boolean askerSuspended) {}

    /** An attempt, if it has not ended. */
    Optional<Open> lock(UUID id) {
        return entityManager
                .createQuery(
                        """
                        select a, (select c.deactivatedAt from Account c where c.id = a.account),
                        (select i.retiredAt from Issuer i where i.id = a.issuer),
                        (select r.suspendedAt from RelayedRequest q
                        join RegistrationAuthority r on r.id = q.registrationAuthority where q.id = a.relayedRequest)
                        from IssuanceAttempt a where a.id = :id""",
                        Object[].class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .map(row -> new Open((IssuanceAttempt) row[0], row[1] != null, row[2] != null, row[3] != null))
                .findFirst();
    }

    /** Whether an issuer issues no more. */
    boolean isRetired(UUID issuer) {
        return !entityManager
                .createQuery("select i.id from Issuer i where i.id = :issuer and i.retiredAt is not null", UUID.class)
                .setParameter("issuer", issuer)
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
