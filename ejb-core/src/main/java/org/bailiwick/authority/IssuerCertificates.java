package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;

/**
 * The certificates of issuers, for who asks for them. While the database is away, what was asked for before is answered from
 * memory.
 */
@ApplicationScoped
public class IssuerCertificates {

    @Inject
    Authorities authorities;

    private final Map<KeyFingerprint, CertificateChain> lastKnown = new ConcurrentHashMap<>();

    /** The chain of the issuer that has a key, its own certificate first; empty if there is no such issuer. */
    public Optional<CertificateChain> chainOf(KeyFingerprint key) {
        try {
            Optional<String> pem = authorities.issuerWithKey(key).map(Issuer::chain);
            pem.ifPresent(text -> lastKnown.compute(
                    key,
                    (same, known) -> known != null && known.pem().equals(text) ? known : CertificateChain.parse(text)));
            return pem.map(text -> lastKnown.get(key));
        } catch (PersistenceException away) {
            return Optional.of(Optional.ofNullable(lastKnown.get(key)).orElseThrow(() -> away));
        }
    }
}
