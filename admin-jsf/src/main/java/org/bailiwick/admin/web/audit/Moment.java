package org.bailiwick.admin.web.audit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.bailiwick.admin.AdminException;

/** A moment in a page's address, as a field for date and time writes it; in UTC, so that the address says the same to everybody. */
final class Moment {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private Moment() {}

    /**
     * Reads one.
     *
     * @param name what it is, for the sentence
     * @return empty if nothing is written
     * @throws AdminException {@code INVALID} if it is none, or so far away that no database keeps it
     */
    static Optional<Instant> parse(String name, String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        Optional<Instant> moment = read(text.strip().replaceFirst("Z$", ""));
        if (moment.isEmpty()) {
            throw AdminException.invalid("“%s” is a time in UTC, like 2027-06-01T00:00.".formatted(name));
        }
        return moment;
    }

    /** As {@link #parse} reads it: to the second, and shorter where there are none. */
    static String written(Instant moment) {
        return LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC)
                .toString();
    }

    private static Optional<Instant> read(String text) {
        try {
            LocalDateTime time = LocalDateTime.parse(text);
            boolean near = time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR;
            return near ? Optional.of(time.toInstant(ZoneOffset.UTC)) : Optional.empty();
        } catch (DateTimeParseException notOne) {
            return Optional.empty();
        }
    }
}
