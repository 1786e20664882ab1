package org.bailiwick.web.pki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicFileTest {

    private static final String KEY = "0123456789abcdef".repeat(4);

    @Test
    void aNameIsAKeyAndWhatIsWantedOfIt() {
        assertThat(PublicFile.parse(KEY + ".crl")).hasValueSatisfying(file -> {
            assertThat(file.key().value()).isEqualTo(KEY);
            assertThat(file.extension()).isEqualTo("crl");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".crl",
                "crl",
                "x.crl",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.CRL",
                "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF.crl",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde.crl",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0.crl",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.crl ",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.crl\n",
                "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg.crl",
                "../0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.crl",
            })
    void anythingElseIsNone(String name) {
        assertThat(PublicFile.parse(name)).isEmpty();
    }
}
