package org.bailiwick.ca;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A certificate's serial number (RFC 5280 §4.1.2.2): positive, at most 20 octets in DER, so below 2¹⁵⁹.
 *
 * @param value the number
 */
public record SerialNumber(BigInteger value) {

    /** What fits into 20 octets beside the sign. */
    static final int BITS = 159;

    private static final SecureRandom RANDOM = new SecureRandom();

    public SerialNumber {
        if (value.signum() <= 0 || value.bitLength() > BITS) {
            throw new IllegalArgumentException("not a serial number of RFC 5280 §4.1.2.2");
        }
    }

    /** 159 random bits: all that fit into 20 octets beside the sign, none of them fixed. */
    public static SerialNumber random() {
        BigInteger number;
        do {
            number = new BigInteger(BITS, RANDOM);
        } while (number.signum() == 0);
        return new SerialNumber(number);
    }

    /**
     * Reads what {@link #hex()} wrote, or the same in upper case.
     *
     * @throws IllegalArgumentException if it is no serial number in hexadecimal digits
     */
    public static SerialNumber ofHex(String hex) {
        return new SerialNumber(new BigInteger(1, HexFormat.of().parseHex(hex)));
    }

    /** Two lower-case hexadecimal digits per octet, without leading zero octets: as OpenSSL shows it, in lower case. */
    public String hex() {
        String digits = value.toString(16);
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    @Override
    public String toString() {
        return hex();
    }
}
