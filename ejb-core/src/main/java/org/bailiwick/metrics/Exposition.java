package org.bailiwick.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The formats in which the metrics are written out. */
@SuppressWarnings("ImmutableEnumChecker") // a writer holds nothing that changes
public enum Exposition {
    /** Prometheus' own text format, version 0.0.4. */
    TEXT(PrometheusTextFormatWriter.create()),
    /** OpenMetrics 1.0. */
    OPEN_METRICS(OpenMetricsTextFormatWriter.create());

    private final ExpositionFormatWriter writer;

    Exposition(ExpositionFormatWriter writer) {
        this.writer = writer;
    }

    /** Its media type, with parameters. */
    public String contentType() {
        return writer.getContentType();
    }

    /** All metrics as they are now, UTF-8. */
    public byte[] metrics() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, Metrics.REGISTRY.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail to be written", impossible);
        }
        return out.toByteArray();
    }
}
