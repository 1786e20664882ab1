package org.bailiwick.hsm.ceremony;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in the two ways in which other tools print it. */
final class Sha256 {

    private static final HexFormat FINGERPRINT = HexFormat.ofDelimiter(":").withUpperCase();

    private Sha256() {}

    /** As {@code sha256sum} prints it. */
    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(digest(octets));
    }

    /** As {@code openssl x509 -fingerprint -sha256} prints it. */
    static String fingerprint(byte[] octets) {
        return FINGERPRINT.formatHex(digest(octets));
    }

    private static byte[] digest(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
