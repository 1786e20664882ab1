package org.bailiwick.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of {@link Verification}. The report goes to standard output.
 *
 * <p>Exit codes: 0 nothing is wrong, 1 something is, 2 it could not be verified (wrong usage, a file cannot be read), 3
 * nothing is wrong, but no checkpoint signs any of the events, so nothing is proven.
 */
public final class Verifier {

    static final int SOUND = 0;
    static final int UNSOUND = 1;
    static final int NOT_VERIFIED = 2;
    static final int NOT_PROVEN = 3;

    private static final String USAGE =
            """
            Usage: java -jar bailiwick-audit-verifier.jar EXPORT --key KEY.pem [--key ...] [--checkpoint KEPT ...] [--part]
              EXPORT        the audit log as it was exported (.ndjson); - for standard input
              --key         the public key or certificate that the key ceremony wrote, PEM
              --checkpoint  checkpoints that were kept elsewhere, a line each, which the export must have
              --part        the export is of a later part: it begins with the checkpoint that signs what came before""";

    private final List<Path> exports = new ArrayList<>();
    private final List<Path> keys = new ArrayList<>();
    private final List<Path> kept = new ArrayList<>();
    private boolean part;

    private Verifier() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Verifies, and returns the exit code. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        Verifier verifier = new Verifier();
        if (!verifier.understands(arguments)) {
            err.println(USAGE);
            return NOT_VERIFIED;
        }
        try {
            Verdict verdict = verifier.verify();
            verdict.report().forEach(out::println);
            return !verdict.sound() ? UNSOUND : verdict.proven() ? SOUND : NOT_PROVEN;
        } catch (IOException unreadable) {
            err.println("A file cannot be read: " + unreadable.getMessage());
        } catch (IllegalArgumentException noKey) {
            err.println(noKey.getMessage());
        }
        return NOT_VERIFIED;
    }

    private boolean understands(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--part")) {
                part = true;
                continue;
            }
            List<Path> files =
                    switch (arguments[i]) {
                        case "--key" -> keys;
                        case "--checkpoint" -> kept;
                        default -> exports;
                    };
            boolean option = files != exports;
            if (option ? i + 1 == arguments.length : arguments[i].startsWith("--")) {
                return false;
            }
            files.add(Path.of(option ? arguments[++i] : arguments[i]));
        }
        return exports.size() == 1 && !keys.isEmpty();
    }

    private Verdict verify() throws IOException {
        List<AuditKey> trusted = new ArrayList<>();
        for (Path file : keys) {
            trusted.add(key(file));
        }
        List<String> checkpoints = new ArrayList<>();
        for (Path file : kept) {
            checkpoints.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        }
        try (BufferedReader lines = open(exports.get(0))) {
            return new Verification(trusted, checkpoints, part).verify(lines);
        }
    }

    private static AuditKey key(Path file) throws IOException {
        try {
            return AuditKey.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException none) {
            throw new IllegalArgumentException(
                    "The key %s cannot be used. %s".formatted(file, none.getMessage()), none);
        }
    }

    private static BufferedReader open(Path export) throws IOException {
        return export.equals(Path.of("-"))
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1))
                : Files.newBufferedReader(export, StandardCharsets.ISO_8859_1);
    }
}
