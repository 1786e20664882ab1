package org.bailiwick.governance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.authority.Authority;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.jspecify.annotations.Nullable;

/** All that has a policy, and the certificates that were issued under it. */
@ApplicationScoped
public class GovernedSubjects {

    @PersistenceContext
    EntityManager entityManager;

    Optional<Governed> withId(PolicyLevel level, UUID id) {
        return Optional.ofNullable(entityManager.find(entity(level), id));
    }

    /** The same, its row locked until the transaction ends. */
    Optional<Governed> lock(PolicyLevel level, UUID id) {
        return Optional.ofNullable(entityManager.find(entity(level), id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Accounts, with their external account keys, provisioners and authorities. */
    List<Account> accounts(Set<UUID> ids) {
        return entityManager
                .createQuery(
                        """
                        select a from Account a
                        join fetch a.provisioner p join fetch p.authority left join fetch a.externalAccountKey
                        where a.id in :ids""",
                        Account.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    /**
     * The certificates under a policy that are valid and not replaced, the newest first. Those that a root has signed are of
     * CAs, which no policy governs.
     *
     * @param governed what it is the policy of
     * @param before the certificate after which to go on; null for the beginning
     * @param limit at most that many
     */
    List<ValidCertificate> valid(Governed governed, UUID id, Instant now, @Nullable UUID before, int limit) {
        return entityManager
                .createQuery(
                        """
                        select new org.bailiwick.governance.ValidCertificate(
                            c.id, c.serial, c.account, m.provisioner, c.notAfter, c.der)
                        from Certificate c left join ManualRequest m on m.id = c.manualRequest
                        where c.revokedAt is null and c.notAfter >= :now and c.der is not null and c.id < :before
                        and not exists (select r.id from Certificate r where r.replaces = c.id)
                        and not exists (select i.id from Issuer i where i.id = c.issuer and i.crlOnly = true)
                        and\s"""
                                + under(governed) + " order by c.id desc",
                        ValidCertificate.class)
                .setParameter("now", now)
                .setParameter("before", before == null ? PageRequest.NEWEST : before)
                .setParameter("id", id)
                .setMaxResults(limit)
                .getResultList();
    }

    /** A provisioner that administrators submit requests to. */
    Provisioner provisioner(UUID id) {
        return entityManager.find(Provisioner.class, id);
    }

    /** What has been read is forgotten, so that many pages take no more memory than one. */
    void forget() {
        entityManager.clear();
    }

    private static Class<? extends Governed> entity(PolicyLevel level) {
        return switch (level) {
            case AUTHORITY -> Authority.class;
            case PROVISIONER -> Provisioner.class;
            case ACCOUNT -> Account.class;
            case EXTERNAL_ACCOUNT_KEY -> ExternalAccountKey.class;
        };
    }

    private static String under(Governed governed) {
        return switch (governed.level()) {
            case AUTHORITY -> "c.authority = :id";
            case PROVISIONER ->
                ((Provisioner) governed).kind() == ProvisionerKind.MANUAL
                        ? "m.provisioner = :id"
                        : "c.account in (select a.id from Account a where a.provisioner.id = :id)";
            case ACCOUNT -> "c.account = :id";
            case EXTERNAL_ACCOUNT_KEY ->
                "c.account in (select a.id from Account a where a.externalAccountKey.id = :id)";
        };
    }
}
