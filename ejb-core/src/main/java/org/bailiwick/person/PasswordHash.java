package org.bailiwick.person;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * How a password is kept: PBKDF2 (RFC 8018 §5.2) with HMAC-SHA-512, as NIST SP 800-132 permits and every JDK has it. The text
 * says algorithm, iterations, salt and key, so that another number of iterations, or another algorithm, may come later and
 * those before it are still understood.
 */
final class PasswordHash {

    /** What OWASP's cheat sheet on password storage demands of PBKDF2 with HMAC-SHA-512. */
    static final int ITERATIONS = 210_000;

    private static final int SALT_OCTETS = 16;
    private static final int KEY_BITS = 256;
    private static final String NAME = "pbkdf2-sha512";

    private static final Pattern TEXT =
            Pattern.compile(NAME + "\\$([1-9][0-9]{0,8})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");

    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    /** The text for a password, with a new salt. Takes some tenths of a second of CPU, on purpose. */
    static String of(String password) {
        byte[] salt = new byte[SALT_OCTETS];
        RANDOM.nextBytes(salt);
        return of(password, ITERATIONS, salt);
    }

    static String of(String password, int iterations, byte[] salt) {
        return text(iterations, salt, key(password, iterations, salt));
    }

    /** The text of a key that was not made from a password, so that none matches it; to try takes as long as with another. */
    static String ofNobody() {
        byte[] salt = new byte[SALT_OCTETS];
        byte[] key = new byte[KEY_BITS / 8];
        RANDOM.nextBytes(salt);
        RANDOM.nextBytes(key);
        return text(ITERATIONS, salt, key);
    }

    private static String text(int iterations, byte[] salt, byte[] key) {
        Base64.Encoder base64 = Base64.getEncoder();
        return "%s$%d$%s$%s".formatted(NAME, iterations, base64.encodeToString(salt), base64.encodeToString(key));
    }

    /** Whether a password is the one that was kept. Takes as long as {@link #of}. */
    static boolean matches(String kept, String password) {
        Matcher text = TEXT.matcher(kept);
        if (!text.matches()) {
            throw new IllegalStateException("a password is kept in an unknown way");
        }
        byte[] salt = Base64.getDecoder().decode(text.group(2));
        byte[] key = key(password, Integer.parseInt(text.group(1)), salt);
        return MessageDigest.isEqual(key, Base64.getDecoder().decode(text.group(3)));
    }

    private static byte[] key(String password, int iterations, byte[] salt) {
        PBEKeySpec secret = new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(secret)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK since 8 has it", impossible);
        } finally {
            secret.clearPassword();
        }
    }
}
