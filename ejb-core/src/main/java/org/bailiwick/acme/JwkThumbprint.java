package org.bailiwick.acme;

import java.util.regex.Pattern;

/**
 * The SHA-256 thumbprint of an account key (RFC 7638), base64url without padding.
 *
 * @param value 43 characters
 */
public record JwkThumbprint(String value) {

    private static final Pattern SHA256_BASE64URL = Pattern.compile("[A-Za-z0-9_-]{43}");

    public JwkThumbprint {
        if (!SHA256_BASE64URL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a SHA-256 JWK thumbprint");
        }
    }
}
