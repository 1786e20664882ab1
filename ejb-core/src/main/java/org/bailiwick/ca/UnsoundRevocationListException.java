package org.bailiwick.ca;

import java.io.Serial;
import java.util.List;

/**
 * A CRL that would not be what RFC 5280 demands, so that it is not signed; or what came back from the signing key is not its
 * signature, so that it is not handed out. The fault is ours or the token's.
 */
public final class UnsoundRevocationListException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnsoundRevocationListException(long number, List<String> findings) {
        super("CRL %d is withheld: %s".formatted(number, String.join("; ", findings)));
    }
}
