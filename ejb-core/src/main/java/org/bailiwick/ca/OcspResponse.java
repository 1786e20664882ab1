package org.bailiwick.ca;

import java.time.Instant;
import java.util.List;

/** A signed answer to an OCSP request; its signature was verified. */
public final class OcspResponse {

    private final byte[] der;
    private final List<OcspStatus> statuses;
    private final Instant thisUpdate;
    private final Instant producedAt;
    private final Instant nextUpdate;

    OcspResponse(byte[] der, List<OcspStatus> statuses, Instant thisUpdate, Instant producedAt, Instant nextUpdate) {
        this.der = der.clone();
        this.statuses = List.copyOf(statuses);
        this.thisUpdate = thisUpdate;
        this.producedAt = producedAt;
        this.nextUpdate = nextUpdate;
    }

    /** The DER {@code OCSPResponse} (RFC 6960 §4.2.1). The array is the caller's. */
    public byte[] der() {
        return der.clone();
    }

    /** What it says, of each certificate that was asked for. */
    public List<OcspStatus> statuses() {
        return statuses;
    }

    /** Since when it is right, as it says: a little before {@link #producedAt()}; whole seconds. */
    public Instant thisUpdate() {
        return thisUpdate;
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
