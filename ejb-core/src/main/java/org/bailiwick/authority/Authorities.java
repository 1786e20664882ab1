package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.team.Team;

/** All authorities, their teams and issuers. */
@ApplicationScoped
public class Authorities {

    @PersistenceContext
    EntityManager entityManager;

    public void add(Team team) {
        entityManager.persist(team);
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

    public Optional<Issuer> issuer(UUID id) {
        return Optional.ofNullable(entityManager.find(Issuer.class, id));
    }
}
