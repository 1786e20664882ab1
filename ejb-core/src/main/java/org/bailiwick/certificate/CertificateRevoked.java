package org.bailiwick.certificate;

import java.util.UUID;

/**
 * Told within this node when a certificate is revoked: to be observed after the transaction. Other nodes do not hear it.
 *
 * @param issuer the issuer that signed it
 * @param serial hexadecimal, lower case
 */
public record CertificateRevoked(UUID issuer, String serial) {}
