package org.bailiwick.manual;

/** What a manual request is; derived from the facts that it holds. */
public enum ManualRequestStatus {
    /** Its certificate is being made; it waits for the token. */
    PROCESSING,
    /** Its certificate is there. */
    VALID,
    /** It ended without one. */
    INVALID
}
