package org.bailiwick.upstream;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A secret for one enrolment, as the other CA gave it.
 *
 * @param value 1 to 256 printable characters of ASCII
 */
public record EnrolmentSecretText(String value) {

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,256}");

    /** @throws IllegalArgumentException if it cannot be one; the message is a clause that does not have it */
    public EnrolmentSecretText {
        if (!PRINTABLE.matcher(value).matches() || value.isBlank()) {
            throw new IllegalArgumentException("it must be 1 to 256 printable characters of ASCII");
        }
    }

    byte[] octets() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
