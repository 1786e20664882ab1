package org.bailiwick.certificate;

import java.time.Duration;
import java.time.Instant;

/**
 * When a certificate had best be renewed (RFC 9773 §4.2). The same for everybody who asks: a client takes a random moment
 * of the window, which is what spreads the load.
 *
 * @param start the window's first moment
 * @param end its last, at least a second later
 * @param retryAfter when to ask again
 */
public record RenewalInfo(Instant start, Instant end, Duration retryAfter) {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    /** How soon a client learns that its certificate was revoked, and at most how often it asks (RFC 9773 §4.3.2). */
    private static final Duration LONGEST_RETRY = Duration.ofHours(6);

    private static final Duration SHORTEST_RETRY = Duration.ofMinutes(1);

    public RenewalInfo {
        if (end.isBefore(start.plusSeconds(1))) {
            throw new IllegalArgumentException("a window ends after it begins (RFC 9773 §4.2)");
        }
    }

    /** From two thirds of its life on, for a twenty-fourth of it: 90 days are renewed after 60 to 63.75. */
    static RenewalInfo of(Instant notBefore, Instant notAfter) {
        Duration lifetime = Duration.between(notBefore, notAfter);
        Duration width = lifetime.dividedBy(24);
        Instant start = notBefore.plus(lifetime.multipliedBy(2).dividedBy(3));
        return new RenewalInfo(
                start,
                start.plus(within(Duration.ofSeconds(1), width, lifetime)),
                within(SHORTEST_RETRY, width, LONGEST_RETRY));
    }

    /** The same for one that is to be renewed at once: its window is over. */
    RenewalInfo over(Instant now) {
        return new RenewalInfo(now.minus(AN_HOUR), now, retryAfter);
    }

    /** The same with another window, if that ends sooner. */
    RenewalInfo pulledForward(Instant from, Instant by) {
        return by.isBefore(end) ? new RenewalInfo(from, by, retryAfter) : this;
    }

    private static Duration within(Duration least, Duration value, Duration most) {
        if (value.compareTo(least) < 0) {
            return least;
        }
        return value.compareTo(most) > 0 ? most : value;
    }
}
