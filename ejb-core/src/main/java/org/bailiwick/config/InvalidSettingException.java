package org.bailiwick.config;

/** A setting that is unknown or cannot be right. The message is a sentence that says how to mend it. */
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSettingException(String message) {
        super(message);
    }
}
