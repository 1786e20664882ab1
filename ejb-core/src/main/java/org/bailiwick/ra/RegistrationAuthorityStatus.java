package org.bailiwick.ra;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a registration authority is; derived from the facts that it holds. */
public enum RegistrationAuthorityStatus {
    /** It was given a secret, and has not enrolled by it yet. */
    WAITING,
    /** Its secret expired before it enrolled. */
    LAPSED,
    /** It has a certificate. */
    ENROLLED,
    /** An administrator suspended it: nothing of it counts. */
    SUSPENDED;

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word, if there is one. */
    public static Optional<RegistrationAuthorityStatus> named(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }
}
