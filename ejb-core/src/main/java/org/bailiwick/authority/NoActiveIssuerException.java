package org.bailiwick.authority;

/** An authority cannot issue: the certificate for its key has not come yet, or its last issuer was retired. */
public final class NoActiveIssuerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoActiveIssuerException() {
        super("This authority cannot issue certificates: it waits for its own certificate, or was retired."
                + " Its administrators know more.");
    }
}
