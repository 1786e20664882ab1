package org.bailiwick.audit.chain;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256.
 *
 * @param hex 64 digits, lower case
 */
public record ChainHash(String hex) {

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{64}");

    /** What the first event and the first checkpoint follow. */
    public static final ChainHash NONE = new ChainHash("0".repeat(64));

    public ChainHash {
        if (!TEXT.matcher(hex).matches()) {
            throw new IllegalArgumentException("a SHA-256 is 64 hexadecimal digits in lower case");
        }
    }

    /** The hash of a text in ASCII. */
    static ChainHash ofAscii(String text) {
        return of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The hash of some bytes. */
    public static ChainHash of(byte[] bytes) {
        try {
            return new ChainHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
