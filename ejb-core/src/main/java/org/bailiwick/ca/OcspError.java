package org.bailiwick.ca;

/** Why a request got no answer (RFC 6960 §4.2.1 {@code OCSPResponseStatus}); such a response is not signed. */
public enum OcspError {
    /** The request is none. */
    MALFORMED_REQUEST(1, "malformedRequest"),
    /** The fault is ours. */
    INTERNAL_ERROR(2, "internalError"),
    /** Nobody can sign now. */
    TRY_LATER(3, "tryLater"),
    /** This is not who can tell (RFC 5019 §2.2.3): the request names another issuer, or names it by a hash that is not known. */
    UNAUTHORIZED(6, "unauthorized");

    private final byte number;
    private final String rfcName;

    OcspError(int number, String rfcName) {
        this.number = (byte) number;
        this.rfcName = rfcName;
    }

    /** The name as RFC 6960 writes it. */
    public String rfcName() {
        return rfcName;
    }

    /** The DER {@code OCSPResponse}: an ENUMERATED in a SEQUENCE; a fresh array at each call. */
    public byte[] der() {
        return new byte[] {0x30, 0x03, 0x0a, 0x01, number};
    }
}
