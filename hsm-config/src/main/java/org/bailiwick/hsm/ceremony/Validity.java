package org.bailiwick.hsm.ceremony;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A certificate's validity (RFC 5280 §4.1.2.5), whole seconds. Both ends belong to it, so a period of a year ends one
 * second before the same time next year.
 */
record Validity(Instant notBefore, Instant notAfter) {

    /** The last that there is (RFC 5280 §4.1.2.5). */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** A calendar period from now on, in UTC. */
    static Validity of(Instant now, Period period) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("A certificate must be valid for some time, not for " + period + ".");
        }
        Instant notBefore = now.truncatedTo(ChronoUnit.SECONDS);
        Instant end = after(notBefore, period).minusSeconds(1);
        if (end.isAfter(LAST)) {
            throw tooLong(period);
        }
        return new Validity(notBefore, end);
    }

    private static Instant after(Instant start, Period period) {
        try {
            return start.atZone(ZoneOffset.UTC).plus(period).toInstant();
        } catch (DateTimeException | ArithmeticException beyondAnyCalendar) {
            throw tooLong(period);
        }
    }

    private static IllegalArgumentException tooLong(Period period) {
        return new IllegalArgumentException(
                "A period of " + period
                        + " from now ends after the year 9999, the last that a certificate can have (RFC 5280 §4.1.2.5): give a shorter one.");
    }

    /** A single second: such a certificate is of no use but to be there. */
    static Validity momentary(Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Validity(second, second);
    }
}
