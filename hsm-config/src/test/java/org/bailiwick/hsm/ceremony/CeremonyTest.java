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
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(out.toString()).contains("generate", "csr", "sign", "import", "show", "softhsm");
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
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Ceremony.class.getName(),
                        "show",
                        "--library",
                        softHsm.config().library().toString(),
                        "--token",
                        softHsm.config().tokenLabel(),
                        "--pin-file",
                        softHsm.config().pinFile().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isEqualTo(3);
        assertThat(output)
                .contains("--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED")
                .contains("--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED")
                .doesNotContain("\tat ");
    }

    private void succeed(Pkcs11TokenConfig token, String... arguments) {
        assertThat(run(token, arguments)).as(err.toString()).isZero();
    }

    private int run(Pkcs11TokenConfig token, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--library", token.library().toString(), "--token", token.tokenLabel()));
        all.addAll(List.of("--pin-file", token.pinFile().toString()));
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
