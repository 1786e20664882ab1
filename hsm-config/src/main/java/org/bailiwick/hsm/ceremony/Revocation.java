package org.bailiwick.hsm.ceremony;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A certificate that is revoked.
 *
 * @param serial its serial number
 * @param certificate itself, if it is there: then it is checked who issued it
 */
public record Revocation(BigInteger serial, Optional<X509Certificate> certificate, RevocationReason reason) {

    /** The longest serial number there is (RFC 5280 §4.1.2.2): 20 octets, positive. */
    private static final int LONGEST_BITS = 159;

    public Revocation {
        if (serial.signum() <= 0 || serial.bitLength() > LONGEST_BITS) {
            throw new IllegalArgumentException("A serial number is positive and has at most 20 octets, unlike "
                    + serial.toString(16) + " (RFC 5280 §4.1.2.2).");
        }
    }

    /**
     * By its serial number.
     *
     * @param hex as openssl and the transcript print it, with or without colons
     */
    public static Revocation of(String hex, RevocationReason reason) {
        String digits = hex.replace(":", "");
        if (!digits.matches("[0-9A-Fa-f]{1,40}")) {
            throw new IllegalArgumentException("A serial number is given in hex, not as \"" + hex + "\".");
        }
        return new Revocation(new BigInteger(digits, 16), Optional.empty(), reason);
    }

    /** The very one. */
    public static Revocation of(X509Certificate certificate, RevocationReason reason) {
        return new Revocation(certificate.getSerialNumber(), Optional.of(certificate), reason);
    }
}
