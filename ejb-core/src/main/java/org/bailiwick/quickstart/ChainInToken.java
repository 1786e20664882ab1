package org.bailiwick.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;

/**
 * Writes the chain of a key, as the ceremony stored it beside the key, to a file. A program of its own, because a PKCS#11
 * library reads its configuration from the environment of its process.
 */
final class ChainInToken {

    private ChainInToken() {}

    /**
     * Exits with 0 if the chain was written.
     *
     * @param arguments the library, the token's label, its PIN file, the key's label, and the file
     */
    public static void main(String... arguments) throws IOException {
        Pkcs11TokenConfig config = new Pkcs11TokenConfig(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
        try (Pkcs11Token token = new Pkcs11Token(config)) {
            Files.writeString(Path.of(arguments[4]), new CertificateChain(token.certificateChain(arguments[3])).pem());
        } catch (TokenException cannot) {
            System.err.println(cannot.getMessage() + ". " + cannot.hint());
            System.exit(1);
        }
    }
}
