package org.bailiwick.governance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
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

    private static final String OF_PROVISIONER = "join fetch x.provisioner p join fetch p.authority a ";
    private static final String ACCOUNTS_KEY = "left join fetch x.externalAccountKey k where 1 = 1";

    @PersistenceContext
    EntityManager entityManager;

    Optional<Governed> withId(PolicyLevel level, UUID id) {
        return Optional.ofNullable(entityManager.find(entity(level), id));
    }

    /** The same, its row locked until the transaction ends. */
    Optional<Governed> lock(PolicyLevel level, UUID id) {
        return Optional.ofNullable(entityManager.find(entity(level), id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * A part of all that has a policy at a level, or may have one.
     *
     * @param team only this one's; empty for all
     * @param text a part of the name, of a contact, of a reference or an owner; or an id as clients know it
     * @param withPolicy only what has a policy of its own
     */
    Page<Governed> page(
            PolicyLevel level, Optional<UUID> team, Optional<String> text, boolean withPolicy, PageRequest request) {
        // a reference may look like an id and be none
        Optional<UUID> exact = text.flatMap(ResourceId::parse)
                .map(ResourceId::value)
                .filter(id -> withId(level, id).isPresent());
        Optional<String> part =
                text.filter(any -> exact.isEmpty()).map(any -> PagedQuery.containing(any.toLowerCase(Locale.ROOT)));
        return switch (level) {
            case AUTHORITY ->
                page(Authority.class, "from Authority x where 1 = 1", withPolicy)
                        .within("x.team = :team", "team", team)
                        .and("lower(x.name) like :part escape '!'", "part", part)
                        .and("x.id = :exact", "exact", exact)
                        .page(entityManager, request, Authority::id)
                        .map(Governed.class::cast);
            case PROVISIONER ->
                page(Provisioner.class, "from Provisioner x join fetch x.authority a where 1 = 1", withPolicy)
                        .within("a.team = :team", "team", team)
                        .and(
                                "(lower(x.name) like :part escape '!' or lower(a.name) like :part escape '!')",
                                "part",
                                part)
                        .and("x.id = :exact", "exact", exact)
                        .page(entityManager, request, Provisioner::id)
                        .map(Governed.class::cast);
            case ACCOUNT ->
                page(Account.class, "from Account x " + OF_PROVISIONER + ACCOUNTS_KEY, withPolicy)
                        .within("a.team = :team", "team", team)
                        .and("lower(x.contacts) like :part escape '!'", "part", part)
                        .and("x.id = :exact", "exact", exact)
                        .page(entityManager, request, account -> account.id().value())
                        .map(Governed.class::cast);
            case EXTERNAL_ACCOUNT_KEY ->
                page(
                                ExternalAccountKey.class,
                                "from ExternalAccountKey x " + OF_PROVISIONER + "where 1 = 1",
                                withPolicy)
                        .within("a.team = :team", "team", team)
                        .and(
                                "(lower(x.reference) like :part escape '!' or lower(x.owner) like :part escape '!')",
                                "part",
                                part)
                        .and("x.id = :exact", "exact", exact)
                        .page(entityManager, request, key -> key.id().value())
                        .map(Governed.class::cast);
        };
    }

    private static <T> PagedQuery<T> page(Class<T> type, String from, boolean withPolicy) {
        return PagedQuery.of(type, from).andIf(withPolicy, "x.policy is not null");
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
                            c.id, c.serial, c.account, coalesce(m.provisioner, ra.provisioner.id), c.notAfter, c.der)
                        from Certificate c left join ManualRequest m on m.id = c.manualRequest
                        left join RegistrationAuthority ra on ra.id = c.registrationAuthority
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

    /** A provisioner that administrators submit requests to, or registration authorities relay by. */
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

    private static String under(ProvisionerKind kind) {
        return switch (kind) {
            case ACME -> "c.account in (select a.id from Account a where a.provisioner.id = :id)";
            case MANUAL -> "m.provisioner = :id";
            case RA ->
                "c.registrationAuthority in (select r.id from RegistrationAuthority r where r.provisioner.id = :id)";
        };
    }

    private static String under(Governed governed) {
        return switch (governed.level()) {
            case AUTHORITY -> "c.authority = :id";
            case PROVISIONER -> under(((Provisioner) governed).kind());
            case ACCOUNT -> "c.account = :id";
            case EXTERNAL_ACCOUNT_KEY ->
                "c.account in (select a.id from Account a where a.externalAccountKey.id = :id)";
        };
    }
}
