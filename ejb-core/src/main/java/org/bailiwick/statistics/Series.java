package org.bailiwick.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happened in a time, part by part.
 *
 * @param from its first moment
 * @param step how long each part is
 * @param parts the oldest first, those with nothing in them too
 * @param reasons why things were refused or failed, the most frequent first
 */
public record Series(Instant from, Duration step, List<Part> parts, List<Reason> reasons) {

    public Series {
        parts = List.copyOf(parts);
        reasons = List.copyOf(reasons);
    }

    /**
     * What happened in a part.
     *
     * @param from its first moment
     */
    public record Part(Instant from, long issued, long renewed, long refused, long failed) {

        /** All together. */
        public long all() {
            return issued + renewed + refused + failed;
        }
    }

    /**
     * How often something was refused, or failed, for a reason.
     *
     * @param reason in RFC 8555's words, or one of {@link HourFacts}'s own
     */
    public record Reason(Outcome outcome, String reason, long number) {}

    /** When it ends. */
    public Instant until() {
        return from.plus(step.multipliedBy(parts.size()));
    }

    public long issued() {
        return parts.stream().mapToLong(Part::issued).sum();
    }

    public long renewed() {
        return parts.stream().mapToLong(Part::renewed).sum();
    }

    public long refused() {
        return parts.stream().mapToLong(Part::refused).sum();
    }

    public long failed() {
        return parts.stream().mapToLong(Part::failed).sum();
    }
}
