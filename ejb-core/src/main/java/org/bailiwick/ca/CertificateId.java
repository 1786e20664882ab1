package org.bailiwick.ca;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/**
 * A certificate's unique identifier (RFC 9773 §4.1): the issuer's key and the serial number.
 *
 * @param keyIdentifier the {@code keyIdentifier} of its authorityKeyIdentifier, lower-case hexadecimal digits
 * @param serial its serial number
 */
public record CertificateId(String keyIdentifier, SerialNumber serial) {

    /** For key identifiers of 90 octets; RFC 5280 §4.2.1.2 makes 20. */
    public static final int MAXIMUM_LENGTH = 150;

    /**
     * Reads one as a client wrote it. Each has exactly one text: no padding, no left-over bits, no zero octet in front of
     * the serial number but the one that its sign needs.
     *
     * @throws AcmeException {@code malformed}
     */
    public static CertificateId parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length == 2 && text.length() <= MAXIMUM_LENGTH) {
            try {
                CertificateId id = new CertificateId(
                        HexFormat.of().formatHex(Base64.getUrlDecoder().decode(parts[0])),
                        new SerialNumber(new BigInteger(Base64.getUrlDecoder().decode(parts[1]))));
                if (!parts[0].isEmpty() && id.toString().equals(text)) {
                    return id;
                }
            } catch (IllegalArgumentException notOne) {
                // The sentence below says it. A number of no octets is one, too (NumberFormatException).
            }
        }
        throw new AcmeException(
                ProblemType.MALFORMED.problem(
                        "This is no certificate identifier. It is the keyIdentifier of the certificate's authorityKeyIdentifier, a \".\", and the serial number as its DER has it, both in base64url without \"=\" (RFC 9773 §4.1)."));
    }

    /** As in a URL and in {@code replaces}. */
    @Override
    public String toString() {
        Base64.Encoder base64url = Base64.getUrlEncoder().withoutPadding();
        return base64url.encodeToString(HexFormat.of().parseHex(keyIdentifier))
                + "."
                + base64url.encodeToString(serial.value().toByteArray());
    }
}
