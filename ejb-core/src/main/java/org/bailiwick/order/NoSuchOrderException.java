package org.bailiwick.order;

/** The account has no such order; one of another account is one that does not exist. */
public final class NoSuchOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoSuchOrderException() {
        super("There is no such order for this account.");
    }
}
