package org.bailiwick.ca;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * SHA-256 over a DER {@code SubjectPublicKeyInfo}. {@link KeyRequirements} accepts one encoding per key only, so equal
 * fingerprints mean equal keys, and different ones different keys.
 *
 * @param value 64 lower-case hexadecimal digits
 */
public record KeyFingerprint(String value) {

    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    public KeyFingerprint {
        if (!SHA256_HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a SHA-256 fingerprint in lower-case hexadecimal digits");
        }
    }

    /**
     * The fingerprint of a key.
     *
     * @param subjectPublicKeyInfo DER
     */
    public static KeyFingerprint of(byte[] subjectPublicKeyInfo) {
        return new KeyFingerprint(HexFormat.of().formatHex(sha256(subjectPublicKeyInfo)));
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
