package org.bailiwick.admin.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.statistics.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {

    @Test
    void barsStandOnEachOther() {
        Chart chart = Chart.of(series(part(5, 2, 0, 3), part(0, 0, 0, 0), part(0, 0, 1, 0)));
        assertThat(chart.top()).isEqualTo(10);
        assertThat(chart.bars())
                .containsExactly(
                        new Chart.Bars("issued", "M0 180v-90h180v90z"),
                        new Chart.Bars("renewed", "M0 90v-36h180v36z"),
                        new Chart.Bars("refused", "M480 180v-18h180v18z"),
                        new Chart.Bars("failed", "M0 54v-54h180v54z"));
    }

    @Test
    void whereNothingHappenedNothingIsDrawn() {
        Chart chart = Chart.of(series(part(0, 0, 0, 0)));
        assertThat(chart.top()).isEqualTo(1);
        assertThat(chart.bars()).extracting(Chart.Bars::path).containsOnly("");
    }

    @Test
    void oneOfAMillionIsSeen() {
        assertThat(Chart.of(series(part(0, 999_999, 0, 1))).bars().get(3).path())
                .isEqualTo("M0 1v-1h540v1z");
    }

    @Test
    void aLongTimeTakesFewOctets() {
        Series.Part[] parts = Stream.generate(() -> part(123_456, 234_567, 345_678, 456_789))
                .limit(30)
                .toArray(Series.Part[]::new);
        assertThat(Chart.of(series(parts)).bars())
                .allSatisfy(bars -> assertThat(bars.path()).hasSizeLessThan(900));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 5", "6, 10", "11, 20", "999, 1000", "1001, 2000", "20001, 50000"})
    void theUpperEdgeIsARoundNumber(long most, long top) {
        assertThat(Chart.round(most)).isEqualTo(top);
    }

    private static Series series(Series.Part... parts) {
        return new Series(Instant.EPOCH, Duration.ofHours(1), List.of(parts), List.of());
    }

    private static Series.Part part(long issued, long renewed, long refused, long failed) {
        return new Series.Part(Instant.EPOCH, issued, renewed, refused, failed);
    }
}
