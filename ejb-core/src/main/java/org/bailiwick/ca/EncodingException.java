package org.bailiwick.ca;

import java.io.Serial;

/** Octets that are not what they must be. */
public final class EncodingException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String clause;

    /** @param clause fits behind a colon; it may go to a client */
    public EncodingException(String clause) {
        super(clause);
        this.clause = clause;
    }

    /** @param clause fits behind a colon; it may go to a client */
    public EncodingException(String clause, Throwable cause) {
        super(clause, cause);
        this.clause = clause;
    }

    /** What is wrong, as a clause that fits behind a colon; it may go to a client. */
    public String clause() {
        return clause;
    }
}
