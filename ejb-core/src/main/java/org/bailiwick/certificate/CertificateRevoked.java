package org.bailiwick.certificate;

import java.util.UUID;
import org.bailiwick.acme.ResourceId;

/**
 * Told within this node when a certificate is revoked. What this node keeps is forgotten after the transaction; what belongs
 * to the revocation is written within. Other nodes do not hear it.
 *
 * @param issuer the issuer that signed it
 * @param serial hexadecimal, lower case
 * @param certificate which it is
 * @param remote whether another CA has signed it, which is to revoke it, too
 */
public record CertificateRevoked(UUID issuer, String serial, ResourceId certificate, boolean remote) {}
