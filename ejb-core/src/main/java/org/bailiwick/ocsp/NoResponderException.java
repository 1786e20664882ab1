package org.bailiwick.ocsp;

import java.io.Serial;

/** An issuer's responder is not made yet, or its certificate is over and could not be renewed. */
final class NoResponderException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NoResponderException() {
        super("The issuer has no OCSP responder now; the log says what hinders it");
    }
}
