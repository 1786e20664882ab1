package org.bailiwick.authority.founding;

import java.util.Optional;
import org.bailiwick.authority.CaKey;
import org.bailiwick.ca.CertificateChain;

/**
 * A key that is in a token, with its certificate and those above it: all that an issuer is made of.
 *
 * @param key where it is
 * @param chain its certificate first
 * @param root the root that has certified it just now, if that is ours
 */
record MadeIssuer(CaKey key, CertificateChain chain, Optional<MadeRoot> root) {

    /**
     * A root of ours.
     *
     * @param key where it is
     * @param chain its certificate
     */
    record MadeRoot(CaKey key, CertificateChain chain) {}
}
