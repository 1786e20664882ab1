package org.bailiwick.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.health.Health.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerCertificateCheckTest {

    @ParameterizedTest
    @CsvSource({"0, 0, UP", "0, 1, WARNING", "1, 0, DOWN", "1, 2, DOWN"})
    void oneThatEndedIsEnough(int ended, int soon, State state) {
        assertThat(IssuerCertificateCheck.judge(ended, soon, 3).state()).isEqualTo(state);
    }
}
