package org.bailiwick.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.provisioner.Provisioners;
import org.hibernate.exception.ConstraintViolationException;

/** All accounts, each with its provisioner and that one's authority. */
@ApplicationScoped
public class Accounts {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Provisioners provisioners;

    @Inject
    Clock clock;

    /**
     * An account, if it may act now: the one place that decides this. Each request asks it, and finalize once more when it
     * writes down what will be signed.
     *
     * @throws org.bailiwick.acme.TooLateException {@code unauthorized} if it is deactivated (RFC 8555 §7.3.6)
     * @throws org.bailiwick.acme.AcmeException {@code unauthorized} if its provisioner always requires an external account
     *     and it has none, or its key is suspended, revoked or expired
     */
    public Account requireValid(Account account) {
        account.requireActive();
        return provisioners.settingsOf(account.provisioner()).externalAccount().always()
                ? account.requireBound(clock.instant())
                : account;
    }

    /**
     * Adds an account, at once.
     *
     * @throws KeyTakenException if its key is another's
     */
    public void add(Account account) {
        entityManager.persist(account);
        flush();
    }

    /**
     * Writes what was changed, at once.
     *
     * @throws KeyTakenException if a key is another account's
     */
    void flush() {
        try {
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw new KeyTakenException(taken);
        }
    }

    /**
     * The account of a request's {@code kid} (RFC 8555 §6.2), whatever its status: the one with that id at {@code
     * /acme/{authority}/{provisioner}/}; not found at any other.
     */
    public Optional<Account> at(String authority, String provisioner, ResourceId id) {
        return entityManager
                .createQuery(
                        """
                        select c from Account c join fetch c.provisioner p join fetch p.authority a
                        left join fetch c.externalAccountKey
                        where c.id = :id and p.name = :provisioner and a.name = :authority and p.disabledAt is null""",
                        Account.class)
                .setParameter("id", id.value())
                .setParameter("provisioner", provisioner)
                .setParameter("authority", authority)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** The account of that key at that provisioner. */
    public Optional<Account> withKey(UUID provisioner, JwkThumbprint key) {
        return entityManager
                .createQuery(
                        """
                        select c from Account c join fetch c.provisioner p join fetch p.authority a
                        left join fetch c.externalAccountKey
                        where p.id = :provisioner and c.keyThumbprint = :key""",
                        Account.class)
                .setParameter("provisioner", provisioner)
                .setParameter("key", key.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * A part of what a search finds.
     *
     * @param team only this one's; empty for all
     */
    public Page<Account> page(Optional<UUID> team, AccountSearch search, PageRequest request) {
        return PagedQuery.of(
                        Account.class,
                        "from Account x join fetch x.provisioner p join fetch p.authority a"
                                + " left join fetch x.externalAccountKey k where 1 = 1")
                .and("a.team = :team", "team", team)
                .and("a.id = :authority", "authority", search.authority())
                .and("p.id = :provisioner", "provisioner", search.provisioner())
                .and("k.id = :key", "key", search.externalAccountKey().map(ResourceId::value))
                .and("x.keyThumbprint = :thumbprint", "thumbprint", search.keyThumbprint())
                .and(
                        "lower(x.contacts) like :contact escape '!'",
                        "contact",
                        search.contact().map(part -> PagedQuery.containing(part.toLowerCase(Locale.ROOT))))
                .andIf(search.status().equals(Optional.of(AccountStatus.VALID)), "x.deactivatedAt is null")
                .andIf(search.status().equals(Optional.of(AccountStatus.DEACTIVATED)), "x.deactivatedAt is not null")
                .page(entityManager, request, account -> account.id().value());
    }

    /** Whether an account was not given up; asks for no more than that. */
    public boolean isValid(ResourceId id) {
        return entityManager
                        .createQuery(
                                "select count(c) from Account c where c.id = :id and c.deactivatedAt is null",
                                Long.class)
                        .setParameter("id", id.value())
                        .getSingleResult()
                > 0;
    }

    /** Whether an account has that key, at any provisioner, deactivated or not. */
    public boolean haveKey(JwkThumbprint key) {
        // by way of the provisioners, which are few: the index begins with theirs
        return !entityManager
                .createQuery(
                        "select c.id from Provisioner p join Account c on c.provisioner = p where c.keyThumbprint = :key",
                        UUID.class)
                .setParameter("key", key.value())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /**
     * Demands of a key that is to be certified that it is none of "any known account key pair" (RFC 8555 §11.1), whoever
     * asks for the certificate.
     *
     * @param subjectPublicKeyInfo DER
     * @throws AcmeException {@code badCSR}
     */
    public void requireFitForCertificate(byte[] subjectPublicKeyInfo) {
        if (haveKey(AccountKey.ofSubjectPublicKeyInfo(subjectPublicKeyInfo).thumbprint())) {
            throw new AcmeException(
                    ProblemType.BAD_CSR.problem(
                            "The certificate's key is refused: it is the key of an account; a certificate needs a key of its own (RFC 8555 §11.1)."));
        }
    }

    /** Which team operates an account's authority; to be asked before its row is locked. */
    public Optional<UUID> teamOf(ResourceId id) {
        return entityManager
                .createQuery("select c.provisioner.authority.team from Account c where c.id = :id", UUID.class)
                .setParameter("id", id.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Locks an account's row until the transaction ends. */
    public Optional<Account> lock(ResourceId id) {
        return entityManager
                .createQuery("select c from Account c where c.id = :id", Account.class)
                .setParameter("id", id.value())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .findFirst();
    }

    public Optional<Account> withId(ResourceId id) {
        return Optional.ofNullable(entityManager.find(Account.class, id.value()));
    }
}
