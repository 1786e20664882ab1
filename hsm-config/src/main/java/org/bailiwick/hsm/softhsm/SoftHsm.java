package org.bailiwick.hsm.softhsm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.jspecify.annotations.Nullable;

/**
 * SoftHSM 2 as it is installed on this machine.
 *
 * @param library {@code libsofthsm2.so}
 * @param utility {@code softhsm2-util}
 */
public record SoftHsm(Path library, Path utility) {

    /** The environment variable that tells SoftHSM where its configuration is. */
    public static final String CONFIGURATION_VARIABLE = "SOFTHSM2_CONF";

    /** The environment variable that tells us where the library is, if it is in no usual place. */
    public static final String LIBRARY_VARIABLE = "SOFTHSM2_LIBRARY";

    /** Debian and Ubuntu; Fedora and RHEL; Alpine; Homebrew on ARM; Homebrew on Intel, or built from source. */
    private static final List<String> USUAL_LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/lib64/softhsm/libsofthsm2.so",
            "/usr/lib64/libsofthsm2.so",
            "/usr/lib/pkcs11/libsofthsm2.so",
            "/usr/lib/libsofthsm2.so",
            "/opt/homebrew/lib/softhsm/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so");

    private static final String USUAL_FOLDERS = "/usr/bin:/opt/homebrew/bin:/usr/local/bin";
    private static final String UTILITY = "softhsm2-util";

    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER = permissions("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE = permissions("rw-------");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PIN_OCTETS = 16;

    /**
     * Finds SoftHSM: the given library, else the one {@value #LIBRARY_VARIABLE} names, else the usual places.
     *
     * @param explicit the library, if the operator says where it is
     * @throws TokenUnavailable if it is not there; the hint says how to install it
     */
    public static SoftHsm find(Optional<Path> explicit) {
        return find(explicit, System.getenv(LIBRARY_VARIABLE), System.getenv("PATH"));
    }

    static SoftHsm find(Optional<Path> explicit, @Nullable String libraryVariable, @Nullable String searchPath) {
        Stream<Path> libraries;
        if (explicit.isPresent()) {
            libraries = explicit.stream();
        } else if (libraryVariable != null && !libraryVariable.isBlank()) {
            libraries = Stream.of(Path.of(libraryVariable));
        } else {
            libraries = USUAL_LIBRARIES.stream().map(Path::of);
        }
        Path library = libraries
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> missing(explicit.map(Path::toString).orElse("libsofthsm2.so")));
        String folders = searchPath == null ? USUAL_FOLDERS : searchPath + File.pathSeparator + USUAL_FOLDERS;
        Path utility = Arrays.stream(folders.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, UTILITY))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(UTILITY));
        return new SoftHsm(library.toAbsolutePath(), utility.toAbsolutePath());
    }

    /**
     * A token in a folder, made if it is not there yet: {@code softhsm2.conf}, the tokens, and for each token a file
     * with its PIN and one with its security officer's PIN, for their owner only. Tokens may share a folder.
     *
     * @param folder made, for its owner only, if missing
     * @param label letters, digits, dot, hyphen, underscore, at most 32
     * @throws IllegalArgumentException if the label is not allowed
     * @throws TokenUnavailable if SoftHSM does not make it, or the PIN of a token that exists is lost
     * @throws UncheckedIOException if a file cannot be written
     */
    public SoftHsmToken createToken(Path folder, String label) {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "A SoftHSM token's label has 1 to 32 letters, digits, dots, hyphens or underscores: \"" + label
                            + "\"");
        }
        Path home = folder.toAbsolutePath().normalize();
        Path configuration = home.resolve("softhsm2.conf");
        Path pinFile = home.resolve(label + ".pin");
        Path newPinFile = home.resolve(label + ".pin.new");
        try {
            Files.createDirectories(home, OWNER_ONLY_FOLDER);
            Files.createDirectories(home.resolve("tokens"), OWNER_ONLY_FOLDER);
            configure(configuration, home.resolve("tokens"));
            if (!hasToken(configuration, label)) {
                writeSecret(home.resolve(label + ".so-pin"), randomPin());
                writeSecret(newPinFile, randomPin());
                initialize(configuration, label, home.resolve(label + ".so-pin"), newPinFile);
                Files.move(newPinFile, pinFile, StandardCopyOption.ATOMIC_MOVE);
            } else if (Files.exists(newPinFile)) {
                Files.move(newPinFile, pinFile, StandardCopyOption.ATOMIC_MOVE); // interrupted there the last time
            } else if (!Files.exists(pinFile)) {
                throw new TokenUnavailable(
                        "The token \"" + label + "\" exists in " + home + " and its PIN file is gone",
                        "Put the PIN back into " + pinFile + ", or choose another label.",
                        null,
                        null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the SoftHSM folder " + home, e);
        }
        return new SoftHsmToken(configuration, new Pkcs11TokenConfig(library, label, pinFile));
    }

    private static void configure(Path configuration, Path tokens) throws IOException {
        if (Files.exists(configuration)) {
            return;
        }
        Files.writeString(
                configuration,
                """
                # Written by Bailiwick. Programs find it by the environment variable SOFTHSM2_CONF.
                directories.tokendir = %s
                objectstore.backend = file
                log.level = ERROR
                """
                        .formatted(tokens));
    }

    private boolean hasToken(Path configuration, String label) throws IOException {
        return run(configuration, "--show-slots")
                .lines()
                .map(String::strip)
                .anyMatch(line -> line.startsWith("Label:")
                        && line.substring("Label:".length()).strip().equals(label));
    }

    /**
     * softhsm2-util takes PINs from a terminal or from its arguments, and refuses a pipe ("Could not get SO PIN", 2.6.1).
     * So for a moment other accounts of this machine can see both PINs in the list of processes. They are worth nothing
     * without the folder, which only its owner may enter; and a real CA key does not belong into SoftHSM.
     */
    private void initialize(Path configuration, String label, Path soPinFile, Path pinFile) throws IOException {
        run(
                configuration,
                "--init-token",
                "--free",
                "--label",
                label,
                "--so-pin",
                Files.readString(soPinFile).strip(),
                "--pin",
                Files.readString(pinFile).strip());
    }

    private String run(Path configuration, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(utility.toString(), "--module", library.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(CONFIGURATION_VARIABLE, configuration.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status;
        try {
            status = process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            status = -1;
        }
        if (status != 0) {
            throw new TokenUnavailable(
                    UTILITY + " " + arguments[0] + " failed: " + output.strip(),
                    "Check " + configuration + " and that this account may write the folder it names.",
                    null,
                    null);
        }
        return output;
    }

    private static String randomPin() {
        byte[] octets = new byte[PIN_OCTETS];
        RANDOM.nextBytes(octets);
        return HexFormat.of().formatHex(octets);
    }

    private static void writeSecret(Path file, String secret) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY_FILE);
        Files.writeString(file, secret + "\n");
    }

    private static FileAttribute<Set<PosixFilePermission>> permissions(String symbols) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(symbols));
    }

    private static TokenUnavailable missing(String what) {
        return new TokenUnavailable(
                "SoftHSM 2 is not installed here: there is no " + what,
                "Run hsm-config/softhsm/install.sh, or set " + LIBRARY_VARIABLE + " to the path of libsofthsm2.so.",
                null,
                null);
    }
}
