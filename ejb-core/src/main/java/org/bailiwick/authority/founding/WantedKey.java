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

    /** The token says which characters, of those that can be seen: PostgreSQL keeps no NUL. */
    private static final int LONGEST_LABEL = 64;

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException if such a key does not sign by that scheme, or its label is too long or has a
     *     control character; the message is a clause
     */
    public WantedKey {
        if (label.filter(given -> given.length() > LONGEST_LABEL).isPresent()) {
            throw new IllegalArgumentException(
                    "the label of its key has more than %d characters".formatted(LONGEST_LABEL));
        }
        if (label.filter(given -> given.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw new IllegalArgumentException("the label of its key has a character that cannot be seen");
        }
        if (!algorithm.signsBy(scheme)) {
            throw new IllegalArgumentException("a key of %s does not sign by %s".formatted(algorithm, scheme));
        }
    }
}
