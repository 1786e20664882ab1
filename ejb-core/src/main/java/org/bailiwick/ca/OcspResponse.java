package org.bailiwick.ca;

import java.time.Instant;

/** A signed answer to an OCSP request; its signature was verified. */
public final class OcspResponse {

    private final byte[] der;
    private final Instant producedAt;
    private final Instant nextUpdate;

    OcspResponse(byte[] der, Instant producedAt, Instant nextUpdate) {
        this.der = der.clone();
        this.producedAt = producedAt;
        this.nextUpdate = nextUpdate;
    }

    /** The DER {@code OCSPResponse} (RFC 6960 §4.2.1). The array is the caller's. */
    public byte[] der() {
        return der.clone();
    }

    /** When it was signed, and what it says was known to be right; whole seconds. */
    public Instant producedAt() {
        return producedAt;
    }

    /** Until when it may be relied on; whole seconds. */
    public Instant nextUpdate() {
        return nextUpdate;
    }
}
