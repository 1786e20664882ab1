package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import picocli.CommandLine.Option;

/** Which token a command is about. picocli sets every field before it is read: all are required. */
final class TokenOptions {

    private static final Path NOWHERE = Path.of("");

    @Option(names = "--library", required = true, paramLabel = "FILE", description = "The HSM's PKCS#11 library.")
    private Path library = NOWHERE;

    @Option(names = "--token", required = true, paramLabel = "LABEL", description = "The token's label.")
    private String token = "";

    @Option(
            names = "--pin-file",
            required = true,
            paramLabel = "FILE",
            description = "A file with the token's user PIN and nothing else.")
    private Path pinFile = NOWHERE;

    /** What a command does. */
    interface Operation {
        void on(KeyCeremony ceremony) throws IOException;
    }

    /** Does it on the token, and prints the transcript. */
    void perform(PrintWriter transcript, Operation operation) throws IOException {
        Pkcs11TokenConfig config = new Pkcs11TokenConfig(library.toAbsolutePath(), token, pinFile.toAbsolutePath());
        try (Pkcs11Token opened = new Pkcs11Token(config)) {
            operation.on(new KeyCeremony(opened, Clock.systemUTC(), transcript::println));
        }
    }
}
