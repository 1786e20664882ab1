package org.bailiwick.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalInfoTest {

    private static final Instant BEGINNING = Instant.parse("2027-01-01T00:00:00Z");
    private static final RenewalInfo NINETY_DAYS = RenewalInfo.of(BEGINNING, BEGINNING.plus(Duration.ofDays(90)));

    @ParameterizedTest
    @CsvSource({
        // 90 days, 47 days, a day, an hour, a minute, two seconds
        "P90D,    PT1440H,   PT90H,    21600",
        "P47D,    PT752H,    PT47H,    21600",
        "PT24H,   PT16H,     PT1H,     3600",
        "PT1H,    PT40M,     PT150S,   150",
        "PT1M,    PT40S,     PT2.5S,   60",
        "PT2S,    PT1.333333333S, PT1S, 60",
    })
    void isTwoThirdsOfTheLife(Duration life, Duration start, Duration width, long retryAfter) {
        RenewalInfo info = RenewalInfo.of(BEGINNING, BEGINNING.plus(life));

        assertThat(info.start()).isEqualTo(BEGINNING.plus(start));
        assertThat(info.end()).isEqualTo(info.start().plus(width));
        assertThat(info.retryAfter()).hasSeconds(retryAfter);
    }

    /** RFC 9773 §4.2: "if the selected time is in the past, attempt renewal immediately". */
    @Test
    void ofARevokedCertificateIsInThePast() {
        Instant now = BEGINNING.plusSeconds(100);
        RenewalInfo info = NINETY_DAYS.over(now);

        assertThat(info.start()).isEqualTo(now.minusSeconds(3600));
        assertThat(info.end()).isEqualTo(now);
        assertThat(info.retryAfter()).isEqualTo(NINETY_DAYS.retryAfter());
    }

    @Test
    void ofOneThatIsToBeReplacedIsPulledForwardAndNeverPutOff() {
        Instant soon = BEGINNING.plus(Duration.ofDays(10));
        RenewalInfo info = NINETY_DAYS.pulledForward(soon, soon.plus(Duration.ofDays(1)));

        assertThat(info.start()).isEqualTo(soon);
        assertThat(info.end()).isEqualTo(soon.plus(Duration.ofDays(1)));
        assertThat(NINETY_DAYS.pulledForward(soon, NINETY_DAYS.end())).isEqualTo(NINETY_DAYS);
    }

    /** RFC 9773 §4.2: "servers MUST NOT serve such a response". */
    @Test
    void aWindowDoesNotEndBeforeItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RenewalInfo(BEGINNING, BEGINNING, Duration.ofHours(1)));
    }
}
