package org.bailiwick.hsm;

import java.security.PublicKey;

/** A signing key that stays where it is: in a token. Safe for use by many threads. */
public interface CaSigner {

    /** The public half, as the token gave it. */
    PublicKey publicKey();

    /** How this key signs. */
    SignatureScheme scheme();

    /**
     * Signs.
     *
     * @param completeTbs the whole DER {@code TBSCertificate}, {@code TBSCertList} or the like: one call, one round trip
     *     to the token
     * @return the signature as it goes into the {@code BIT STRING} (RFC 5280 §4.1.1.3)
     * @throws TokenException if the token does not give one; nothing was signed, as far as can be known
     */
    byte[] sign(byte[] completeTbs);
}
