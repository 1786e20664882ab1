package org.bailiwick.job;

import java.time.Instant;
import java.util.Optional;

/** A kind of work that is done once for each thing it is scheduled for. May run more than once, so it is idempotent. */
public interface Job {

    /** Its name in the queue; never changes, as rows with it outlive a release. */
    String name();

    /**
     * Does the work.
     *
     * @param subject the id of the thing
     * @return when to run again; empty if all is done
     */
    Optional<Instant> run(String subject);
}
