package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.team.Team;
import org.hibernate.exception.ConstraintViolationException;

/** All authorities, their teams and issuers. */
@ApplicationScoped
public class Authorities {

    /** Of an authority x. */
    private static final String ISSUES =
            """
            exists (select 1 from Issuer i
            where i.authority = x.id and i.retiredAt is null and i.crlOnly = false)""";

    /** Likewise. */
    private static final String WAITS =
            """
            (exists (select 1 from IssuerRequest r where r.authority = x.id and r.answeredAt is null)
            or x.upstream = true and not exists (select 1 from Issuer i where i.authority = x.id))""";

    private static final int MOST_TEAMS = 500;

    @PersistenceContext
    EntityManager entityManager;

    public void add(Team team) {
        entityManager.persist(team);
    }

    /**
     * Adds a team, at once.
     *
     * @throws AdminException {@code CONFLICT} if there is one of that name
     */
    void addNew(Team team) {
        try {
            entityManager.persist(team);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict("There is a team of that name.");
        }
    }

    /**
     * Adds an authority, at once.
     *
     * @throws AdminException {@code CONFLICT} if there is one of that name
     */
    public void addNew(Authority authority) {
        try {
            entityManager.persist(authority);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict("There is an authority of that name.");
        }
    }

    /**
     * Adds an issuer, at once.
     *
     * @throws AdminException {@code CONFLICT} if its key is another issuer's: what one of two CAs revokes with one key the
     *     other would have to know
     */
    public void addNew(Issuer issuer) {
        try {
            entityManager.persist(issuer);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw keyTaken(issuer.keyLabel());
        }
    }

    /**
     * Adds a request for an issuer's certificate, at once.
     *
     * @throws AdminException {@code CONFLICT} if there is one for that key
     */
    public void addNew(IssuerRequest request) {
        try {
            entityManager.persist(request);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw keyTaken(request.key().label());
        }
    }

    /**
     * Demands that a key is no issuer's yet, and that no request waits for its certificate.
     *
     * @param label of the key, for the sentence
     * @throws AdminException {@code CONFLICT}
     */
    public void requireFree(KeyFingerprint key, String label) {
        if (isTaken(key)) {
            throw keyTaken(label);
        }
    }

    /** Whether a key is an issuer's, or is to become one's when the answer to a request comes. */
    boolean isTaken(KeyFingerprint key) {
        return !entityManager
                        .createQuery("select r.id from IssuerRequest r where r.keyFingerprint = :key", UUID.class)
                        .setParameter("key", key.value())
                        .getResultList()
                        .isEmpty()
                || issuerWithKey(key).isPresent();
    }

    private static AdminException keyTaken(String label) {
        return AdminException.conflict(
                "The key \"%s\" is that of an issuer already, or of one whose certificate is asked for; one key is one CA."
                        .formatted(Problem.printable(label)));
    }

