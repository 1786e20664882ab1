package org.bailiwick.eab;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.acme.ResourceId;
import org.hibernate.exception.ConstraintViolationException;

/** All external account keys. */
@ApplicationScoped
public class ExternalAccountKeys {

    @PersistenceContext
    EntityManager entityManager;

    /**
     * Adds keys, at once.
     *
     * @throws ReferenceTakenException if the provisioner has one with a reference of theirs
     */
    public void add(Collection<ExternalAccountKey> keys) {
        keys.forEach(entityManager::persist);
        try {
            entityManager.flush();
        } catch (ConstraintViolationException taken) {
            throw new ReferenceTakenException(taken);
        }
    }

    /** The key that a {@code kid} names at a provisioner; one of another provisioner is none. */
    Optional<ExternalAccountKey> named(UUID provisioner, String kid) {
        return ResourceId.parse(kid)
                .flatMap(this::withId)
                .filter(key -> key.provisioner().id().equals(provisioner));
    }

    public Optional<ExternalAccountKey> withId(ResourceId id) {
        return Optional.ofNullable(entityManager.find(ExternalAccountKey.class, id.value()));
    }

    /** Which team operates a key's authority; to be asked before its row is locked. */
    public Optional<UUID> teamOf(ResourceId id) {
        return entityManager
                .createQuery(
                        "select k.provisioner.authority.team from ExternalAccountKey k where k.id = :id", UUID.class)
                .setParameter("id", id.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Locks a key's row until the transaction ends, so that of two who want its last use one comes first. */
    public Optional<ExternalAccountKey> lock(ResourceId id) {
        return entityManager
                .createQuery("select k from ExternalAccountKey k where k.id = :id", ExternalAccountKey.class)
                .setParameter("id", id.value())
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .findFirst();
    }

    /** Which of some references a provisioner has keys for. */
    public Set<String> taken(UUID provisioner, Collection<String> references) {
        return entityManager
                .createQuery(
                        """
                        select k.reference from ExternalAccountKey k
                        where k.provisioner.id = :provisioner and k.reference in :references""",
                        String.class)
                .setParameter("provisioner", provisioner)
                .setParameter("references", references)
                .getResultStream()
                .collect(Collectors.toSet());
    }

    /**
     * Some keys whose secret is encrypted under another key of the token than one, the oldest first.
     *
     * @param after only those made after this one
     */
    public List<ExternalAccountKey> notSealedUnder(String label, UUID after, int limit) {
        return entityManager
                .createQuery(
                        """
                        select k from ExternalAccountKey k
                        where k.secret is not null and k.secretKey <> :label and k.id > :after order by k.id""",
                        ExternalAccountKey.class)
                .setParameter("label", label)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
    }
}
