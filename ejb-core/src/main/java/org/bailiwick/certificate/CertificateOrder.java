package org.bailiwick.certificate;

/** In which order certificates are listed. */
public enum CertificateOrder {
    /** When they were issued, the newest first. */
    ISSUED,
    /** When they expire, the soonest first. */
    EXPIRY
}
