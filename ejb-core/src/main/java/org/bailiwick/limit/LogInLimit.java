package org.bailiwick.limit;

import java.time.Duration;

/** How often somebody may fail to prove who he is. */
public enum LogInLimit {
    /** From one network ({@link ClientNetwork}), for whatever names. */
    NETWORK(60, Duration.ofMinutes(15)),
    /** For one name, from wherever: so that many addresses do not guess more than one. */
    NAME(10, Duration.ofMinutes(15)),
    /** By the secret of a registration authority, from one network: what it costs to find that out the client chooses. */
    ENROLMENT(60, Duration.ofMinutes(15));

    private final int count;
    private final Duration period;

    LogInLimit(int count, Duration period) {
        this.count = count;
        this.period = period;
    }

    int count() {
        return count;
    }

    Duration period() {
        return period;
    }
}
