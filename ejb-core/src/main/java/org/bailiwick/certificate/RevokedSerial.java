package org.bailiwick.certificate;

import java.time.Instant;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;

/**
 * What a CRL says of a certificate (RFC 5280 §5.1.2.6).
 *
 * @param at when it was revoked
 */
public record RevokedSerial(SerialNumber serial, Instant at, RevocationReason reason) {}
