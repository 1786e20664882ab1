package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class WrongConfigurationTest {

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    @TempDir
    Path folder;

    @Test
    void nothingHappensBeforeTheFirstUse() {
        Path nowhere = Path.of("/nonexistent");
        new Pkcs11Token(new Pkcs11TokenConfig(nowhere, "token", nowhere)).close();
    }

    @Test
    void missingLibrarySaysSo() {
        try (Pkcs11Token token =
                token(folder.resolve("libhsm.so"), softHsm.config().tokenLabel())) {
            assertThatExceptionOfType(TokenUnavailable.class)
                    .isThrownBy(token::keys)
                    .withMessageContaining("libhsm.so does not exist");
        }
    }

    @Test
    void fileThatIsNoLibrarySaysSo() throws IOException {
        Path text = Files.writeString(folder.resolve("libhsm.so"), "not a library");
        try (Pkcs11Token token = token(text, softHsm.config().tokenLabel())) {
            assertThatExceptionOfType(TokenUnavailable.class)
                    .isThrownBy(token::keys)
                    .withMessageContaining("cannot be used");
        }
    }

    @Test
    void libraryInAFolderWithASpaceIsLoaded() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a folder (x86)"));
        Path copy = Files.copy(softHsm.config().library().toRealPath(), odd.resolve("lib softhsm.so"));
        try (Pkcs11Token token = token(copy, softHsm.config().tokenLabel())) {
            assertThat(token.keys()).isEmpty();
        }
    }

    @Test
    void unknownTokenLabelSaysSoEveryTimeAndHarmsNoOther() {
        assertThat(softHsm.token().keys()).isEmpty();
        try (Pkcs11Token token = token(softHsm.config().library(), "no such token")) {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(TokenUnavailable.class)
                        .isThrownBy(token::keys)
                        .withMessageContaining("\"no such token\" cannot be used")
                        .satisfies(e -> assertThat(e.hint()).contains("label"));
                assertThat(softHsm.token().keys()).isEmpty();
            }
        }
    }

    @Test
    void twoTokensWithOneLabelAreRefused() {
        Pkcs11TokenConfig first = softHsm.createToken().token();
        softHsm.remove(first);
        softHsm.createToken(first.tokenLabel());
        softHsm.giveBack(first);
        try (Pkcs11Token token = new Pkcs11Token(first)) {
            assertThatExceptionOfType(TokenUnavailable.class)
                    .isThrownBy(token::keys)
                    .withMessageContaining("Two tokens are labelled");
        }
    }

    @Test
    void labelsAndPathsThatCannotBeRightAreRefusedAtOnce() {
        Path library = softHsm.config().library();
        for (String label : List.of("", " ", "token ", "x".repeat(33), "ü".repeat(17))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Pkcs11TokenConfig(library, label, library));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pkcs11TokenConfig(Path.of("/lib/${user.home}.so"), "token", library));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pkcs11TokenConfig(Path.of("libhsm.so"), "token", library))
                .withMessageContaining("absolute");
    }

    private static Pkcs11Token token(Path library, String label) {
        return new Pkcs11Token(
                new Pkcs11TokenConfig(library, label, softHsm.config().pinFile()));
    }
}
