package org.bailiwick.hsm.ceremony;

/** A command did not come to its end. The message is what the transcript says of it, its cause is why. */
final class NotDoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotDoneException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
