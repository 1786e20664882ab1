package org.bailiwick.admin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.hash.Sha256;

/**
 * What a link has in it that opens something once: 256 random bits. What is kept is {@link #sha256()}, for the reasons of
 * {@link BearerToken}.
 */
public final class LinkSecret {

    /** 32 octets in base64url without padding. */
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private LinkSecret(String text) {
        this.text = text;
    }

    /** A new one. */
    public static LinkSecret random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new LinkSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Reads what somebody shows; empty if it is none of ours, whatever the database says. */
    public static Optional<LinkSecret> parse(String shown) {
        return TEXT.matcher(shown).matches() ? Optional.of(new LinkSecret(shown)) : Optional.empty();
    }

    /** The secret itself, for the one moment in which it is shown. */
    public String reveal() {
        return text;
    }

    /** Hexadecimal, lower case. */
    public String sha256() {
        return Sha256.hexadecimal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "…";
    }
}
