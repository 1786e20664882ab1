package org.bailiwick.upstream.outbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How it stands with an outbox entry; derived from the facts that it holds. */
public enum OutboxState {
    /** The CA is asked, or asked again. */
    WAITING,
    /** The CA refused it, and is not asked any more unless somebody wants it. */
    REFUSED;

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word, if there is one. */
    public static Optional<OutboxState> named(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
