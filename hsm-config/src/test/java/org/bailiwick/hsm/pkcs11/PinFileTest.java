package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.bailiwick.hsm.TokenException.PinRejected;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody else is logged in to the token in these tests: otherwise any PIN is right. */
class PinFileTest {

    private static final String WRONG = "0000-wrong-0000";

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    @TempDir
    Path folder;

    private Path pinFile = Path.of("");
    private String right = "";
    private Pkcs11Token token = softHsm.token();

    @BeforeEach
    void copyPin() throws IOException {
        right = Files.readString(softHsm.config().pinFile()).strip();
        pinFile = folder.resolve("pin");
        token = new Pkcs11Token(new Pkcs11TokenConfig(
                softHsm.config().library(), softHsm.config().tokenLabel(), pinFile));
    }

    /** For its owner only, from the start. */
    private void write(String pin) throws IOException {
        if (!Files.exists(pinFile)) {
            Files.createFile(
                    pinFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(pinFile, pin);
    }

    @AfterEach
    void close() {
        token.close();
    }

    @Test
    void wrongPinIsRejectedAndNeverShown() throws IOException {
        write(WRONG);
        assertThatExceptionOfType(PinRejected.class).isThrownBy(token::keys).satisfies(e -> {
            assertThat(e.code()).contains("CKR_PIN_INCORRECT");
            assertThat(e.getMessage()).contains("CKR_PIN_INCORRECT");
            assertThat(e.hint()).contains("PIN file");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(WRONG);
            }
        });
    }

    @Test
    void rejectedPinIsNotTriedAgainUntilTheFileChanges() throws IOException {
        write(WRONG);
        assertThatExceptionOfType(PinRejected.class).isThrownBy(token::keys);
        assertThatExceptionOfType(PinRejected.class)
                .isThrownBy(token::keys)
                .withMessageContaining("was rejected before")
                .satisfies(e -> assertThat(e.code()).contains("CKR_PIN_INCORRECT"));
        write(right);
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void touchedFileIsTriedAgain() throws IOException {
        write(WRONG);
        assertThatExceptionOfType(PinRejected.class).isThrownBy(token::keys);
        Files.setLastModifiedTime(pinFile, FileTime.fromMillis(1));
        assertThatExceptionOfType(PinRejected.class)
                .isThrownBy(token::keys)
                .withMessageNotContaining("was rejected before");
    }

    @Test
    void pinMayEndInAnyKindOfLine() throws IOException {
        write(right + "\r\n");
        assertThat(token.keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "r--r--r--"})
    void pinFileThatOthersCanReadIsRefusedUntilItsPermissionsAreMended(String permissions) throws IOException {
        write(right);
        Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString(permissions));
        assertThatExceptionOfType(PinRejected.class)
                .isThrownBy(token::keys)
                .withMessage("The PIN file " + pinFile + " can be read by others than its owner (" + permissions
                        + "), so its PIN is not used")
                .satisfies(e -> assertThat(e.hint()).contains("chmod 600 " + pinFile));
        Files.setPosixFilePermissions(pinFile, PosixFilePermissions.fromString("rw-------"));
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void linkToAPinFileForItsOwnerOnlyIsFollowed() throws IOException {
        Files.createSymbolicLink(pinFile, softHsm.config().pinFile());
        assertThat(token.keys()).isEmpty();
    }

    @Test
    void missingPinFileSaysSo() {
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(token::keys)
                .withMessageContaining(pinFile.toString())
                .satisfies(e -> assertThat(e.hint()).contains("readable by the account the server runs as"));
    }

    @Test
    void emptyPinFileIsRejectedWithoutAskingTheToken() throws IOException {
        write("\n");
        assertThatExceptionOfType(PinRejected.class)
                .isThrownBy(token::keys)
                .withMessageContaining("is empty")
                .satisfies(e -> assertThat(e.code()).isEmpty());
    }

    @Test
    void pinOfOtherLettersThanAsciiReachesTheTokenAsItStandsInTheFile() throws IOException, InterruptedException {
        Pkcs11TokenConfig other = softHsm.createToken().token();
        // Through a shell's printf: the JVM would encode arguments by the locale, which may be plain ASCII.
        Process change = new ProcessBuilder(
                        "sh",
                        "-c",
                        "pkcs11-tool --module \"$0\" --token-label \"$1\" --login --pin \"$(cat \"$2\")\" --change-pin"
                                + " --new-pin \"$(printf 'gr\\303\\266\\303\\237er')\"",
                        other.library().toString(),
                        other.tokenLabel(),
                        other.pinFile().toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(change.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(change.waitFor() != 127, "pkcs11-tool is not installed");
        assertThat(change.exitValue()).as(output).isZero();
        write("größer\n");
        try (Pkcs11Token changed =
                new Pkcs11Token(new Pkcs11TokenConfig(other.library(), other.tokenLabel(), pinFile))) {
            assertThat(changed.keys()).isEmpty();
        }
    }
}
