package org.bailiwick.provisioner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.config.Settings;

/** All provisioners, each with its authority. */
@ApplicationScoped
public class Provisioners {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Settings settings;

    /** How a provisioner works. */
    public ProvisionerSettings settingsOf(Provisioner provisioner) {
        return settings.forProvisioner(provisioner.ownSettings());
    }

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
