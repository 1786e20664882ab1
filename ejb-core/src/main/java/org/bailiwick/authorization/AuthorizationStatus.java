package org.bailiwick.authorization;

/** RFC 8555 §7.1.6. */
public enum AuthorizationStatus {
    /** No challenge has ended yet. */
    PENDING,
    /** A challenge was met. */
    VALID,
    /** A challenge failed, or none was met in time. */
    INVALID,
    /** Its client gave it up (§7.5.2). */
    DEACTIVATED,
    /** It was valid, and its time is over. */
    EXPIRED
}
