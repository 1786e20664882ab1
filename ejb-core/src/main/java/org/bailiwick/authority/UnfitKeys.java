package org.bailiwick.authority;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.key.WeakKeyLists;

/**
 * Keys that are sound and still for no certificate and no account: those of CAs, blocked ones, listed weak ones. Asked at
 * each certificate and each new account key; costs one statement.
 */
@ApplicationScoped
public class UnfitKeys {

    /**
     * How long it may take until the key of a new issuer is refused. Who asks for a certificate proves that he has the key,
     * and this one is in a token; it is a net, not the wall.
     */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private static final Logger LOG = System.getLogger(UnfitKeys.class.getName());

    @Inject
    Authorities authorities;

    @Inject
    BlockedKeys blocked;

    @Inject
    WeakKeyLists weak;

    /** One entry: by this object. */
    private final Cache<UnfitKeys, Set<KeyFingerprint>> ofCas =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();

    /** Which keys a certificate may have. */
    public KeyRequirements forCertificates() {
        return without(KeyRequirements.ofCertificateKeys());
    }

    /**
     * Demands of a key that it may be that of an account: of a new one, or another one of an account that there is.
     *
     * @param subjectPublicKeyInfo DER, as {@code AccountKey} writes it
     * @throws AcmeException {@code badPublicKey}
     */
    public void requireFitForAccount(byte[] subjectPublicKeyInfo) {
        without(KeyRequirements.ofAccountKeys()).requireNotBlocked(subjectPublicKeyInfo);
    }

    /**
     * Whether a key is that of a CA: of an issuer, of one whose certificate is asked for, or of one above them. Costs two
     * statements.
     */
    public boolean isOfCa(KeyFingerprint key) {
        return authorities.isTaken(key) || keysOfCas().contains(key);
    }

    private KeyRequirements without(KeyRequirements keys) {
        return keys.except(weak.keys())
                .except(key -> keysOfCas().contains(key), "it is the key of a CA")
                .except(blocked::contains, BlockedKeys.BECAUSE);
    }

    /** The keys of all issuers of all authorities, retired ones too, and of those above them. */
    private Set<KeyFingerprint> keysOfCas() {
        return ofCas.get(this, missing -> {
            Set<KeyFingerprint> keys = new HashSet<>();
            authorities.chains().forEach(pem -> addKeys(pem, keys));
            return Set.copyOf(keys);
        });
    }

    private static void addKeys(String pem, Set<KeyFingerprint> keys) {
        try {
            CertificateChain.parse(pem)
                    .certificates()
                    .forEach(each ->
                            keys.add(KeyFingerprint.of(each.getPublicKey().getEncoded())));
        } catch (IllegalArgumentException unreadable) {
            LOG.log(Level.WARNING, "An issuer''s chain cannot be read: {0}", unreadable.getMessage());
        }
    }
}
