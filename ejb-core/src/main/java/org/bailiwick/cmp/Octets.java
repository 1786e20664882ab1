package org.bailiwick.cmp;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A {@code transactionID}, a nonce or a key identifier: octets that are compared, stored and shown.
 *
 * @param hex two lower-case hexadecimal digits for each
 */
public record Octets(String hex) {

    /** RFC 9483 §3.1: 128 bits of nonces and transaction identifiers. */
    private static final int RANDOM = 16;

    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})*");
    private static final SecureRandom SECURE_RANDOM = new SecureRandom();

    public Octets {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not pairs of lower-case hexadecimal digits");
        }
    }

    /** These octets. */
    public static Octets of(byte[] octets) {
        return new Octets(HexFormat.of().formatHex(octets));
    }

    /** 16 random ones. */
    public static Octets random() {
        byte[] octets = new byte[RANDOM];
        SECURE_RANDOM.nextBytes(octets);
        return of(octets);
    }

    /** A fresh array. */
    public byte[] toArray() {
        return HexFormat.of().parseHex(hex);
    }

    /** How many there are. */
    public int length() {
        return hex.length() / 2;
    }

    @Override
    public String toString() {
        return hex;
    }
}
