package org.bailiwick.authority.founding;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.bailiwick.authority.CaKey;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;

/**
 * The keys that were made in a token for one authority. If that comes to nothing they are destroyed; what the token does not
 * destroy is told. Calls the token.
 */
final class MadeKeys {

    private static final Logger LOG = System.getLogger(MadeKeys.class.getName());

    private final Pkcs11Token token;
    private final Map<String, X509Certificate> made = new ConcurrentSkipListMap<>();

    MadeKeys(Pkcs11Token token) {
        this.token = token;
    }

    /** The token that they are in. */
    Pkcs11Token token() {
        return token;
    }

    /**
     * Makes one more.
     *
     * @param first makes its first certificate
     * @return that certificate
     */
    X509Certificate generate(
            CaKey place, KeyAlgorithm algorithm, SignatureScheme scheme, Function<CaSigner, X509Certificate> first) {
        X509Certificate certificate = token.generateKeyPair(place.label(), algorithm, scheme, first);
        made.put(place.label(), certificate);
        return certificate;
    }

    /** Does what makes keys; if it fails there are none. */
    <M> M orNone(Function<MadeKeys, M> work) {
        boolean done = false;
        try {
            M result = work.apply(this);
            done = true;
            return result;
        } finally {
            if (!done) {
                destroy();
            }
        }
    }

    /** Destroys all of them, as far as the token lets us. */
    void destroy() {
        made.forEach((label, certificate) -> {
            try {
                token.destroyKeyPair(label, certificate);
                made.remove(label);
            } catch (TokenException stays) {
                LOG.log(
                        Level.WARNING,
                        "The key \"{0}\" was made for nothing and could not be destroyed. {1}. {2}",
                        label,
                        stays.getMessage(),
                        stays.hint());
            }
        });
    }

    /** Whether none is left. */
    boolean none() {
        return made.isEmpty();
    }

    /** Their labels, as a sentence has them. */
    String labels() {
        return "\"" + String.join("\", \"", made.keySet()) + "\"";
    }
}
