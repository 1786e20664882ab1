package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;

class OpenTokenTest {

    private final OpenToken tokens = Injected.into(
            new OpenToken(),
            Settings.of(Map.of(
                    "bailiwick.data", "/nowhere",
                    "bailiwick.token.library", "/nowhere/own.so",
                    "bailiwick.token.plant.library", "/nowhere/plant.so",
                    "bailiwick.token.vault.label", "vault")));

    /** None of these libraries is there, and nobody has noticed. */
    @Test
    void aTokenIsAskedForNothingUntilOneOfItsKeysIsUsed() {
        assertThat(tokens.get()).isSameAs(tokens.get(null));
        assertThat(tokens.get("plant")).isSameAs(tokens.get("plant")).isNotSameAs(tokens.get());
        assertThat(tokens.get("vault")).isNotSameAs(tokens.get("plant"));
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> tokens.get("plant").keys())
                .withMessageContaining("/nowhere/plant.so");
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> tokens.get("vault").keys())
                .withMessageContaining("/nowhere/own.so");
        tokens.close();
    }

    @Test
    void aTokenThatIsNotDescribedIsNotThere() {
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> tokens.get("plant-2"))
                .satisfies(unknown -> assertThat(unknown.hint()).contains("bailiwick.token.plant-2.label"));
    }
}
