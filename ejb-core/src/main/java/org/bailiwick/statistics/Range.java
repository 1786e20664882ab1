package org.bailiwick.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How far back one looks. Each has so few parts that one sees them all at once. */
public enum Range {
    DAY("24h", 24, Duration.ofHours(1)),
    WEEK("7d", 28, Duration.ofHours(6)),
    MONTH("30d", 30, Duration.ofDays(1)),
    QUARTER("90d", 30, Duration.ofDays(3));

    private final String word;
    private final int parts;
    private final Duration step;

    Range(String word, int parts, Duration step) {
        this.word = word;
        this.parts = parts;
        this.step = step;
    }

    /** As an address has it. */
    public String word() {
        return word;
    }

    /** The range of that word, if there is one. */
    public static Optional<Range> named(String word) {
        for (Range range : values()) {
            if (range.word.equals(word)) {
                return Optional.of(range);
            }
        }
        return Optional.empty();
    }

    /** How long each part is: whole hours. */
    public Duration step() {
        return step;
    }

    int parts() {
        return parts;
    }

    /** The first moment of it: parts are whole hours back from the end of the one that goes on. */
    Instant from(Instant now) {
        return until(now).minus(step.multipliedBy(parts));
    }

    /** The end of the hour that goes on. */
    Instant until(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    }
}
