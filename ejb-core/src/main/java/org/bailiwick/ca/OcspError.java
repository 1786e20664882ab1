package org.bailiwick.ca;

/** Why a request got no answer (RFC 6960 §4.2.1 {@code OCSPResponseStatus}); such a response is not signed. */
public enum OcspError {
    /** The request is none. */
    MALFORMED_REQUEST(1),
    /** The fault is ours. */
    INTERNAL_ERROR(2),
    /** Nobody can sign now. */
    TRY_LATER(3),
    /** This is not who can tell (RFC 5019 §2.2.3): the request names another issuer, or names it by a hash that is not known. */
    UNAUTHORIZED(6);

    private final byte number;

    OcspError(int number) {
        this.number = (byte) number;
    }

    /** The DER {@code OCSPResponse}: an ENUMERATED in a SEQUENCE; a fresh array at each call. */
    public byte[] der() {
        return new byte[] {0x30, 0x03, 0x0a, 0x01, number};
    }
}
