package org.bailiwick.upstream.outbox;

import java.util.Optional;
import java.util.UUID;

/**
 * Which outbox entries are looked for; what is empty is no condition.
 *
 * @param authority whose they are
 * @param state what they are at the moment
 */
public record OutboxSearch(Optional<UUID> authority, Optional<OutboxState> state) {

    /** Those of all upstream authorities, or of one. */
    public static OutboxSearch of(Optional<UUID> authority) {
        return new OutboxSearch(authority, Optional.empty());
    }

    boolean only(OutboxState wanted) {
        return state.filter(wanted::equals).isPresent();
    }
}
