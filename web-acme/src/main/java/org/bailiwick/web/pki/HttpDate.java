package org.bailiwick.web.pki;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A date in a header: the form of today and the two obsolete ones, which a server must understand (RFC 9110 §5.6.7). */
final class HttpDate {

    private static final DateTimeFormatter TODAYS = format("EEE, dd MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter OF_C = format("EEE MMM ppd HH:mm:ss uuuu");

    /** A year of two digits is none that is more than so many years ahead. */
    private static final int YEARS_AHEAD = 50;

    private static final int CENTURY = 100;

    private HttpDate() {}

    /**
     * The moment that a header names.
     *
     * @param now the moment, by which a year of two digits is understood
     * @return empty if there is no such header, or it has no date
     */
    static Optional<Instant> parse(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        for (DateTimeFormatter form : List.of(TODAYS, ofRfc850(now), OF_C)) {
            try {
                return Optional.of(LocalDateTime.parse(header.strip(), form).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException another) {
                // the next form, or none
            }
        }
        return Optional.empty();
    }

    private static DateTimeFormatter ofRfc850(Instant now) {
        LocalDate first = now.atZone(ZoneOffset.UTC).toLocalDate().plusYears(YEARS_AHEAD - CENTURY + 1);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, first)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US);
    }
}
