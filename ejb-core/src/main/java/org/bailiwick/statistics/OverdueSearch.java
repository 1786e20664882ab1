package org.bailiwick.statistics;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.certificate.Certificate;

/** Finds certificates that should have been renewed by now, an authority's in one transaction. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OverdueSearch {

    /** What ends later is nobody's worry yet. */
    static final Duration SOON = Duration.ofDays(21);

    /** What is as old may be worth a look, and what ends within {@link #VERY_SOON}: so short-lived ones crowd nothing out. */
    private static final Duration OLD = Duration.ofDays(30);

    private static final Duration VERY_SOON = Duration.ofHours(36);

    /** How many are looked at closely, and how many are kept of an authority: those that end first. */
    private static final int CANDIDATES = 1_000;

    static final int MOST = 100;

    /**
     * That nothing is in a certificate's place: no certificate that its client said would replace it, and a name of it that
     * none of the same authority has that came later and ends later.
     */
    static final String WITHOUT_SUCCESSOR =
            """
             c.revoked_at is null and c.der is not null and not exists (
            select 1 from certificate r where r.replaces_id = c.id)
            and exists (select 1 from certificate_name n where n.certificate_id = c.id and not exists (
            select 1 from certificate_name m join certificate s on s.id = m.certificate_id
            where m.name = n.name and s.authority_id = c.authority_id and s.id > c.id and s.not_after > c.not_after
            and s.revoked_at is null and s.der is not null))""";

    @PersistenceContext
    EntityManager entityManager;

    /** The authorities. */
    public List<UUID> authorities() {
        return entityManager
                .createQuery("select a.id from Authority a order by a.id", UUID.class)
                .getResultList();
    }

    /** Looks at an authority's certificates, and keeps what it found instead of what was found before. */
    public void search(UUID authority, Instant now) {
        List<Certificate> overdue = certificates(entityManager, ids(authority, now)).stream()
                .filter(certificate -> certificate.renewalInfo(now).end().isBefore(now))
                .limit(MOST)
                .toList();
        entityManager
                .createQuery("delete from OverdueCertificate o where o.authority = :authority")
                .setParameter("authority", authority)
                .executeUpdate();
        overdue.forEach(certificate -> entityManager.persist(new OverdueCertificate(certificate)));
    }

    @SuppressWarnings("unchecked")
    private List<String> ids(UUID authority, Instant now) {
        return entityManager
                .createNativeQuery(
                        """
                        select cast(c.id as varchar(36)) from certificate c
                        where c.authority_id = :authority and c.not_after > :now and c.not_after < :soon
                        and (c.not_before < :old or c.not_after < :verySoon)
                        and (c.account_id is not null or c.manual_request_id is not null
                        or c.registration_authority_id is not null) and"""
                                + WITHOUT_SUCCESSOR + " order by c.not_after")
                .setParameter("authority", authority)
                .setParameter("now", now)
                .setParameter("soon", now.plus(SOON))
                .setParameter("old", now.minus(OLD))
                .setParameter("verySoon", now.plus(VERY_SOON))
                .setMaxResults(CANDIDATES)
                .getResultList();
    }

    /** Some certificates, those that end first first. */
    static List<Certificate> certificates(EntityManager entityManager, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return entityManager
                .createQuery(
                        "select c from Certificate c where c.id in :ids order by c.notAfter, c.id", Certificate.class)
                .setParameter("ids", ids.stream().map(UUID::fromString).toList())
                .getResultList();
    }
}
