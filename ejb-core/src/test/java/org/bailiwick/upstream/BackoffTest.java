package org.bailiwick.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 7, 100, Integer.MAX_VALUE})
    void itIsASecondAtLeastAndAMinuteOrSoAtMost(int attempts) {
        for (int i = 0; i < 100; i++) {
            assertThat(Backoff.next(attempts, NOW))
                    .isBetween(NOW.plusSeconds(1), NOW.plus(Backoff.LONGEST).plusSeconds(1));
        }
    }

    @Test
    void theFirstComesSoon() {
        assertThat(Backoff.next(0, NOW)).isBetween(NOW.plusSeconds(1), NOW.plusSeconds(2));
    }

    /** What waited for one CA does not all come at once. */
    @Test
    void noTwoComeTogether() {
        Set<Instant> all =
                IntStream.range(0, 100).mapToObj(i -> Backoff.next(20, NOW)).collect(Collectors.toSet());
        assertThat(all).hasSizeGreaterThan(80);
    }

    @Test
    void whatTheCaWantsIsBounded() {
        assertThat(Backoff.next(Duration.ofDays(10_000), NOW)).isEqualTo(NOW.plus(Backoff.LONGEST));
        assertThat(Backoff.next(Duration.ZERO, NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(Backoff.next(Duration.ofSeconds(-5), NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(Backoff.next(Duration.ofSeconds(20), NOW)).isEqualTo(NOW.plusSeconds(20));
    }
}
