package org.bailiwick.authority.founding;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with an authority that somebody wants.
 *
 * @param name of the authority
 * @param since when it was asked for
 * @param authority its id; null while it is not there
 * @param refusal why it will never be there; null unless so
 */
public record FoundingProgress(
        UUID id, String name, Instant since, @Nullable UUID authority, @Nullable String refusal) {

    static FoundingProgress of(Founding founding) {
        return new FoundingProgress(
                founding.id(),
                founding.name(),
                founding.createdAt(),
                founding.authority().orElse(null),
                founding.refusal().orElse(null));
    }

    /** Whether its keys are still being made. */
    public boolean running() {
        return authority == null && refusal == null;
    }
}
