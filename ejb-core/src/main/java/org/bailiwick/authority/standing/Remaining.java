package org.bailiwick.authority.standing;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a certificate is still good.
 *
 * @param until its last moment
 * @param days whole ones that are left; 0 if it has ended
 * @param ended whether it has
 */
public record Remaining(Instant until, long days, boolean ended) {

    /** So few are left that another should be made, even where an enterprise's root signs once a quarter. */
    private static final int FEW = 90;

    static Remaining of(Instant until, Instant now) {
        return new Remaining(until, Math.max(0, Duration.between(now, until).toDays()), now.isAfter(until));
    }

    /** Whether somebody should look before it ends. */
    public boolean soon() {
        return days < FEW;
    }
}
