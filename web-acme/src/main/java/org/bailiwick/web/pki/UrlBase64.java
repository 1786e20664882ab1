package org.bailiwick.web.pki;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The base64 of an OCSP request in a URL (RFC 6960 Appendix A.1). Clients should encode "/", "+" and "=" in it, and many do
 * not; some leave out the padding.
 */
final class UrlBase64 {

    private UrlBase64() {}

    /**
     * Reads it.
     *
     * @param raw as it stands in the URL
     * @return nothing if it is none: as little is no OCSP request
     */
    static byte[] decode(String raw) {
        try {
            return Base64.getDecoder().decode(unescaped(raw));
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /** RFC 3986 §2.1; a plus is a plus. */
    private static byte[] unescaped(String raw) {
        byte[] octets = raw.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                plain.write(octets[i]);
            } else if (i + 2 < octets.length) {
                plain.write(digit(octets[i + 1]) << 4 | digit(octets[i + 2]));
                i += 2;
            } else {
                throw new IllegalArgumentException("an escape is not complete");
            }
        }
        return plain.toByteArray();
    }

    private static int digit(byte octet) {
        int value = Character.digit(octet, 16);
        if (value < 0) {
            throw new IllegalArgumentException("an escape is not hexadecimal");
        }
        return value;
    }
}
