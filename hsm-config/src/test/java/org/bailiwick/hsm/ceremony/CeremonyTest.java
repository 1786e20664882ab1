package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CeremonyTest {

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void wholeCeremonyMakesAChainThatOpensslVerifies() throws IOException, InterruptedException {
        Pkcs11TokenConfig root = softHsm.createToken().token();
        Pkcs11TokenConfig issuing = softHsm.createToken().token();
        Path rootFile = folder.resolve("root.pem");
        Path request = folder.resolve("issuing.csr");
        Path chain = folder.resolve("chain.pem");

        succeed(root, "generate", "root", "--label", "root", "--subject", "CN=Root,O=Example", "--out", "" + rootFile);
        succeed(issuing, "generate", "issuing", "--label", "ca", "--subject", "CN=Issuing,O=Example");
        succeed(issuing, "csr", "--label", "ca", "--subject", "CN=Issuing,O=Example", "--out", "" + request);
        succeed(root, "sign", "--label", "root", "--csr", "" + request, "--validity", "P5Y", "--out", "" + chain);
        succeed(issuing, "import", "--label", "ca", "--chain", "" + chain);
        succeed(issuing, "show");

        assertThat(out.toString())
                .contains("generated root", "generated issuing key", "signed subordinate", "imported chain of 2")
                .contains("chain of 2; CKA_SENSITIVE true")
                .doesNotContain(Files.readString(root.pinFile()).strip())
                .doesNotContain(Files.readString(issuing.pinFile()).strip());
        assertThat(err.toString()).isEmpty();

        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        assertThat(openssl("verify", "-x509_strict", "-CAfile", "" + rootFile, "" + chain))
                .contains("OK");
        assertThat(openssl("req", "-in", "" + request, "-noout", "-verify", "-text"))
                .containsIgnoringCase("verify ok")
                .contains("CA:TRUE, pathlen:0");
        String fingerprint = openssl("x509", "-in", "" + chain, "-noout", "-fingerprint", "-sha256");
        assertThat(out.toString())
                .contains(fingerprint.substring(fingerprint.indexOf('=') + 1).strip());
    }

    @Test
    void fileThatExistsIsNotOverwrittenAndNothingIsGenerated() throws IOException {
        Path file = Files.writeString(folder.resolve("root.pem"), "precious");
        assertThat(run(softHsm.config(), "generate", "root", "--label", "r", "--subject", "CN=R", "--out", "" + file))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualTo("The file " + file + " exists; choose another." + System.lineSeparator());
        assertThat(file).hasContent("precious");
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("r"));
    }

    @Test
    void labelThatIsTakenIsRefusedInOneSentence() {
        assertThat(run(softHsm.config(), "generate", "issuing", "--label", "one", "--subject", "CN=One"))
                .isZero();
        assertThat(run(softHsm.config(), "generate", "issuing", "--label", "one", "--subject", "CN=One"))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("labelled \"one\" already");
    }

    @Test
    void secretKeyIsGeneratedAndShownWithItsAttributes() throws IOException {
        succeed(softHsm.config(), "generate", "secret", "--label", "secrets-2027");
        succeed(softHsm.config(), "show");
        assertThat(out.toString())
                .contains("generated secret key: secret key \"secrets-2027\"; AES-256; CKA_ID ")
                .contains("CKA_NEVER_EXTRACTABLE true")
                .contains("1 secret keys")
                .doesNotContain(Files.readString(softHsm.config().pinFile()).strip());
        assertThat(run(softHsm.config(), "generate", "secret", "--label", "secrets-2027"))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("labelled \"secrets-2027\" already");
    }

    @Test
    void tokenThatIsNotThereIsExitCodeThree() {
        Pkcs11TokenConfig wrong = new Pkcs11TokenConfig(
                softHsm.config().library(), "no such token", softHsm.config().pinFile());
        assertThat(run(wrong, "show")).isEqualTo(3);
        assertThat(err.toString()).hasLineCount(1).contains("\"no such token\" cannot be used");
    }

    @Test
    void missingFileIsExitCodeOne() {
        assertThat(run(softHsm.config(), "import", "--label", "x", "--chain", "" + folder.resolve("none.pem")))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("cannot be read").contains("none.pem");
    }

    @Test
    void fileOfAnotherKindIsExitCodeOne() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "hello");
        assertThat(run(softHsm.config(), "import", "--label", "x", "--chain", "" + text))
                .isEqualTo(1);
        assertThat(run(softHsm.config(), "sign", "--label", "x", "--csr", "" + text, "--out", folder.resolve("y") + ""))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(2);
    }

    @Test
    void wrongUsageIsExitCodeTwo() {
        assertThat(run(softHsm.config(), "generate", "root", "--label", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--subject");
        assertThat(run(softHsm.config(), "generate", "root", "--label", "x", "--subject", "nonsense"))
                .isEqualTo(2);
        assertThat(run(softHsm.config(), "generate", "root", "--label", "x", "--subject", "CN=x", "--key", "RSA_1024"))
                .isEqualTo(2);
        assertThat(Ceremony.run(new PrintWriter(out), new PrintWriter(err))).isEqualTo(2);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(Ceremony.run(new PrintWriter(out), new PrintWriter(err), "--help"))
                .isZero();
        assertThat(out.toString())
                .contains("generate", "csr", "sign", "crl", "import", "export", "show", "transcript", "softhsm");
    }

    @Test
    void transcriptHasWhatTheScreenHasAndEveryFile() throws IOException {
        Path transcript = folder.resolve("transcript.txt");
        Path certificate = folder.resolve("told.pem");
        Path request = folder.resolve("told.csr");
        Path chain = folder.resolve("told-chain.pem");
        List<String> kept = List.of("--transcript", "" + transcript, "--operator", "Ada", "--operator", "Bo \"B\" C");
        List<List<String>> commands = List.of(
                List.of("generate", "root", "--label", "t root", "--subject", "CN=T", "--out", "" + certificate),
                List.of("generate", "issuing", "--label", "t", "--subject", "CN=Told"),
                List.of("csr", "--label", "t", "--subject", "CN=Told", "--out", "" + request),
                List.of("sign", "--label", "t root", "--csr", "" + request, "--out", "" + chain),
                List.of("import", "--label", "t", "--chain", "" + chain),
                List.of("show"));
        for (List<String> command : commands) {
            List<String> all = new ArrayList<>(command);
            all.addAll(kept);
            succeed(softHsm.config(), all.toArray(String[]::new));
        }
        // refused, and told as well
        List<String> again = new ArrayList<>(commands.get(1));
        again.addAll(kept);
        assertThat(run(softHsm.config(), again.toArray(String[]::new))).isEqualTo(1);

        String text = Files.readString(transcript);
        assertThat(text).isEqualTo(out.toString());
        assertThat(TranscriptFile.verify(transcript).lines())
                .isEqualTo((int) text.lines().count());
        assertThat(text)
                .contains("; operator \"Ada\"; operator \"Bo \"B\" C\" | ")
                .contains("command \"generate root --label t root --subject CN=T")
                .contains("uses token \"" + softHsm.config().tokenLabel()
                        + "\": manufacturer SoftHSM project; model SoftHSM v2")
                .contains(", SHA-256 "
                        + Sha256.hex(
                                Files.readAllBytes(softHsm.config().library().toRealPath())))
                .contains("not done: The token has a key or certificate labelled \"t\" already")
                .doesNotContain(Files.readString(softHsm.config().pinFile()).strip());
        for (Path file : List.of(certificate, request, chain)) {
            assertThat(text)
                    .contains("wrote file " + file + ": " + Files.size(file) + " octets; SHA-256 "
                            + Sha256.hex(Files.readAllBytes(file)));
        }
        assertThat(text).contains("read file " + request, "read file " + chain);
    }

    @Test
    void transcriptThatWasChangedStopsTheCeremonyBeforeItBegins() throws IOException {
        Path transcript = Files.writeString(folder.resolve("transcript.txt"), "1 something | " + "0".repeat(64) + "\n");
        assertThat(run(
                        softHsm.config(),
                        "generate",
                        "issuing",
                        "--label",
                        "unseen",
                        "--subject",
                        "CN=U",
                        "--transcript",
                        "" + transcript))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("is not as it was written: line 1");
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("unseen"));
        assertThat(Ceremony.run(new PrintWriter(out), new PrintWriter(err), "transcript", "verify", "" + transcript))
                .isEqualTo(1);
        assertThat(Ceremony.run(
                        new PrintWriter(out), new PrintWriter(err), "transcript", "note", "" + transcript, "a note"))
                .isEqualTo(1);
        Path none = folder.resolve("none.txt");
        assertThat(Ceremony.run(new PrintWriter(out), new PrintWriter(err), "transcript", "verify", "" + none))
                .isEqualTo(1);
    }

    @Test
    void nothingIsMadeWhereItsCertificateCannotBeWritten() {
        Path nowhere = folder.resolve("gone").resolve("root.pem");
        assertThat(run(
                        softHsm.config(),
                        "generate",
                        "root",
                        "--label",
                        "lost",
                        "--subject",
                        "CN=L",
                        "--out",
                        "" + nowhere))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("cannot be written there");
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("lost"));
    }

    @Test
    void crlIsSignedByTheRootInTheTokenAndCounts() throws IOException {
        succeed(
                softHsm.config(),
                "generate",
                "root",
                "--label",
                "crl root",
                "--subject",
                "CN=C",
                "--key",
                "RSA_2048",
                "--scheme",
                "RSA_PSS_SHA256");
        Path first = folder.resolve("1.crl");
        Path second = folder.resolve("2.crl");
        assertThat(run(softHsm.config(), "crl", "--label", "crl root", "--out", "" + first))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("for the first one of this CA, a number such as 1");
        succeed(
                softHsm.config(),
                "crl",
                "--label",
                "crl root",
                "--number",
                "7",
                "--revoke",
                "0a=superseded",
                "--revoke",
                "0b",
                "--form",
                "PEM",
                "--out",
                "" + first);
        succeed(softHsm.config(), "crl", "--label", "crl root", "--previous", "" + first, "--out", "" + second);
        assertThat(Files.readString(first)).startsWith("-----BEGIN X509 CRL-----");
        assertThat(out.toString())
                .contains("revoked: serial a; reason superseded", "revoked: serial b; reason unspecified")
                .contains("number 7; entries 2; this update ", "number 8; entries 2; this update ");
        assertThat(run(
                        softHsm.config(),
                        "crl",
                        "--label",
                        "crl root",
                        "--previous",
                        "" + second,
                        "--revoke",
                        "a=whim",
                        "--out",
                        "" + folder.resolve("3.crl")))
                .isEqualTo(2);
        assertThat(run(
                        softHsm.config(),
                        "crl",
                        "--label",
                        "crl root",
                        "--previous",
                        "" + second,
                        "--number",
                        "8",
                        "--out",
                        "" + folder.resolve("3.crl")))
                .isEqualTo(1);
        assertThat(folder.resolve("3.crl")).doesNotExist();
    }

    @Test
    void httpsUrlIsRefusedBeforeTheTokenIsAsked() {
        assertThat(run(
                        softHsm.config(),
                        "sign",
                        "--label=x",
                        "--csr=y",
                        "--crl-url=https://pki.example/root.crl",
                        "--out=" + folder.resolve("z")))
                .isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("fetched over plain HTTP (RFC 5280 §8)");
    }

    /** SoftHSM leaves away what its configuration says (2.6.1: but for the first), as an HSM does in FIPS mode. */
    @ParameterizedTest
    @CsvSource({
        "CKM_EC_KEY_PAIR_GEN, EC_P384, ECDSA_P384_SHA384, does not make keys of the kind EC_P384",
        "CKM_RSA_PKCS_KEY_PAIR_GEN, RSA_2048, RSA_PSS_SHA256, does not make keys of the kind RSA_2048",
        "CKM_RSA_PKCS_PSS, RSA_2048, RSA_PSS_SHA384, does not offer the signature scheme RSA_PSS_SHA384"
    })
    void whatTheTokenCannotDoIsSaidBeforeAnythingIsMade(String without, String key, String scheme, String said)
            throws IOException, InterruptedException {
        Pkcs11TokenConfig token = softHsm.createToken().token();
        String configuration = Files.readString(Path.of(softHsm.environment().get("SOFTHSM2_CONF")));
        Path less = Files.writeString(
                folder.resolve("less.conf"), configuration + "slots.mechanisms = -NONE," + without + "\n");
        String output = child(
                Map.of("SOFTHSM2_CONF", less.toString()),
                3,
                token,
                "generate",
                "issuing",
                "--label",
                "none",
                "--subject",
                "CN=N",
                "--key",
                key,
                "--scheme",
                scheme);
        assertThat(output).hasLineCount(1).contains(said, "Nothing was made");
        try (Pkcs11Token empty = new Pkcs11Token(token)) {
            assertThat(empty.keys()).isEmpty();
        }
    }

    @Test
    void softHsmTokenIsMadeForTrying() {
        assertThat(Ceremony.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "softhsm",
                        "--folder",
                        folder.toString(),
                        "--token",
                        "trial"))
                .isZero();
        assertThat(out.toString())
                .contains("export SOFTHSM2_CONF='" + folder.resolve("softhsm2.conf") + "'")
                .contains("--token trial --pin-file " + folder.resolve("trial.pin"));
    }

    @Test
    void jvmThatKeepsSunPkcs11ClosedIsToldWhichFlagsItNeeds() throws IOException, InterruptedException {
        String output = child(List.of(), Map.of(), 3, softHsm.config(), "show");
        assertThat(output)
                .contains("--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED")
                .contains("--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED")
                .doesNotContain("\tat ");
    }

    private static String child(
            Map<String, String> environment, int exitCode, Pkcs11TokenConfig token, String... arguments)
            throws IOException, InterruptedException {
        return child(
                List.of(
                        "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED",
                        "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED"),
                environment,
                exitCode,
                token,
                arguments);
    }

    /** The tool in a process of its own, as it is used. */
    private static String child(
            List<String> options,
            Map<String, String> environment,
            int exitCode,
            Pkcs11TokenConfig token,
            String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Ceremony.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(tokenOptions(token));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process child = builder.start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isEqualTo(exitCode);
        return output;
    }

    private static List<String> tokenOptions(Pkcs11TokenConfig token) {
        return List.of(
                "--library", token.library().toString(),
                "--token", token.tokenLabel(),
                "--pin-file", token.pinFile().toString());
    }

    private void succeed(Pkcs11TokenConfig token, String... arguments) {
        assertThat(run(token, arguments)).as(err.toString()).isZero();
    }

    private int run(Pkcs11TokenConfig token, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(tokenOptions(token));
        return Ceremony.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
    }

    private static String openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
