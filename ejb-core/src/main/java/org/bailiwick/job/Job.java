package org.bailiwick.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A kind of work that is done once for each thing it is scheduled for. May run more than once, so it is idempotent. */
public interface Job {

    /** Its name in the queue; never changes, as rows with it outlive a release. */
    String name();

    /**
     * How far ahead it is ever scheduled; what waits longer was scheduled by a clock that was wrong, and is run. Empty if that
     * does not matter.
     */
    default Optional<Duration> longestPause() {
        return Optional.empty();
    }

    /**
     * Does the work.
     *
     * @param subject the id of the thing
     * @return when to run again; empty if all is done
     */
    Optional<Instant> run(String subject);
}