    /** The request of an authority that waits for its answer: the newest, if there are several. */
    public Optional<IssuerRequest> openRequestOf(UUID authority) {
        return entityManager
                .createQuery(
                        """
                        select r from IssuerRequest r where r.authority = :authority and r.answeredAt is null
                        order by r.createdAt desc""",
                        IssuerRequest.class)
                .setParameter("authority", authority)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Which authority an issuer is of; to be asked before that one's row is locked. */
    Optional<UUID> authorityOf(UUID issuer) {
        return entityManager
                .createQuery("select i.authority from Issuer i where i.id = :issuer", UUID.class)
                .setParameter("issuer", issuer)
                .getResultStream()
                .findFirst();
    }

    /** Which team operates an authority; likewise. */
    Optional<UUID> teamOf(UUID authority) {
        return entityManager
                .createQuery("select a.team from Authority a where a.id = :authority", UUID.class)
                .setParameter("authority", authority)
                .getResultStream()
                .findFirst();
    }

    /**
     * A part of all issuers.
     *
     * @param team only this one's; empty for all
     * @param authority only this one's; empty for all
     */
    Page<Issuer> issuers(Optional<UUID> team, Optional<UUID> authority, PageRequest request) {
        return PagedQuery.of(Issuer.class, "from Issuer x join Authority a on a.id = x.authority where 1 = 1")
                .and("a.team = :team", "team", team)
                .and("a.id = :authority", "authority", authority)
                .page(entityManager, request, Issuer::id);
    }

    /** Writes what was changed, at once. */
    public void flush() {
        entityManager.flush();
    }

    public Optional<Team> team(UUID id) {
        return Optional.ofNullable(entityManager.find(Team.class, id));
    }

    /**
     * A part of all teams.
     *
     * @param team only this one; empty for all
     */
    Page<Team> teams(Optional<UUID> team, PageRequest request) {
        return PagedQuery.of(Team.class, "from Team x where 1 = 1")
                .within("x.id = :team", "team", team)
                .page(entityManager, request, Team::id);
    }

    /**
     * A part of all authorities.
     *
     * @param team only this one's; empty for all
     */
    Page<Authority> page(Optional<UUID> team, PageRequest request) {
        return PagedQuery.of(Authority.class, "from Authority x where 1 = 1")
                .within("x.team = :team", "team", team)
                .page(entityManager, request, Authority::id);
    }

    /**
     * A part of those that somebody looks for.
     *
     * @param team only this one's; empty for all
     */
    public Page<Authority> page(Optional<UUID> team, AuthoritySearch search, PageRequest request) {
        return PagedQuery.of(Authority.class, "from Authority x where 1 = 1")
                .within("x.team = :team", "team", team)
                .and("x.name like :name escape '!'", "name", search.name().map(PagedQuery::containing))
                .andIf(
                        search.state().isPresent(),
                        search.state().map(Authorities::condition).orElse(""))
                .page(entityManager, request, Authority::id);
    }

    private static String condition(AuthorityState state) {
        return switch (state) {
            case ACTIVE -> ISSUES;
            case PENDING -> "not " + ISSUES + " and " + WAITS;
            case RETIRED -> "not " + ISSUES + " and not " + WAITS;
        };
    }

    public void add(Authority authority) {
        entityManager.persist(authority);
    }

    public void add(Issuer issuer) {
        entityManager.persist(issuer);
    }

    public void add(AlternateChain chain) {
        entityManager.persist(chain);
    }

    public Optional<Authority> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(Authority.class, id));
    }

    /** The oldest, without reading the others; empty if there is none. */
    public Optional<Authority> oldest() {
        return entityManager
                .createQuery("select a from Authority a order by a.createdAt, a.id", Authority.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** The oldest that has keys of its own, which certifies this server; empty if other CAs make all certificates. */
    public Optional<Authority> oldestWithKeys() {
        return entityManager
                .createQuery(
                        "select a from Authority a where a.upstream = false order by a.createdAt, a.id",
                        Authority.class)
                .setMaxResults(1)
                .getResultStream()
                .findFirst();
    }

    /** Locks an authority's row until the transaction ends. */
    public Optional<Authority> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(Authority.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** Locks an issuer's row until the transaction ends, and reads it again as it is now. */
    public void lock(Issuer found) {
        entityManager.refresh(found, LockModeType.PESSIMISTIC_WRITE);
    }

    /** Notes that something of a locked authority was changed that is in other rows: its version is another from then on. */
    public void change(Authority authority) {
        entityManager.lock(authority, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    }

    /** Whether there is one of that name. */
    public boolean isNamed(String name) {
        return !entityManager
                .createQuery("select a.id from Authority a where a.name = :name", UUID.class)
                .setParameter("name", name)
                .getResultList()
                .isEmpty();
    }

    /** All, the oldest first. */
    public List<Authority> all() {
        return entityManager
                .createQuery("select a from Authority a order by a.createdAt", Authority.class)
                .getResultList();
    }

    /** An authority's issuers, the newest first. */
    public List<Issuer> issuersOf(UUID authority) {
        return entityManager
                .createQuery(
                        "select i from Issuer i where i.authority = :authority order by i.createdAt desc", Issuer.class)
                .setParameter("authority", authority)
                .getResultList();
    }

    /** The roots of which no certificate is recorded. */
    public List<Issuer> rootsThatSignedNothing() {
        return entityManager
                .createQuery(
                        """
                        select i from Issuer i where i.crlOnly = true
                        and not exists (select 1 from Certificate c where c.issuer = i.id)""",
                        Issuer.class)
                .getResultList();
    }

    /** The issuers of some authorities, the newest first. */
    public List<Issuer> issuersOf(Collection<UUID> some) {
        return some.isEmpty()
                ? List.of()
                : entityManager
                        .createQuery(
                                "select i from Issuer i where i.authority in (:some) order by i.createdAt desc",
                                Issuer.class)
                        .setParameter("some", some)
                        .getResultList();
    }

    /** The requests of some authorities that wait for their answers, the newest first. */
    public List<IssuerRequest> openRequestsOf(Collection<UUID> some) {
        return some.isEmpty()
                ? List.of()
                : entityManager
                        .createQuery(
                                """
                                select r from IssuerRequest r where r.authority in (:some) and r.answeredAt is null
                                order by r.createdAt desc""",
                                IssuerRequest.class)
                        .setParameter("some", some)
                        .getResultList();
    }

    /** The teams, sorted by name; not more than a person chooses from. */
    public List<Team> teams() {
        return entityManager
                .createQuery("select t from Team t order by t.name, t.id", Team.class)
                .setMaxResults(MOST_TEAMS)
                .getResultList();
    }

    /** The teams of some ids. */
    public List<Team> teams(Collection<UUID> some) {
        return some.isEmpty()
                ? List.of()
                : entityManager
                        .createQuery("select t from Team t where t.id in (:some)", Team.class)
                        .setParameter("some", some)
                        .getResultList();
    }

    /** The keys of all active issuers, in a lasting order. */
    List<IssuingKey> issuingKeys() {
        return entityManager
                .createQuery(
                        """
                        select i.id, a.name, i.token, i.keyLabel, i.scheme
                        from Issuer i join Authority a on a.id = i.authority
                        where i.retiredAt is null and i.crlOnly = false and i.remote = false order by i.id""",
                        Object[].class)
                .getResultList()
                .stream()
                .map(row -> new IssuingKey(
                        (UUID) row[0], (String) row[1], new CaKey((String) row[2], (String) row[3], (SignatureScheme)
                                row[4])))
                .toList();
    }

    /** The chains of all issuers, of whatever authority, PEM. */
    List<String> chains() {
        return entityManager
                .createQuery("select i.chain from Issuer i where i.chain is not null", String.class)
                .getResultList();
    }

    /** An issuer's chains beside its first, PEM, the oldest first. */
    public List<String> alternateChainsOf(UUID issuer) {
        return entityManager
                .createQuery(
                        "select c.chain from AlternateChain c where c.issuer = :issuer order by c.createdAt, c.id",
                        String.class)
                .setParameter("issuer", issuer)
                .getResultList();
    }

    /** The issuer that has a key; no two have the same. */
    public Optional<Issuer> issuerWithKey(KeyFingerprint key) {
        return entityManager
                .createQuery("select i from Issuer i where i.keyFingerprint = :key", Issuer.class)
                .setParameter("key", key.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    public Optional<Issuer> issuer(UUID id) {
        return Optional.ofNullable(entityManager.find(Issuer.class, id));
    }
}
