package org.bailiwick.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The metrics are what a Prometheus user expects, and {@code docs/monitoring.md} has them all. */
class MetricsTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "monitoring.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(bailiwick_[a-z_]+)` \\|", Pattern.MULTILINE);

    /** The text format's grammar, with what OpenMetrics adds. */
    private static final Pattern LINE = Pattern.compile("# (HELP|TYPE|UNIT) [a-zA-Z_:][a-zA-Z0-9_:]* .+"
            + "|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[a-zA-Z_]\\w*=\"([^\"\\\\]|\\\\.)*\"(,[a-zA-Z_]\\w*=\"([^\"\\\\]|\\\\.)*\")*})?"
            + " ([+-]Inf|NaN|[-+0-9.eE]+)"
            + "|# EOF");

    @Test
    void theDocumentHasARowForEachMetric() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(own());
    }

    @Test
    void namesSayTheirUnitsAndHelpIsASentence() {
        for (MetricSnapshot metric : Metrics.REGISTRY.scrape()) {
            String name = nameOf(metric);
            assertThat(name).matches("(bailiwick|jvm|process)_[a-z_]+");
            assertThat(metric.getMetadata().getHelp()).as(name).isNotBlank();
            if (name.startsWith("bailiwick_")) {
                assertThat(metric.getMetadata().getHelp()).as(name).matches("(?s)[A-Z].*[.]");
                assertThat(metric instanceof HistogramSnapshot).as(name).isEqualTo(name.endsWith("_duration_seconds"));
                assertThat(metric instanceof CounterSnapshot).as(name).isEqualTo(name.endsWith("_total"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothFormatsAreWellFormed(Exposition format) {
        Metrics.TOKEN_ERRORS.labelValues("odd \"\\\n value").inc();
        String text = new String(format.metrics(), StandardCharsets.UTF_8);
        Metrics.TOKEN_ERRORS.remove("odd \"\\\n value");
        assertThat(text.lines()).allMatch(line -> LINE.matcher(line).matches());
        assertThat(text).contains("process_cpu_seconds_total ", "jvm_memory_used_bytes{", "jvm_threads_current ");
        assertThat(text.endsWith("# EOF\n")).isEqualTo(format == Exposition.OPEN_METRICS);
    }

    /** An alert on the increase of a series that is not there yet does not see what makes it. */
    @Test
    void whatAlertsWaitForIsThereBeforeItHappens() {
        assertThat(new String(Exposition.TEXT.metrics(), StandardCharsets.UTF_8))
                .contains(
                        "bailiwick_orders_failed_total{reason=\"issuance\"} ",
                        "bailiwick_admin_refusals_total{reason=\"credential\"} ",
                        "bailiwick_token_errors_total{code=\"timeout\"} ");
    }

    @Test
    void whatAClientMakesUpMakesNoTimeSeries() {
        for (int i = 0; i < 1_000; i++) {
            HttpRequests.count(null, "ODD" + i, 404, System.nanoTime());
        }
        String text = new String(Exposition.TEXT.metrics(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("ODD");
        assertThat(Metrics.HTTP_REQUESTS.labelValues("other", "other", "404").get())
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void aBoundedLabelTakesTheFirstValuesAndKeepsThem() {
        BoundedLabel label = new BoundedLabel(2);
        assertThat(List.of(label.of("a"), label.of("b"), label.of("c"), label.of("a"), label.of("d")))
                .containsExactly("a", "b", "other", "a", "other");
    }

    private static Set<String> own() {
        Set<String> names = new TreeSet<>();
        for (MetricSnapshot metric : Metrics.REGISTRY.scrape()) {
            names.add(nameOf(metric));
        }
        names.removeIf(name -> !name.startsWith("bailiwick_"));
        return names;
    }

    private static String nameOf(MetricSnapshot metric) {
        String name = metric.getMetadata().getName();
        return metric instanceof CounterSnapshot ? name + "_total" : name;
    }
}
