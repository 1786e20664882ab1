package org.bailiwick.job;

import java.time.Duration;

/** Work that is done again and again, by one node at a time. */
public interface RecurringJob {

    /** Its name in the queue; never changes. */
    String name();

    /** How long after one run the next begins. */
    Duration interval();

    /** Does the work. */
    void run();
}
