package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RevocationReasonTest {

    @ParameterizedTest
    @CsvSource({
        "0, unspecified",
        "1, keyCompromise",
        "3, affiliationChanged",
        "4, superseded",
        "5, cessationOfOperation"
    })
    void aSubscriberMayGive(BigInteger code, String name) {
        assertThat(RevocationReason.ofSubscriber(code).rfcName()).isEqualTo(name);
    }

    /** RFC 8555 §7.6: "the server SHOULD reject a reasonCode it will not use". */
    @ParameterizedTest
    @ValueSource(strings = {"-1", "2", "6", "7", "8", "9", "10", "11", "256", "4294967297", "18446744073709551617"})
    void aSubscriberMayNotGive(BigInteger code) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> RevocationReason.ofSubscriber(code))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.BAD_REVOCATION_REASON);
                    assertThat(refusal.problem().detail()).contains(code.toString(), "4 (superseded)");
                });
    }

    @ParameterizedTest
    @EnumSource
    void aStoredNumberIsReadAgain(RevocationReason reason) {
        assertThat(RevocationReason.ofCode(reason.code())).isEqualTo(reason);
    }

    /** RFC 5280 §5.3.1: "value 7 is not used". */
    @Test
    void sevenIsNoReason() {
        assertThatIllegalArgumentException().isThrownBy(() -> RevocationReason.ofCode(7));
    }
}
