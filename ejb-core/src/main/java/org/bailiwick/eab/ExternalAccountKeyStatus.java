package org.bailiwick.eab;

/** What an external account key is good for. Derived from what happened to it, see {@link ExternalAccountKey#statusAt}. */
public enum ExternalAccountKeyStatus {
    /** No account was bound to it yet. */
    UNBOUND,
    /** At least one was. */
    BOUND,
    /** An administrator stopped it, and may let it go on. */
    SUSPENDED,
    /** An administrator ended it, for good. */
    REVOKED,
    /** Its time is over. */
    EXPIRED;

    /** Whether it works: new accounts while its secret has uses left, and the accounts that are bound to it. */
    public boolean inForce() {
        return this == UNBOUND || this == BOUND;
    }
}
