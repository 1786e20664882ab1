package org.bailiwick.key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.KeyFingerprint;

/** All keys that nobody may use any more: for no certificate and no account. */
@ApplicationScoped
public class BlockedKeys {

    /** Why such a key is refused, as a clause that a client may read. */
    public static final String BECAUSE = "it was reported as compromised; make a new one";

    @PersistenceContext
    EntityManager entityManager;

    /** Blocks the key of a certificate that is being revoked, for good. */
    public void add(ResourceId certificate, KeyFingerprint key, Instant now) {
        entityManager.persist(new BlockedKey(certificate, key, now));
    }

    public boolean contains(KeyFingerprint key) {
        return !entityManager
                .createQuery("select b.certificate from BlockedKey b where b.fingerprint = :key", UUID.class)
                .setParameter("key", key.value())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /**
     * Demands of a key that it may be that of an account: of a new one, or another one of an account that there is.
     *
     * @param subjectPublicKeyInfo DER, as {@code AccountKey} writes it
     * @throws AcmeException {@code badPublicKey}
     */
    public void requireFitForAccount(byte[] subjectPublicKeyInfo) {
        if (contains(KeyFingerprint.of(subjectPublicKeyInfo))) {
            throw new AcmeException(
                    ProblemType.BAD_PUBLIC_KEY.problem("The account key is refused: %s.".formatted(BECAUSE)));
        }
    }
}
