package org.bailiwick.ra;

import java.util.Locale;

/** What a relayed request is; derived from the facts that it holds. */
public enum RelayedRequestStatus {
    /** Its certificate is being made; it waits for the token. */
    PROCESSING,
    /** Its certificate is there. */
    VALID,
    /** It ended without one. */
    INVALID;

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
