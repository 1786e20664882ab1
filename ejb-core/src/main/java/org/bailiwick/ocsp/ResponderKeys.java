package org.bailiwick.ocsp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.ca.ResponderCertificate;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.jspecify.annotations.Nullable;

/**
 * The responders' keys in the token. An issuer's responder keeps its key when its certificate is renewed: nothing piles up
 * in the token, and this server needs no way to destroy keys there. A key is found by its label, so that one whose making
 * was interrupted is used by the next attempt.
 */
@ApplicationScoped
class ResponderKeys {

    private static final Logger LOG = System.getLogger(ResponderKeys.class.getName());

    /** So many labels of an issuer may be taken by keys that cannot be used, before somebody has to look. */
    private static final int MOST = 20;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    @Inject
    Clock clock;

    /**
     * A key that can be used.
     *
     * @param label its label in the token
     * @param signer the key
     */
    record Labelled(String label, CaSigner signer) {}

    /**
     * The key of an issuer's responder, which is made if there is none.
     *
     * @param where the token of the issuer's key, by its name among the settings; null for the server's own
     * @param issuerKey the issuer's own, whose kind the responder's has: who verifies the one can verify the other
     * @param givenUp labels of keys not to be used
     * @throws TokenException if the token cannot be used
     */
    Labelled of(UUID issuer, @Nullable String where, PublicKey issuerKey, Set<String> givenUp) {
        Pkcs11Token here = token.get(where);
        KeyAlgorithm algorithm = issuerKey.getAlgorithm().equals("RSA") ? KeyAlgorithm.RSA_2048 : KeyAlgorithm.EC_P256;
        return calls.beginLong(where, () -> find(here, "ocsp-" + issuer, algorithm, givenUp))
                .await();
    }

    private Labelled find(Pkcs11Token here, String name, KeyAlgorithm algorithm, Set<String> givenUp) {
        for (int number = 1; number <= MOST; number++) {
            String label = number == 1 ? name : name + "-" + number;
            if (givenUp.contains(label)) {
                continue;
            }
            if (here.keys().stream().noneMatch(key -> key.isLabelled(label))) {
                here.generateKeyPair(
                        label,
                        algorithm,
                        algorithm.scheme(),
                        key -> ResponderCertificate.placeholder(key, clock.instant()));
                LOG.log(Level.INFO, "Made the key \"{0}\" of an OCSP responder in the token.", label);
            }
            try {
                return new Labelled(label, here.signer(label));
            } catch (KeyNotFound unusable) {
                // as after a crash between a key and its certificate in the token: it stays there, and another is made
                LOG.log(Level.WARNING, "{0}. {1}", unusable.getMessage(), unusable.hint());
            }
        }
        throw new IllegalStateException(
                "None of the %d keys \"%s\" in the token can be used: remove them with the HSM's own tool"
                        .formatted(MOST, name));
    }
}
