package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.hsm.pkcs11.TokenKey;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Commands that do not come to their end: what was done is told, truly. A disk that is full is a process that may make no
 * file longer than a limit; nobody can mount one in a test.
 */
class NotDoneTest {

    /** Octets; {@code ulimit} counts in 512. */
    private static final int LIMIT = 64 << 10;

    private static final int BLOCK = 512;

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    private record Ended(int exitCode, String output) {}

    @Command(name = "ceremony")
    static final class Unforeseen {

        private final PrintWriter screen;
        private final Throwable failure;

        private Unforeseen(PrintWriter screen, Throwable failure) {
            this.screen = screen;
            this.failure = failure;
        }

        @Command(name = "fail")
        void fail(@Mixin TokenOptions token) throws IOException {
            token.perform(screen, (operations, files) -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            });
        }
    }

    static Stream<Throwable> unforeseen() {
        return Stream.of(
                new NullPointerException("two\n\tat lines"),
                new UnsupportedOperationException(),
                new StackOverflowError(),
                new NoClassDefFoundError("org/bailiwick/Missing"));
    }

    @ParameterizedTest
    @MethodSource("unforeseen")
    void whatNobodyForesawIsALineOfTheTranscript(Throwable failure) throws IOException {
        Path transcript = folder.resolve("transcript.txt");
        StringWriter err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("fail", "--transcript", transcript.toString()));
        arguments.addAll(tokenOptions());
        int exitCode = new CommandLine(new Unforeseen(new PrintWriter(out), failure))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(Ceremony::explain)
                .execute(arguments.toArray(String[]::new));
        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .hasLineCount(1)
                .startsWith("This should not happen; please report it: "
                        + failure.getClass().getName());
        List<String> lines = Files.readAllLines(transcript);
        assertThat(TranscriptFile.verify(transcript).lines()).isEqualTo(3);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2))
                .contains("not done: This should not happen; please report it: "
                        + failure.getClass().getName());
    }

    @Test
    void transcriptThatTakesNoLineStopsTheCommandBeforeAnythingIsDone() throws IOException, InterruptedException {
        Path transcript = folder.resolve("transcript.txt");
        fill(transcript, LIMIT - 40);
        TranscriptFile.State before = TranscriptFile.verify(transcript);
        Ended ended = limited(LIMIT, generating("never-1", transcript));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).contains("the transcript " + transcript, "Nothing was done.");
        assertThat(key("never-1")).isEmpty();
        assertThat(TranscriptFile.verify(transcript)).isEqualTo(before);

        Ended device = limited(LIMIT, generating("never-2", Path.of("/dev/full")));
        assertThat(device.exitCode()).isEqualTo(1);
        assertThat(device.output()).hasLineCount(1).contains("/dev/full is not a file");
        assertThat(key("never-2")).isEmpty();
    }

    @Test
    void diskThatIsFullBeforeTheKeyIsToldIsAnErrorThatNamesTheKey() throws IOException, InterruptedException {
        Path learned = folder.resolve("transcript-1.txt");
        String[] command = withToken(generating("told-1", learned));
        assertThat(Ceremony.run(new PrintWriter(out), new PrintWriter(out), command))
                .as(out.toString())
                .isZero();
        List<String> lines = Files.readAllLines(learned);
        assertThat(lines).hasSize(3);
        int beforeTheKey = octets(lines.get(0)) + octets(lines.get(1));
        assertThat(octets(lines.get(2))).isGreaterThan(500);

        Path transcript = folder.resolve("transcript-2.txt");
        fill(transcript, LIMIT - beforeTheKey - 200);
        int filled = TranscriptFile.verify(transcript).lines();
        Ended ended = limited(LIMIT, generating("told-2", transcript));
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("generated issuing key with placeholder: key \"told-2\"")
                .contains("the transcript " + transcript)
                .contains("This was done all the same: the key \"told-2\" was made and is in the token")
                .doesNotContain("Nothing was done");
        assertThat(key("told-2")).hasSize(1);
        // whole, so that another command can go on with it once there is room
        assertThat(TranscriptFile.verify(transcript).lines()).isEqualTo(filled + 2);
    }

    @Test
    void standardOutputThatTakesNothingIsAnErrorThatNamesTheKey() throws IOException, InterruptedException {
        ProcessBuilder builder = limitedProcess(
                        LIMIT, "generate", "issuing", "--label", "unprinted", "--subject", "CN=Unprinted")
                .redirectOutput(new File("/dev/full"));
        Process child = builder.start();
        String error = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(error).isEqualTo(1);
        assertThat(error).contains("standard output", "the key \"unprinted\" was made and is in the token");
        assertThat(key("unprinted")).hasSize(1);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("exists; choose another", List.of("export", "--label", "x", "--out", "taken.pem")),
                Arguments.of(
                        "exists; choose another", List.of("csr", "--label=x", "--subject=CN=X", "--out=taken.pem")),
                Arguments.of(
                        "exists; choose another",
                        List.of("generate", "root", "--label=r-1", "--subject=CN=R", "--out=taken.pem")),
                Arguments.of("exists; choose another", List.of("generate", "audit", "--label=r-1", "--out=taken.pem")),
                Arguments.of("exists; choose another", List.of("crl", "--label=x", "--number=1", "--out=taken.pem")),
                Arguments.of("cannot be written there", List.of("export", "--label", "x", "--out", "none/x.pem")),
                Arguments.of(
                        "plain HTTP",
                        List.of("sign", "--label=x", "--csr=y", "--crl-url=https://x.y/z", "--out=new.pem")),
                Arguments.of(
                        "not a DNS name", List.of("sign", "--label=x", "--csr=y", "--permit-dns=", "--out=new.pem")),
                Arguments.of(
                        "Addresses alone",
                        List.of("sign", "--label=x", "--csr=y", "--permit-ip=10.0.0.0/8", "--out=new.pem")),
                Arguments.of(
                        "the year 9999",
                        List.of("generate", "root", "--label=r-1", "--subject=CN=R", "--validity=P9999Y")));
    }

    /** Whatever is refused: who reads the transcript years later sees that it was tried, and that nothing came of it. */
    @ParameterizedTest
    @MethodSource("refused")
    void whatIsRefusedIsALineOfTheTranscript(String because, List<String> command) throws IOException {
        Files.writeString(folder.resolve("taken.pem"), "precious");
        Path transcript = folder.resolve("transcript.txt");
        StringWriter err = new StringWriter();
        int exitCode =
                Ceremony.run(new PrintWriter(out), new PrintWriter(err), withToken(inFolder(command, transcript)));
        assertThat(exitCode).as(err.toString()).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains(because).doesNotContain("report it");
        assertThat(Files.readAllLines(transcript)).hasSize(3).last().asString().contains("not done: ", because);
        assertThat(folder.resolve("taken.pem")).hasContent("precious");
        assertThat(folder.resolve("new.pem")).doesNotExist();
        assertThat(key("r-1")).isEmpty();
    }

    private String[] inFolder(List<String> command, Path transcript) {
        List<String> arguments = new ArrayList<>();
        command.forEach(each -> arguments.add(each.replaceFirst("(taken.pem|new.pem|none/x.pem)", folder + "/$1")));
        arguments.add("--transcript=" + transcript);
        return arguments.toArray(String[]::new);
    }

    @Test
    void fileThatHasNoRoomIsRefusedBeforeAnythingIsDone() throws IOException, InterruptedException {
        Path file = folder.resolve("root.pem");
        Ended ended =
                limited(LIMIT / 2, "generate", "root", "--label", "roomless", "--subject", "CN=R", "--out", "" + file);
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output()).hasLineCount(1).contains("cannot be written there", "Nothing was done.");
        assertThat(key("roomless")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fileIsWrittenWholeOrNotAtAll() throws IOException, InterruptedException {
        String[] root = withToken("generate", "root", "--label", "long crl", "--subject", "CN=L");
        assertThat(Ceremony.run(new PrintWriter(out), new PrintWriter(out), root))
                .isZero();
        List<String> command = new ArrayList<>(
                List.of("crl", "--label", "long crl", "--number", "7", "--out", "" + folder.resolve("long.crl")));
        for (int serial = 1; serial <= 5000; serial++) {
            command.add("--revoke");
            command.add(Integer.toHexString(0x10000 + serial));
        }
        Ended ended = limited(LIMIT, command.toArray(String[]::new));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("long.crl was not written: ")
                .contains("This was done all the same: the CRL number 7 was signed.");
        assertThat(folder).isEmptyDirectory();
    }

    private static String[] generating(String label, Path transcript) {
        return new String[] {
            "generate", "issuing", "--label", label, "--subject", "CN=Told", "--transcript", transcript.toString()
        };
    }

    private static int octets(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8).length;
    }

    /** Makes a transcript of about that many octets, less than ten away. */
    private static void fill(Path file, int size) throws IOException {
        int beside = 72; // number, hash, and what is between
        try (TranscriptFile transcript = TranscriptFile.open(file)) {
            for (long missing = size; missing > beside; missing = size - Files.size(file)) {
                long said = missing > 3000 ? 1000 : missing - beside;
                assertThat(transcript.append("x".repeat((int) said))).isNotEmpty();
            }
        }
    }

    private static List<TokenKey> key(String label) {
        return softHsm.token().keys().stream()
                .filter(key -> key.isLabelled(label))
                .toList();
    }

    /** The tool in a process that can make no file longer than so many octets. */
    private static Ended limited(int octets, String... arguments) throws IOException, InterruptedException {
        Process child =
                limitedProcess(octets, arguments).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(child.waitFor(), output);
    }

    private static ProcessBuilder limitedProcess(int octets, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "ulimit -f " + octets / BLOCK + " && exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED",
                "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Ceremony.class.getName()));
        command.addAll(List.of(withToken(arguments)));
        return new ProcessBuilder(command);
    }

    private static String[] withToken(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(tokenOptions());
        return all.toArray(String[]::new);
    }

    private static List<String> tokenOptions() {
        return List.of(
                "--library", softHsm.config().library().toString(),
                "--token", softHsm.config().tokenLabel(),
                "--pin-file", softHsm.config().pinFile().toString());
    }
}
