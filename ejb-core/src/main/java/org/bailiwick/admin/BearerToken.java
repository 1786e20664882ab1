package org.bailiwick.admin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bailiwick.hash.Sha256;

/**
 * What an administrator's program shows to be let in (RFC 6750): 256 random bits after a prefix by which secret scanners
 * find it. Shown once, when it is made; what is kept is {@link #sha256()}. A fast hash is right for it: nobody guesses 256
 * bits, so there is nothing to slow down (docs/adr/0028).
 */
public final class BearerToken implements Credential {

    private static final String PREFIX = "bwk_";

    /** 32 octets in base64url without padding. */
    private static final Pattern TEXT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private BearerToken(String text) {
        this.text = text;
    }

    /** A new one. */
    public static BearerToken random() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return new BearerToken(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Reads what somebody shows; empty if it is none of ours, whatever the database says. */
    public static Optional<BearerToken> parse(String shown) {
        return TEXT.matcher(shown).matches() ? Optional.of(new BearerToken(shown)) : Optional.empty();
    }

    /** The secret itself, for the one moment in which it is shown. */
    public String reveal() {
        return text;
    }

    /** Of the text. */
    @Override
    public String sha256() {
        return Sha256.hexadecimal(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
