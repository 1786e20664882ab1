package org.bailiwick.key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.PagedQuery;
import org.bailiwick.ca.KeyFingerprint;

/** All keys that nobody may use: for no certificate and no account. */
@ApplicationScoped
public class BlockedKeys {

    /** Why such a key is refused, as a clause that a client may read. */
    public static final String BECAUSE =
            "it was reported as compromised, or blocked by an administrator of this CA; make a new one";

    @PersistenceContext
    EntityManager entityManager;

    /** Blocks the key of a certificate that is being revoked, for good. */
    public void add(ResourceId certificate, KeyFingerprint key, Instant now) {
        entityManager.persist(BlockedKey.compromised(certificate, key, now));
    }

    void add(BlockedKey key) {
        entityManager.persist(key);
    }

    void remove(BlockedKey key) {
        entityManager.remove(key);
    }

    public boolean contains(KeyFingerprint key) {
        return !entityManager
                .createQuery("select b.id from BlockedKey b where b.fingerprint = :key", UUID.class)
                .setParameter("key", key.value())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Every reason for which a key is blocked. */
    List<BlockedKey> of(KeyFingerprint key) {
        return entityManager
                .createQuery("select b from BlockedKey b where b.fingerprint = :key", BlockedKey.class)
                .setParameter("key", key.value())
                .getResultList();
    }

    Optional<BlockedKey> withId(UUID id) {
        return Optional.ofNullable(entityManager.find(BlockedKey.class, id));
    }

    /** Locks the row until the transaction ends. */
    Optional<BlockedKey> lock(UUID id) {
        return Optional.ofNullable(entityManager.find(BlockedKey.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * A part of all.
     *
     * @param key only where it is this one; empty for all
     */
    Page<BlockedKey> page(Optional<KeyFingerprint> key, PageRequest request) {
        return PagedQuery.of(BlockedKey.class, "from BlockedKey x where 1 = 1")
                .and("x.fingerprint = :key", "key", key.map(KeyFingerprint::value))
                .page(entityManager, request, BlockedKey::id);
    }
}
