package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.hsm.pkcs11.TokenDescription;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which token a command is about, and what is kept of it. picocli sets the required fields before they are read. */
final class TokenOptions {

    private static final Path NOWHERE = Path.of("");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

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

    @Option(
            names = "--transcript",
            paramLabel = "FILE",
            description = "Appends what is done, and the hash of each file that is read or written, to this file.")
    private Optional<Path> transcript = Optional.empty();

    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Who is at the keyboard or watches: into the transcript. May be repeated.")
    private List<String> operators = new ArrayList<>();

    /** What a command does. */
    interface Operation {
        void on(KeyCeremony ceremony, CeremonyFiles files) throws IOException;
    }

    /** Does it on the token, and tells it. */
    void perform(PrintWriter screen, Operation operation) throws IOException {
        Pkcs11TokenConfig config = new Pkcs11TokenConfig(library.toAbsolutePath(), token, pinFile.toAbsolutePath());
        Clock clock = Clock.systemUTC();
        DoneSoFar done = new DoneSoFar();
        try (Transcript kept = Transcript.open(screen, clock, transcript);
                Pkcs11Token opened = new Pkcs11Token(config)) {
            try {
                kept.detail("began: " + Ceremony.version() + "; Java " + Runtime.version() + "; command \"" + typed()
                        + "\""
                        + operators.stream()
                                .map(name -> "; operator \"" + name + "\"")
                                .collect(Collectors.joining()));
                if (transcript.isPresent()) {
                    kept.detail(describe(opened.description()));
                }
                operation.on(new KeyCeremony(opened, clock, kept::act, done), new CeremonyFiles(kept, done));
            } catch (IOException | RuntimeException | Error e) {
                // whatever it was: a transcript that just ends would leave it open what was done
                throw new NotDoneException(tell(kept, Ceremony.sentence(e) + done.sentence(e)), e);
            }
        }
    }

    /** Tells why a command did not come to its end. */
    private static String tell(Transcript kept, String sentence) {
        try {
            kept.detail("not done: " + sentence);
            return sentence;
        } catch (UncheckedIOException e) {
            return sentence + " " + Ceremony.sentence(e);
        }
    }

    /** No option takes a PIN, so none is in it. */
    private String typed() {
        return command == null
                ? ""
                : String.join(" ", command.root().commandLine().getParseResult().originalArgs());
    }

    private String describe(TokenDescription described) throws IOException {
        Path real = library.toRealPath();
        return "uses token \"" + described.label() + "\": manufacturer " + described.manufacturer()
                + "; model " + described.model()
                + "; serial number " + described.serialNumber()
                + "; firmware " + described.firmware()
                + "; library " + real + ", SHA-256 " + Sha256.hex(Files.readAllBytes(real));
    }
}
