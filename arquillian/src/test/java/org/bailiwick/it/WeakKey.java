package org.bailiwick.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.Locale;

/** An RSA key that is on a list of weak keys which the shared server has read. */
final class WeakKey {

    static final AccountKeys KEY = key();

    private WeakKey() {}

    /** Writes a list as Debian's {@code openssl-blacklist} has them, with another key on it as well. */
    static Path writeList(Path folder) throws IOException {
        String modulus = ((RSAPublicKey) KEY.pair().getPublic()).getModulus().toString(16);
        String text = "Modulus=" + modulus.toUpperCase(Locale.ROOT) + "\n";
        return Files.writeString(
                Files.createDirectories(folder).resolve("blacklist.RSA-2048"),
                "# a list\n0123456789abcdef0123\n" + sha1(text).substring(20) + "\n");
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static AccountKeys key() {
        try {
            return AccountKeys.rsa(2048);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
