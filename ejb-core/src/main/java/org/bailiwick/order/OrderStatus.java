package org.bailiwick.order;

/** RFC 8555 §7.1.6. */
public enum OrderStatus {
    /** At least one authorization is not valid yet. */
    PENDING,
    /** May be finalized. */
    READY,
    /** The certificate is being made. */
    PROCESSING,
    /** The certificate is there. */
    VALID,
    /** Will never come to a certificate. */
    INVALID
}
