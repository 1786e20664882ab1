package org.bailiwick.ca;

import java.io.Serial;

/** Octets that are no OCSP request that we answer. What is wrong is for our own log: the answer has a number only. */
public final class MalformedOcspRequestException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedOcspRequestException(String clause, Throwable cause) {
        super(clause, cause);
    }
}
