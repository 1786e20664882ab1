package org.bailiwick.ca;

import java.util.regex.Pattern;
import org.bailiwick.hash.Sha256;

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
        return new KeyFingerprint(Sha256.hexadecimal(subjectPublicKeyInfo));
    }
}
