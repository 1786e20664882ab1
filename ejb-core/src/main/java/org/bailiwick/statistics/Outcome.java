package org.bailiwick.statistics;

import java.util.Locale;

/** What became of what a client wanted. */
public enum Outcome {
    /** A certificate for names that its account had none for. */
    ISSUED,
    /** A certificate in the place of another. */
    RENEWED,
    /** A request that was answered with an error. */
    REFUSED,
    /** An order that came to nothing: a name could not be validated, or the certificate not be made. */
    FAILED;

    /** As it is stored, and as pages call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
