package org.bailiwick.admin.web.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as RFC 3339 writes them. */
final class Times {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private Times() {}

    /** Reads one; empty if it is none, or so far away that no database keeps it. */
    static Optional<Instant> parse(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            boolean near = time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR;
            return near ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }
}
