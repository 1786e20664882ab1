package org.bailiwick.authority.founding;

import java.util.Optional;
import org.bailiwick.hsm.SignatureScheme;

/** How a new authority gets what it issues with. */
public sealed interface FirstIssuer {

    /**
     * A new root, which stays in the token beside it and signs nothing else but its CRLs.
     *
     * @param root its key and name
     * @param rootYears how long it is valid
     * @param issuing the key that the authority issues with, and its name
     * @param issuingYears how long that one's certificate is valid; not longer than the root
     */
    record OwnRoot(WantedKey root, int rootYears, WantedKey issuing, int issuingYears) implements FirstIssuer {

        /** @throws IllegalArgumentException if they do not fit each other; the message is a clause */
        public OwnRoot {
            if (issuingYears > rootYears) {
                throw new IllegalArgumentException("the issuing certificate would be valid longer than its root");
            }
            if (root.subject().equals(issuing.subject())) {
                throw new IllegalArgumentException(
                        "root and issuing CA have one name; a certificate that names itself as issuer is taken for a root");
            }
            if (root.label().isPresent() && root.label().equals(issuing.label())) {
                throw new IllegalArgumentException("root and issuing CA have one key label; each needs its own");
            }
        }
    }

    /**
     * A certificate of another CA, which is asked for it by a PKCS#10 request.
     *
     * @param issuing the key that the authority will issue with, and its name
     */
    record OtherRoot(WantedKey issuing) implements FirstIssuer {}

    /**
     * A key that is in the token already.
     *
     * @param label where it is
     * @param scheme how it is to sign; empty for what is usual for such a key
     * @param chain PEM, in any order; empty for the one that the token has
     */
    record KeyInToken(String label, Optional<SignatureScheme> scheme, Optional<String> chain) implements FirstIssuer {}
}
