package org.bailiwick.ca;

import java.time.Instant;

/** A signed answer to an OCSP request; its signature was verified. */
public final class OcspResponse {

    private final byte[] der;
    private final Instant thisUpdate;
    private final Instant nextUpdate;

    OcspResponse(byte[] der, Instant thisUpdate, Instant nextUpdate) {
        this.der = der.clone();
        this.thisUpdate = thisUpdate;
        this.nextUpdate = nextUpdate;
    }

    /** The DER {@code OCSPResponse} (RFC 6960 §4.2.1). The array is the caller's. */
    public byte[] der() {
        return der.clone();
    }

    /** When what it says was known to be right; whole seconds. */
    public Instant thisUpdate() {
        return thisUpdate;
    }

    /** Until when it may be relied on; whole seconds. */
    public Instant nextUpdate() {
        return nextUpdate;
    }
}
