package org.bailiwick.hsm.pkcs11;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a token is and how to log in to it. Holds no secret.
 *
 * @param library the PKCS#11 library of the HSM's vendor, an absolute path
 * @param tokenLabel the token's CKA_LABEL, at most 32 octets of UTF-8 (PKCS #11 §3.2): slot numbers change, labels stay
 * @param pinFile a file that holds the user PIN and nothing else but one line end, readable by its owner only; read at
 *     each login, so that a PIN can be changed without a restart
 */
public record Pkcs11TokenConfig(Path library, String tokenLabel, Path pinFile) {

    private static final int LONGEST_LABEL = 32;

    /** What SunPKCS11's configuration would take for something else. */
    private static final Pattern NOT_IN_PATHS = Pattern.compile("[\"$\\p{Cntrl}]");

    /** @throws IllegalArgumentException if a part cannot be right; the message says which */
    public Pkcs11TokenConfig {
        if (!library.isAbsolute()) {
            throw new IllegalArgumentException("The path of the PKCS#11 library must be absolute: " + library);
        }
        if (NOT_IN_PATHS.matcher(library.toString()).find()) {
            throw new IllegalArgumentException(
                    "The path of the PKCS#11 library must have no quotes, dollar signs or line ends: " + library);
        }
        if (tokenLabel.isBlank()
                || !tokenLabel.equals(tokenLabel.strip())
                || tokenLabel.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
            throw new IllegalArgumentException(
                    "A token's label has 1 to 32 octets and no space at either end: \"" + tokenLabel + "\"");
        }
    }
}
