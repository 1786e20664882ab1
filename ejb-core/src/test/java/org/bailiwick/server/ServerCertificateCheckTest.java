package org.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bailiwick.health.Health.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerCertificateCheckTest {

    @ParameterizedTest
    @CsvSource({"PT-1S, DOWN", "PT0S, WARNING", "P13D, WARNING", "P14D, UP", "P89D, UP"})
    void oneThatShouldHaveBeenRenewedIsAWarningAndOneThatEndedIsDown(Duration left, State state) {
        assertThat(ServerCertificateCheck.judge(left, false).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"PT-1S, DOWN", "P13D, WARNING", "P89D, WARNING"})
    void oneThatIsRevokedIsAWarningUntilItIsReplaced(Duration left, State state) {
        assertThat(ServerCertificateCheck.judge(left, true).state()).isEqualTo(state);
        assertThat(ServerCertificateCheck.judge(Duration.ofDays(89), true).sentence())
                .contains("It is revoked");
    }
}
