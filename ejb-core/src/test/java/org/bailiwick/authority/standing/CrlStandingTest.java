package org.bailiwick.authority.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrlStandingTest {

    private static final Instant NOW = Instant.parse("2027-03-28T01:30:00Z");
    private static final Instant END = NOW.plus(Duration.ofDays(365));

    /** With an overlap of four hours it is late from two hours before its end on, as the health check has it. */
    @ParameterizedTest
    @CsvSource({"168, fresh, good", "2, fresh, good", "1, late, warning", "0, late, warning", "-1, ended, bad"})
    void itIsJudgedByWhatIsLeft(int hours, String state, String tone) {
        String judged = CrlStanding.state(NOW.plus(Duration.ofHours(hours)), Duration.ofHours(4), END, NOW);
        assertThat(judged).isEqualTo(state);
        assertThat(new CrlStanding(judged, 1, NOW, NOW, 0).tone()).isEqualTo(tone);
    }

    @Test
    void anIssuerThatHasEndedNeedsNone() {
        assertThat(CrlStanding.state(NOW.minusSeconds(1), Duration.ofHours(4), NOW.minusSeconds(1), NOW))
                .isEqualTo("over");
        assertThat(CrlStanding.of(Optional.empty(), Duration.ofHours(4), NOW.minusSeconds(1), NOW)
                        .state())
                .isEqualTo("over");
        assertThat(CrlStanding.of(Optional.empty(), Duration.ofHours(4), END, NOW))
                .satisfies(none -> {
                    assertThat(none.state()).isEqualTo("missing");
                    assertThat(none.number()).isZero();
                    assertThat(none.tone()).isEqualTo("neutral");
                });
    }

    @Test
    void aResponderIsThereOrNot() {
        assertThat(OcspStanding.of(Optional.of(END), END, NOW).state()).isEqualTo("ready");
        assertThat(OcspStanding.of(Optional.empty(), END, NOW).tone()).isEqualTo("warning");
        assertThat(OcspStanding.of(Optional.of(END), NOW.minusSeconds(1), NOW).until())
                .isNull();
        assertThat(OcspStanding.NONE.tone()).isEqualTo("neutral");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false, true", "89, 89, false, true", "90, 90, false, false", "-1, 0, true, true"})
    void whatIsLeftIsCountedInWholeDays(int days, long left, boolean ended, boolean soon) {
        Remaining remaining = Remaining.of(NOW.plus(Duration.ofDays(days)), NOW);
        assertThat(remaining.days()).isEqualTo(left);
        assertThat(remaining.ended()).isEqualTo(ended);
        assertThat(remaining.soon()).isEqualTo(soon);
    }
}
