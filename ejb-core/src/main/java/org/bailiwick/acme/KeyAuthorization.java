package org.bailiwick.acme;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.bailiwick.hash.Sha256;

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

    /** SHA-256 of its characters, 32 octets: what tls-alpn-01 shows (RFC 8737 §3). */
    public byte[] digest() {
        return Sha256.of(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same as base64url without padding: what dns-01 shows (RFC 8555 §8.4). */
    public String digestText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
    }
}
