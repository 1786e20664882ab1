package org.bailiwick.hsm.ceremony;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A certificate's validity (RFC 5280 §4.1.2.5), whole seconds. Both ends belong to it, so a period of a year ends one
 * second before the same time next year.
 */
record Validity(Instant notBefore, Instant notAfter) {

    /** A calendar period from now on, in UTC. */
    static Validity of(Instant now, Period period) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("A certificate must be valid for some time, not for " + period + ".");
        }
        Instant notBefore = now.truncatedTo(ChronoUnit.SECONDS);
        Instant end = notBefore.atZone(ZoneOffset.UTC).plus(period).toInstant();
        return new Validity(notBefore, end.minusSeconds(1));
    }

    /** A single second: such a certificate is of no use but to be there. */
    static Validity momentary(Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Validity(second, second);
    }
}
