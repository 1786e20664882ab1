package org.bailiwick.eab;

import jakarta.ejb.ApplicationException;

/** A provisioner has a key with that reference already. Its transaction is rolled back; it is no fault and in no log. */
@ApplicationException(rollback = true)
public final class ReferenceTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReferenceTakenException(Throwable cause) {
        super("another key has that reference", cause);
    }
}
