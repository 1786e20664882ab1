package org.bailiwick.person;

import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What a session keeps of who logged in; enough to look him up again at each request, so that who is suspended, or lost his
 * role, has lost it at once.
 *
 * @param id of the person, or of the registered client certificate
 * @param epoch the person's at that time
 * @param at when
 */
public record LoggedIn(UUID id, int epoch, Instant at) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** After this time one logs in again, whatever one does. */
    public static final Duration LONGEST = Duration.ofHours(12);

    boolean tooOldAt(Instant now) {
        return !now.isBefore(at.plus(LONGEST));
    }

    /** The same, in the epoch that one began oneself. */
    public LoggedIn in(int newEpoch) {
        return new LoggedIn(id, newEpoch, at);
    }
}
