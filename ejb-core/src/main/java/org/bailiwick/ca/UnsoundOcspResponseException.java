package org.bailiwick.ca;

import java.io.Serial;

/** The token gave something that is not the OCSP responder's signature. It is never released. */
public final class UnsoundOcspResponseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnsoundOcspResponseException() {
        super("The signature of an OCSP response is not by the responder's key; it was not released");
    }
}
