package org.bailiwick.authority;

/**
 * An authority cannot issue: the certificate for its key has not come yet, or its last issuer was retired; one whose certificates
 * another CA makes is not enrolled there.
 */
public final class NoActiveIssuerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retired;

    /** @param retired whether it had one */
    public NoActiveIssuerException(boolean retired) {
        super(
                retired
                        ? "This authority issues no more certificates: it was retired. Its administrators know more."
                        : "This authority cannot issue certificates yet: it waits for its own certificate. Its administrators know more.");
        this.retired = retired;
    }

    /** Whether it has issued, and does no more, unless it gets another issuer. */
    public boolean retired() {
        return retired;
    }
}
