package org.bailiwick.authority.founding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"issuing\u0000", "a\nb", "\u007f", "\u0085"})
    void aLabelHasNoCharacterThatCannotBeSeen(String label) {
        assertThatIllegalArgumentException().isThrownBy(() -> wanted(label)).withMessageContaining("cannot be seen");
    }

    @Test
    void aLabelIsNotTooLong() {
        String longest = "ä".repeat(64);
        assertThat(wanted(longest).label()).contains(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> wanted(longest + "a"));
    }

    private static WantedKey wanted(String label) {
        return new WantedKey(
                CaSubject.parse("CN=Issuing"),
                KeyAlgorithm.EC_P256,
                SignatureScheme.ECDSA_P256_SHA256,
                Optional.of(label));
    }
}
