package org.bailiwick.ocsp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.IssuerHashes;
import org.bailiwick.ca.KeyFingerprint;

/** The issuers that OCSP is answered for: all but roots, which sign CRLs only. Retired ones, too. */
@ApplicationScoped
class AnsweredIssuers {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Issuers issuers;

    /**
     * One of them.
     *
     * @param id its row
     * @param hashes as requests name it
     */
    record Answered(UUID id, IssuerHashes hashes) {}

    /** Those that were asked for; an issuer never goes, nor does its key or name change. */
    private final Map<KeyFingerprint, Answered> known = new ConcurrentHashMap<>();

    /** The issuer with a key. */
    Optional<Answered> withKey(KeyFingerprint key) {
        Answered found = known.get(key);
        if (found != null) {
            return Optional.of(found);
        }
        Optional<Answered> read = entityManager
                .createQuery(
                        "select i.id from Issuer i where i.keyFingerprint = :key and i.crlOnly = false", UUID.class)
                .setParameter("key", key.value())
                .getResultStream()
                .findFirst()
                .map(id -> new Answered(id, IssuerHashes.of(issuers.chainOf(id).first())));
        read.ifPresent(answered -> known.put(key, answered));
        return read;
    }
}
