package org.bailiwick.cmp;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * Which certificate is meant ({@code CertId}, RFC 4211 §6.5).
 *
 * @param issuer its issuer's name
 * @param serial its number
 */
public record CertificateName(X500Principal issuer, BigInteger serial) {

    /** The name of a certificate that is there. */
    public static CertificateName of(X509Certificate certificate) {
        return new CertificateName(certificate.getIssuerX500Principal(), certificate.getSerialNumber());
    }
}
