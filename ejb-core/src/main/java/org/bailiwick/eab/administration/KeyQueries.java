package org.bailiwick.eab.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.eab.ExternalAccountKey;

/** Finds keys of the caller's team, and what was got by them. */
@ApplicationScoped
class KeyQueries {

    private static final String ACCOUNTS = "select c.id from Account c where c.externalAccountKey = :key";

    private static final String GOOD_CERTIFICATES =
            " from Certificate x where x.account in (" + ACCOUNTS + ") and x.revokedAt is null and x.notAfter > :now";

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Caller caller;

    Page<ExternalAccountKey> page(KeySearch search, PageRequest request, Instant now) {
        return PagedQuery.of(ExternalAccountKey.class, "from ExternalAccountKey x where 1 = 1")
                .within("x.provisioner.authority.team = :team", "team", caller.team())
                .and("x.provisioner.id = :provisioner", "provisioner", search.provisioner())
                .and(
                        "(lower(x.reference) like :text escape '!' or lower(x.owner) like :text escape '!')",
                        "text",
                        search.pattern())
                .and(search.statusCondition(), "now", search.status().map(any -> now))
                .page(entityManager, request, key -> key.id().value());
    }

    /** The accounts that were bound to a key, the latest first. */
    Page<Account> accountsOf(ExternalAccountKey key, PageRequest request) {
        return PagedQuery.of(Account.class, "from Account x where 1 = 1")
                .and("x.externalAccountKey = :key", "key", Optional.of(key))
                .page(entityManager, request, account -> account.id().value());
    }

    /**
     * When an account that is bound to one of some keys ordered last, by the keys' ids; without those of which none did. Of each
     * account one entry of an index is read, however much it ordered.
     */
    Map<ResourceId, Instant> lastOrders(List<ResourceId> keys) {
        Map<ResourceId, Instant> last = new HashMap<>();
        if (!keys.isEmpty()) {
            entityManager
                    .createQuery(
                            """
                            select c.externalAccountKey.id,
                                (select o.createdAt from Order o where o.account = c.id order by o.id desc limit 1)
                            from Account c where c.externalAccountKey.id in :keys""",
                            Object[].class)
                    .setParameter("keys", keys.stream().map(ResourceId::value).toList())
                    .getResultList()
                    .stream()
                    .filter(row -> row[1] != null)
                    .forEach(row -> last.merge(
                            new ResourceId((UUID) row[0]),
                            (Instant) row[1],
                            (one, other) -> one.isAfter(other) ? one : other));
        }
        return last;
    }

    long countValidAccounts(ExternalAccountKey key) {
        return entityManager
                .createQuery(
                        "select count(c) from Account c where c.externalAccountKey = :key and c.deactivatedAt is null",
                        Long.class)
                .setParameter("key", key)
                .getSingleResult();
    }

    /** The accounts of a key that may act, the oldest first. */
    List<ResourceId> validAccountsOf(ExternalAccountKey key, int limit) {
        return entityManager
                .createQuery(
                        """
                        select c.id from Account c
                        where c.externalAccountKey = :key and c.deactivatedAt is null order by c.id""",
                        UUID.class)
                .setParameter("key", key)
                .setMaxResults(limit)
                .getResultStream()
                .map(ResourceId::new)
                .toList();
    }

    /** How many authorizations of a key's accounts could still lead to a certificate. */
    long openAuthorizations(ExternalAccountKey key, Instant now) {
        return entityManager
                .createQuery(
                        "select count(x) from Authorization x where x.account in (" + ACCOUNTS
                                + ") and x.deactivatedAt is null and x.failedAt is null and x.expiresAt > :now",
                        Long.class)
                .setParameter("key", key)
                .setParameter("now", now)
                .getSingleResult();
    }

    long countGoodCertificates(ExternalAccountKey key, Instant now) {
        return entityManager
                .createQuery("select count(x)" + GOOD_CERTIFICATES, Long.class)
                .setParameter("key", key)
                .setParameter("now", now)
                .getSingleResult();
    }

    /** The certificates that a key's accounts got and that are good still, the oldest first. */
    List<Certificate> goodCertificates(ExternalAccountKey key, Instant now, int limit) {
        return goodCertificates(key, now, limit, LockModeType.NONE);
    }

    /** The same, their rows locked until the transaction ends. */
    List<Certificate> lockGoodCertificates(ExternalAccountKey key, Instant now, int limit) {
        return goodCertificates(key, now, limit, LockModeType.PESSIMISTIC_WRITE);
    }

    private List<Certificate> goodCertificates(ExternalAccountKey key, Instant now, int limit, LockModeType lock) {
        return entityManager
                .createQuery("select x" + GOOD_CERTIFICATES + " order by x.id", Certificate.class)
                .setParameter("key", key)
                .setParameter("now", now)
                .setMaxResults(limit)
                .setLockMode(lock)
                .getResultList();
    }

    /** How many certificates of a key's accounts are being signed at this moment, here or by another CA. */
    long issuancesUnderWay(ExternalAccountKey key) {
        return underWay("select count(x) from IssuanceAttempt x where x.account in (" + ACCOUNTS + ")", key)
                + underWay(
                        "select count(x) from OutboxEntry x join Order o on o.id = x.order where o.account in ("
                                + ACCOUNTS + ")",
                        key);
    }

    private long underWay(String query, ExternalAccountKey key) {
        return entityManager
                .createQuery(query, Long.class)
                .setParameter("key", key)
                .getSingleResult();
    }
}
