package org.bailiwick.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.KnownProfiles;

/**
 * All profiles of authorities. Who has an authority in hand knows by its {@link Authority#profilesRevision} whether what
 * this node has read of its profiles still stands: so they cost no statement, except the first time after a change.
 */
@ApplicationScoped
public class CustomProfiles {

    @PersistenceContext
    EntityManager entityManager;

    /** By revision: what is of an older one is asked for no more. */
    private final Cache<UUID, KnownProfiles> known =
            Caffeine.newBuilder().maximumSize(1_000).build();

    /** The profiles that an authority's provisioners may name: the built-in ones, and its own. */
    public KnownProfiles of(Authority authority) {
        return authority
                .profilesRevision()
                .map(revision -> known.get(
                        revision,
                        missing -> KnownProfiles.with(all(authority.id()).stream()
                                .map(CustomProfile::profile)
                                .toList())))
                .orElse(KnownProfiles.BUILT_IN);
    }

    /**
     * Locks an authority's row until the transaction ends, and reads it again: so that no profile goes that somebody is about
     * to name.
     */
    public void lock(Authority authority) {
        entityManager.refresh(authority, LockModeType.PESSIMISTIC_WRITE);
    }

    /** An authority's own, by name. */
    public List<CustomProfile> all(UUID authority) {
        return entityManager
                .createQuery(
                        "select p from CustomProfile p where p.authority = :authority order by p.name",
                        CustomProfile.class)
                .setParameter("authority", authority)
                .getResultList();
    }

    public Optional<CustomProfile> named(UUID authority, String name) {
        return all(authority).stream()
                .filter(own -> own.profile().name().equals(name))
                .findFirst();
    }

    public void add(CustomProfile profile) {
        entityManager.persist(profile);
    }

    public void remove(CustomProfile profile) {
        entityManager.remove(profile);
    }
}
