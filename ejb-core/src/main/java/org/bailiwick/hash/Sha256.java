package org.bailiwick.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4). */
public final class Sha256 {

    private Sha256() {}

    /** Its 32 octets. */
    public static byte[] of(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Its 64 digits, in lower case. */
    public static String hexadecimal(byte[] octets) {
        return HexFormat.of().formatHex(of(octets));
    }
}
