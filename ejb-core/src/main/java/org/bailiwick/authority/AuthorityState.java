package org.bailiwick.authority;

import java.util.Arrays;
import java.util.Optional;

/** How it stands with an authority. */
public enum AuthorityState {
    /** It issues. */
    ACTIVE("active"),
    /** It waits for its certificate, which another CA is asked for; an upstream one for its enrolment there. */
    PENDING("pending"),
    /** It has nothing any more that it could issue with. */
    RETIRED("retired");

    private final String word;

    AuthorityState(String word) {
        this.word = word;
    }

    /** In lower case. */
    public String word() {
        return word;
    }

    /** The state of that word, if there is one. */
    public static Optional<AuthorityState> named(String word) {
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }
}
