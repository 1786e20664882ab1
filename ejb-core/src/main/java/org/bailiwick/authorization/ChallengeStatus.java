package org.bailiwick.authorization;

/** RFC 8555 §7.1.6. */
public enum ChallengeStatus {
    /** Waits for the client to say that it is ready. */
    PENDING,
    /** Is being validated. */
    PROCESSING,
    /** The client controls the name. */
    VALID,
    /** It could not be shown. */
    INVALID
}
