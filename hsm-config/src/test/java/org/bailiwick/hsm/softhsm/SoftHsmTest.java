package org.bailiwick.hsm.softhsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SoftHsmTest {

    /** Skips or fails this class where SoftHSM is missing. */
    @RegisterExtension
    static final SoftHsmExtension installed = new SoftHsmExtension();

    private static SoftHsm softHsm = new SoftHsm(Path.of(""), Path.of(""));

    @TempDir
    Path parent;

    @BeforeAll
    static void find() {
        softHsm = SoftHsm.find(Optional.empty());
    }

    @Test
    void libraryIsFoundWhereItIsSaidToBe() {
        Path library = softHsm.library();
        assertThat(SoftHsm.find(Optional.of(library), null, null).library()).isEqualTo(library);
        assertThat(SoftHsm.find(Optional.empty(), library.toString(), null).library())
                .isEqualTo(library);
    }

    @Test
    void wrongStatementIsNotReplacedByAGuess() {
        Path wrong = parent.resolve("libsofthsm2.so");
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> SoftHsm.find(Optional.of(wrong)))
                .satisfies(e -> assertThat(e.hint()).contains("install.sh"));
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> SoftHsm.find(Optional.empty(), wrong.toString(), null));
    }

    @Test
    void tokenHasItsFolderPinAndConfigurationForItsOwnerOnly() throws IOException {
        Path folder = parent.resolve("softhsm");
        SoftHsmToken token = softHsm.createToken(folder, "issuing");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("tokens"))).isEqualTo("rwx------");
        assertThat(permissions(token.token().pinFile())).isEqualTo("rw-------");
        assertThat(permissions(folder.resolve("issuing.so-pin"))).isEqualTo("rw-------");
        assertThat(Files.readString(token.configuration()))
                .contains(folder.resolve("tokens").toString());
        assertThat(Files.readString(token.token().pinFile()))
                .matches("[0-9a-f]{32}\n")
                .isNotEqualTo(Files.readString(folder.resolve("issuing.so-pin")));
        assertThat(token.environment())
                .isEqualTo(Map.of("SOFTHSM2_CONF", token.configuration().toString()));
        assertThat(token.token().tokenLabel()).isEqualTo("issuing");
    }

    @Test
    void secondCallFindsTheTokenAndKeepsItsPin() throws IOException {
        SoftHsmToken first = softHsm.createToken(parent, "root");
        String pin = Files.readString(first.token().pinFile());
        assertThat(softHsm.createToken(parent, "root")).isEqualTo(first);
        assertThat(Files.readString(first.token().pinFile())).isEqualTo(pin);
        assertThat(tokens()).hasSize(1);
    }

    @Test
    void tokensShareAFolder() throws IOException {
        softHsm.createToken(parent, "root");
        softHsm.createToken(parent, "issuing");
        assertThat(tokens()).hasSize(2);
    }

    @Test
    void callThatWasInterruptedIsFinishedByTheNext() throws IOException {
        SoftHsmToken token = softHsm.createToken(parent, "root");
        Files.move(token.token().pinFile(), parent.resolve("root.pin.new"));
        assertThat(softHsm.createToken(parent, "root")).isEqualTo(token);
        assertThat(token.token().pinFile()).exists();
    }

    @Test
    void tokenWhosePinIsLostIsNotReplaced() throws IOException {
        SoftHsmToken token = softHsm.createToken(parent, "root");
        Files.delete(token.token().pinFile());
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> softHsm.createToken(parent, "root"))
                .withMessageContaining("PIN file is gone");
    }

    @Test
    void labelThatCouldLeaveTheFolderIsRefused() {
        for (String label : List.of("", "../up", "a b", "x".repeat(33), "-rf")) {
            assertThatIllegalArgumentException().isThrownBy(() -> softHsm.createToken(parent, label));
        }
    }

    @Test
    void failureOfTheUtilityIsToldWithoutPins() throws IOException {
        Path utility = Files.writeString(
                parent.resolve("softhsm2-util"),
                """
                #!/bin/sh
                case "$*" in
                *--init-token*) echo 'ERROR: no room'; exit 1 ;;
                esac
                """);
        Files.setPosixFilePermissions(utility, PosixFilePermissions.fromString("rwx------"));
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> new SoftHsm(softHsm.library(), utility).createToken(parent, "full"))
                .withMessage("softhsm2-util --init-token failed: ERROR: no room");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<Path> tokens() throws IOException {
        try (Stream<Path> children = Files.list(parent.resolve("tokens"))) {
            return children.toList();
        }
    }
}
