package org.bailiwick.provisioner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** All provisioners, each with its authority. */
@ApplicationScoped
public class Provisioners {

    @PersistenceContext
    EntityManager entityManager;

    public void add(Provisioner provisioner) {
        entityManager.persist(provisioner);
    }

    /** The enabled provisioner at {@code /acme/{authority}/{provisioner}/}. */
    public Optional<Provisioner> at(String authority, String provisioner) {
        return entityManager
                .createQuery(
                        """
                        select p from Provisioner p join fetch p.authority a
                        where a.name = :authority and p.name = :provisioner and p.disabledAt is null""",
                        Provisioner.class)
                .setParameter("authority", authority)
                .setParameter("provisioner", provisioner)
                .getResultList()
                .stream()
                .findFirst();
    }

    public Optional<Provisioner> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(Provisioner.class, id));
    }

    /** All that are enabled, by authority and name. */
    public List<Provisioner> all() {
        return entityManager
                .createQuery(
                        """
                        select p from Provisioner p join fetch p.authority a
                        where p.disabledAt is null order by a.name, p.name""",
                        Provisioner.class)
                .getResultList();
    }
}
