package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.policy.NamePattern;

/** Finds the certificates that meet criteria. */
@ApplicationScoped
class CriteriaQuery {

    /** How far the time in an id may be from that in the row, at most. */
    private static final Duration A_MILLISECOND = Duration.ofMillis(1);

    @PersistenceContext
    EntityManager entityManager;

    /**
     * The ids of an authority's certificates that met criteria at a moment and were good then: issued before, not revoked,
     * not expired. What the server has for itself, as its own and those of its CA and OCSP responders, is never among them, nor what a registration authority has for itself. The same for ever, but for what was being stored at that moment.
     *
     * @param limit at most that many
     * @return in the order of the ids: the oldest first
     */
    List<UUID> goodAt(Instant moment, UUID authority, RevocationCriteria criteria, int limit) {
        StringBuilder query = new StringBuilder(
                """
                select x.id from Certificate x where x.authority = :authority and x.issuedAt < :moment
                and x.notAfter >= :moment and (x.revokedAt is null or x.revokedAt > :moment)
                and (x.account is not null or x.manualRequest is not null or x.registrationAuthority is not null)""");
        Map<String, Object> parameters = new LinkedHashMap<>(Map.of("authority", authority, "moment", moment));
        conditions(criteria, query, parameters);
        TypedQuery<UUID> ids =
                entityManager.createQuery(query.append(" order by x.id").toString(), UUID.class);
        parameters.forEach(ids::setParameter);
        return ids.setMaxResults(limit).getResultList();
    }

    /** Some certificates by their ids, in the order of these. */
    List<Certificate> certificates(List<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : entityManager
                        .createQuery("select x from Certificate x where x.id in :ids order by x.id", Certificate.class)
                        .setParameter("ids", ids)
                        .getResultList();
    }

    private static void conditions(RevocationCriteria criteria, StringBuilder query, Map<String, Object> parameters) {
        criteria.account().ifPresent(account -> {
            query.append(" and x.account = :account");
            parameters.put("account", account.value());
        });
        criteria.externalAccountKey().ifPresent(key -> {
            query.append(" and x.account in (select c.id from Account c where c.externalAccountKey.id = :key)");
            parameters.put("key", key.value());
        });
        criteria.provisioner().ifPresent(provisioner -> {
            query.append(" and (x.account in (select c.id from Account c where c.provisioner.id = :provisioner)"
                    + " or x.manualRequest in (select m.id from ManualRequest m where m.provisioner = :provisioner)"
                    + " or x.registrationAuthority in"
                    + " (select r.id from RegistrationAuthority r where r.provisioner.id = :provisioner))");
            parameters.put("provisioner", provisioner);
        });
        criteria.registrationAuthority().ifPresent(registrationAuthority -> {
            query.append(" and x.registrationAuthority = :registrationAuthority");
            parameters.put("registrationAuthority", registrationAuthority);
        });
        // an id begins with the time of issuance, and has an index
        criteria.issuedFrom().ifPresent(from -> {
            query.append(" and x.issuedAt >= :from and x.id >= :first");
            parameters.put("from", from);
            parameters.put("first", firstIdOf(from.minus(A_MILLISECOND)));
        });
        criteria.issuedBefore().ifPresent(before -> {
            query.append(" and x.issuedAt < :before and x.id <= :last");
            parameters.put("before", before);
            parameters.put("last", firstIdOf(before.plus(A_MILLISECOND)));
        });
        criteria.name().ifPresent(pattern -> named(pattern, query, parameters));
    }

    /**
     * That one of the names is like a pattern. As exists, so that the database may begin with the names. What is no DNS name
     * has a {@code :} or an {@code @}, but for IPv4 addresses, whose last label is below no name.
     */
    private static void named(NamePattern pattern, StringBuilder query, Map<String, Object> parameters) {
        query.append(" and exists (select 1 from x.names n where ");
        switch (pattern.extent()) {
            case EXACT -> {
                query.append("n = :name");
                parameters.put("name", pattern.base());
            }
            case ONE_LABEL_BELOW -> {
                query.append("n like :below escape '!' and n not like :further escape '!'");
                parameters.put("below", "%." + literal(pattern.base()));
                parameters.put("further", "%.%." + literal(pattern.base()));
            }
            case ANY_DEPTH_BELOW -> {
                query.append("n like :below escape '!'");
                parameters.put("below", "%." + literal(pattern.base()));
            }
            case SINGLE_LABEL -> query.append("n not like '%.%'");
        }
        query.append(
                pattern.extent() == NamePattern.Extent.EXACT ? ")" : " and n not like '%:%' and n not like '%@%')");
    }

    private static String literal(String text) {
        return text.replaceAll("[!%_]", "!$0");
    }

    /** The lowest id that a certificate of that millisecond can have ({@link ResourceId#random}). */
    private static UUID firstIdOf(Instant instant) {
        return new UUID(Math.max(0, instant.toEpochMilli()) << 16, 0);
    }
}
