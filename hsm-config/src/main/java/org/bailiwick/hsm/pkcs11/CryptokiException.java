package org.bailiwick.hsm.pkcs11;

import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** A call of the PKCS#11 library went wrong. The JDK's own exception has a class that cannot be named in Java. */
class CryptokiException extends GeneralSecurityException {

    private static final long serialVersionUID = 1L;

    CryptokiException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
