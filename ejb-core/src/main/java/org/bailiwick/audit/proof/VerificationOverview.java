package org.bailiwick.audit.proof;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verification that somebody asked for.
 *
 * @param checkpoint the checkpoint that it begins with; null for the first event
 * @param position the event that it has come to
 * @param last the last event that it looks at; 0 until it has begun
 * @param endedAt null while it goes on
 * @param sound whether nothing is wrong; null while it goes on, if it could not be done, and if a key is not
 *     known that signed
 * @param report a sentence for each thing that was found
 */
public record VerificationOverview(
        UUID id,
        Instant beganAt,
        @Nullable Long checkpoint,
        long position,
        long last,
        @Nullable Instant endedAt,
        @Nullable Boolean sound,
        List<String> report)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public VerificationOverview {
        report = List.copyOf(report);
    }

    /** Whether it is still to come or goes on. */
    public boolean running() {
        return endedAt == null;
    }
}
