package org.bailiwick.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When to ask again what nothing came of: after 1 s to 1 min, at most twice as long after each attempt, and a random part of
 * that, so that what waited for a CA that was away does not all come at once when it is back.
 */
public final class Backoff {

    /** The longest wait. */
    public static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Two to this power is more than the longest, in seconds. */
    private static final int ENOUGH = 6;

    private Backoff() {}

    /**
     * When.
     *
     * @param attempts how many there were
     */
    public static Instant next(int attempts, Instant now) {
        long most = Math.min(SHORTEST.toMillis() << Math.min(attempts, ENOUGH), LONGEST.toMillis());
        return now.plus(SHORTEST).plusMillis(ThreadLocalRandom.current().nextLong(most));
    }

    /** When to ask again as the CA would have it, which may say anything. */
    public static Instant next(Duration wanted, Instant now) {
        Duration atLeast = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
        return now.plus(atLeast.compareTo(LONGEST) > 0 ? LONGEST : atLeast);
    }
}
