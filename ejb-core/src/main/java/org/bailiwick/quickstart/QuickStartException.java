package org.bailiwick.quickstart;

/** Something that the quick start cannot mend by itself. The message is a sentence that says how to. */
public final class QuickStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuickStartException(String message) {
        super(message);
    }

    QuickStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
