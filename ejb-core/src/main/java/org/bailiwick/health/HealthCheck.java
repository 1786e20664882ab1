package org.bailiwick.health;

/**
 * Looks whether one thing is well. It may take its time, but not for ever, and leaves what it cannot do at once for the next
 * time; it is never run by two threads at once. Details for administrators it logs, once when they change.
 */
public interface HealthCheck {

    /** Its name for everyone: lower-case letters and hyphens. */
    String name();

    /** What it finds now. */
    Health check();
}
