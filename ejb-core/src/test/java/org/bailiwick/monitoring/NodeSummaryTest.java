package org.bailiwick.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.bailiwick.schema.Nodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeSummaryTest {

    private static final Instant NOW = Instant.parse("2027-06-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, false", "5, false", "60, false", "61, true", "86400, true"})
    void whoIsSilentForMoreThanAMinuteIsLate(long seconds, boolean late) {
        NodeSummary node = NodeSummary.of(new Nodes.Heard("node-2", NOW.minusSeconds(seconds)), "node-1", NOW);
        assertThat(node.late()).isEqualTo(late);
        assertThat(node.silent()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(node.here()).isFalse();
    }

    /** Another node's clock may be a little ahead. */
    @Test
    void whoseClockIsAheadIsHeardOfNow() {
        NodeSummary node = NodeSummary.of(new Nodes.Heard("node-1", NOW.plusSeconds(3)), "node-1", NOW);
        assertThat(node.silent()).isZero();
        assertThat(node.here()).isTrue();
    }
}
