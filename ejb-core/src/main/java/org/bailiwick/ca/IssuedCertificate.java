package org.bailiwick.ca;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/**
 * A certificate that was signed, and whose signature was verified.
 *
 * @param serial its serial number, unique for its issuer
 * @param der the DER {@code Certificate} (RFC 5280 §4.1)
 * @param notBefore its first second of validity
 * @param notAfter its last second of validity
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record IssuedCertificate(SerialNumber serial, byte[] der, Instant notBefore, Instant notAfter) {

    public IssuedCertificate {
        der = der.clone();
    }

    /** One that was read again. */
    public static IssuedCertificate of(X509Certificate certificate) {
        return new IssuedCertificate(
                new SerialNumber(certificate.getSerialNumber()),
                CertificateChain.encoded(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    @Override
    public byte[] der() {
        return der.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IssuedCertificate that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "certificate " + serial;
    }
}
