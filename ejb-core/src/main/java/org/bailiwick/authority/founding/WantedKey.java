package org.bailiwick.authority.founding;

import java.util.Optional;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;

/**
 * A CA's key that is to be made in a token.
 *
 * @param subject the name of the CA
 * @param algorithm what kind of key
 * @param scheme how it is to sign
 * @param label where in the token; empty for one that the server makes up
 */
public record WantedKey(CaSubject subject, KeyAlgorithm algorithm, SignatureScheme scheme, Optional<String> label) {

    /** @throws IllegalArgumentException if such a key does not sign by that scheme; the message is a clause */
    public WantedKey {
        if (!algorithm.signsBy(scheme)) {
            throw new IllegalArgumentException("a key of %s does not sign by %s".formatted(algorithm, scheme));
        }
    }
}
