package org.bailiwick.ocsp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;

/** All responders. */
@ApplicationScoped
public class Responders {

    /** Of a responder r and its certificate c: that is not revoked, nor is another one of the key as it was lost. */
    private static final String IS_GOOD =
            """
            c.revokedAt is null and not exists (
            select 1 from Responder o join Certificate d on d.id = o.certificate
            where o.issuer = r.issuer and o.keyLabel = r.keyLabel and d.revocationReason in :lost)""";

    /** Reasons of revocation, as they are stored. */
    private static final List<Integer> LOST =
            RevocationReason.ofLostKeys().stream().map(RevocationReason::code).toList();

    @PersistenceContext
    EntityManager entityManager;

    /**
     * The one that answers for an issuer.
     *
     * @param responder with its key's label
     * @param certificate DER
     * @param notAfter the certificate's last second of validity
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    record Current(Responder responder, byte[] certificate, Instant notAfter) {}

    /** Adds one. */
    @Transactional
    public void add(Responder responder) {
        entityManager.persist(responder);
    }

    /**
     * The one that answers for an issuer: whose certificate ends last, of those that are valid and not revoked and whose key
     * was not given up.
     */
    Optional<Current> current(UUID issuer, Instant now) {
        return entityManager
                .createQuery(
                        """
                        select r, c from Responder r join Certificate c on c.id = r.certificate
                        where r.issuer = :issuer and c.notBefore <= :now and c.notAfter > :now and %s
                        order by c.notAfter desc, r.createdAt desc"""
                                .formatted(IS_GOOD),
                        Object[].class)
                .setParameter("lost", LOST)
                .setParameter("issuer", issuer)
                .setParameter("now", now)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .flatMap(row -> ((Certificate) row[1])
                        .der()
                        .map(der -> new Current((Responder) row[0], der, ((Certificate) row[1]).notAfter())));
    }

    /** Until when an issuer has somebody who answers for it, as it is now; empty if it has nobody. */
    public Optional<Instant> answersUntil(UUID issuer, Instant now) {
        return current(issuer, now).map(Current::notAfter);
    }

    /**
     * The labels of an issuer's keys that are given up: a certificate of theirs was revoked for a reason that puts the key in
     * doubt. After another reason, as {@code superseded}, the next certificate is for the same key: a token has room for few.
     */
    Set<String> lostKeys(UUID issuer) {
        return entityManager
                .createQuery(
                        """
                        select distinct r.keyLabel from Responder r join Certificate c on c.id = r.certificate
                        where r.issuer = :issuer and c.revocationReason in :lost""",
                        String.class)
                .setParameter("lost", LOST)
                .setParameter("issuer", issuer)
                .getResultStream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The issuers that have no responder whose certificate is valid now and at a moment to come; roots need none. */
    List<UUID> issuersWithoutOneAt(Instant moment, Instant now) {
        return entityManager
                .createQuery(
                        """
                        select i.id from Issuer i where i.crlOnly = false and i.remote = false and not exists (
                            select 1 from Responder r join Certificate c on c.id = r.certificate
                            where r.issuer = i.id and c.notBefore <= :now and c.notAfter > :moment and %s)
                        order by i.createdAt, i.id"""
                                .formatted(IS_GOOD),
                        UUID.class)
                .setParameter("lost", LOST)
                .setParameter("moment", moment)
                .setParameter("now", now)
                .getResultList();
    }
}
