package org.bailiwick.acme;

import java.util.regex.Pattern;

/**
 * A key authorization (RFC 8555 §8.1): what the client must show to prove that the account's owner controls the name.
 *
 * @param value token, a dot, and the account key's thumbprint
 */
public record KeyAuthorization(String value) {

    /** An empty one would be proven by an empty answer. */
    private static final Pattern TOKEN_DOT_THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{22,128}\\.[A-Za-z0-9_-]{43}");

    public KeyAuthorization {
        if (!TOKEN_DOT_THUMBPRINT.matcher(value).matches()) {
            throw new IllegalArgumentException("not a key authorization");
        }
    }

    /** {@code token || '.' || base64url(Thumbprint(accountKey))}. */
    public static KeyAuthorization of(Token token, JwkThumbprint accountKey) {
        return new KeyAuthorization(token.value() + "." + accountKey.value());
    }
}
