package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys keep secrets. */
class SecretTokenKeyTest {

    @Test
    void whatTheCeremonyMakesIsFit() {
        assertThat(key("AES-256", true, true, false, true, true).fit()).isTrue();
    }

    /** One that was imported, or could once be taken out, may be known to somebody. */
    @ParameterizedTest
    @CsvSource({
        "AES-128, true, true, false, true, true",
        "AES-256, false, true, false, true, true",
        "AES-256, true, false, false, true, true",
        "AES-256, true, true, true, true, true",
        "AES-256, true, true, false, false, true",
        "AES-256, true, true, false, true, false"
    })
    void othersAreNot(
            String type,
            boolean sensitive,
            boolean alwaysSensitive,
            boolean extractable,
            boolean neverExtractable,
            boolean encrypts) {
        assertThat(key(type, sensitive, alwaysSensitive, extractable, neverExtractable, encrypts)
                        .fit())
                .isFalse();
    }

    private static SecretTokenKey key(
            String type,
            boolean sensitive,
            boolean alwaysSensitive,
            boolean extractable,
            boolean neverExtractable,
            boolean encrypts) {
        return new SecretTokenKey(
                "01", "secrets", type, sensitive, alwaysSensitive, extractable, neverExtractable, encrypts);
    }
}
