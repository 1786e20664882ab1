package org.bailiwick.monitoring;

import java.time.Duration;
import java.time.Instant;
import org.bailiwick.schema.Nodes;

/**
 * A node on the dashboard.
 *
 * @param name as its settings have it
 * @param here whether it is the one that answers
 * @param heardAt when it wrote into the database last
 * @param silent for how long it has not
 */
public record NodeSummary(String name, boolean here, Instant heardAt, Duration silent) {

    /** Each writes every few seconds; whoever has not for so long is dead, or does not reach the database. */
    private static final Duration TOO_LONG = Duration.ofMinutes(1);

    static NodeSummary of(Nodes.Heard node, String here, Instant now) {
        Duration since = Duration.between(node.at(), now);
        return new NodeSummary(
                node.name(), node.name().equals(here), node.at(), since.isNegative() ? Duration.ZERO : since);
    }

    /** Whether somebody should look. */
    public boolean late() {
        return silent.compareTo(TOO_LONG) > 0;
    }
}
