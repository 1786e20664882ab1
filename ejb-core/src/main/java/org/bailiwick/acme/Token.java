package org.bailiwick.acme;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A challenge's token (RFC 8555 §8.1): base64url without padding, at least 128 bits of entropy; ours have 192.
 *
 * @param value the token's text
 */
public record Token(String value) {

    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]{22,128}");
    private static final SecureRandom RANDOM = new SecureRandom();

    public Token {
        if (!BASE64URL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a challenge token");
        }
    }

    /** A fresh one. */
    public static Token random() {
        byte[] bits = new byte[24];
        RANDOM.nextBytes(bits);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }
}
