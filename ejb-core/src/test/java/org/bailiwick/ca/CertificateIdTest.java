package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateIdTest {

    /** The example of RFC 9773 §4.1. */
    private static final String EXAMPLE = "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE";

    @Test
    void theExampleOfTheRfcIsReadAndWritten() {
        CertificateId id = CertificateId.parse(EXAMPLE);

        assertThat(id.keyIdentifier()).isEqualTo("69885b6b87464041e1b37b847ba0ae2cde01c8d4");
        assertThat(id.serial()).isEqualTo(new SerialNumber(new BigInteger("87654321", 16)));
        assertThat(id).hasToString(EXAMPLE);
    }

    /** RFC 9773 §4.1: "all trailing '=' characters MUST be stripped"; one certificate has one identifier. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "AIdlQyE",
                ".AIdlQyE",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE.",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE.AIdlQyE",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ=.AIdlQyE=",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE=",
                // bits that no octet has
                "aYhba4dGQEHhs3uEe6CuLN4ByNR.AIdlQyE",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyF",
                // the ordinary alphabet, white space
                "aYhba4dGQEHhs3uEe6CuLN4ByN+.AIdlQyE",
                " aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE",
                // a zero octet too many, a sign octet too few, zero, 21 octets
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AACHZUMh",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AAE",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.h2VDIQ",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AA",
                "aYhba4dGQEHhs3uEe6CuLN4ByNQ.AQAAAAAAAAAAAAAAAAAAAAAAAAAA",
            })
    void anotherTextIsMalformed(String text) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> CertificateId.parse(text))
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED));
    }

    @Test
    void aTextWithoutEndIsMalformed() {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> CertificateId.parse("A".repeat(1_000_000) + ".AIdlQyE"));
    }
}
