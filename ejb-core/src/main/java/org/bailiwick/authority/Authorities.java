package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.team.Team;
import org.hibernate.exception.ConstraintViolationException;

/** All authorities, their teams and issuers. */
@ApplicationScoped
public class Authorities {

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
    void addNew(Authority authority) {
        try {
            entityManager.persist(authority);
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw AdminException.conflict("There is an authority of that name.");
        }
    }

    Optional<Team> team(UUID id) {
        return Optional.ofNullable(entityManager.find(Team.class, id));
    }

    /**
     * A part of all teams.
     *
     * @param team only this one; empty for all
     */
    Page<Team> teams(Optional<UUID> team, PageRequest request) {
        return PagedQuery.of(Team.class, "from Team x where 1 = 1")
                .and("x.id = :team", "team", team)
                .page(entityManager, request, Team::id);
    }

    /**
     * A part of all authorities.
     *
     * @param team only this one's; empty for all
     */
    Page<Authority> page(Optional<UUID> team, PageRequest request) {
        return PagedQuery.of(Authority.class, "from Authority x where 1 = 1")
                .and("x.team = :team", "team", team)
                .page(entityManager, request, Authority::id);
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

    /** All issuers, retired ones and roots too, the oldest first. */
    public List<Issuer> allIssuers() {
        return entityManager
                .createQuery("select i from Issuer i order by i.createdAt, i.id", Issuer.class)
                .getResultList();
    }

    public Optional<Issuer> issuer(UUID id) {
        return Optional.ofNullable(entityManager.find(Issuer.class, id));
    }
}
