package org.bailiwick.admin.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.bailiwick.monitoring.NodeSummary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeWordsTest {

    private static final Instant NOW = Instant.parse("2027-06-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, seconds ago",
        "59, seconds ago",
        "60, 1 minute ago",
        "200, 3 minutes ago",
        "3600, 1 hour ago",
        "7300, 2 hours ago",
        "86400, 1 day ago",
        "600000, 6 days ago"
    })
    void howLongAgoANodeWasHeardOfIsSaidInWords(long seconds, String words) {
        NodeSummary node = new NodeSummary("node-2", false, NOW.minusSeconds(seconds), Duration.ofSeconds(seconds));
        assertThat(DashboardView.Node.of(node).ago()).isEqualTo(words);
    }
}
