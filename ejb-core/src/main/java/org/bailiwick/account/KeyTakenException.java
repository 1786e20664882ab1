package org.bailiwick.account;

import jakarta.ejb.ApplicationException;

/**
 * Another account of the same provisioner got the key at the same moment. Its transaction is rolled back; it is no fault
 * and in no log.
 */
@ApplicationException(rollback = true)
public final class KeyTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyTakenException(Throwable cause) {
        super("another account has that key", cause);
    }
}
