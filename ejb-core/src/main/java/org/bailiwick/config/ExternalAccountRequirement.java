package org.bailiwick.config;

/** Whether a provisioner wants its accounts to be bound to external account keys (RFC 8555 §7.3.4). */
public enum ExternalAccountRequirement {
    /** Who shows a binding is judged by it; who shows none gets an account, too. */
    NOT_REQUIRED("not-required"),
    /** A new account needs one. */
    NEW_ACCOUNT_REQUIRED("new-account-required"),
    /** So does every request of an account: its key must be in force then. */
    ALWAYS_REQUIRED("always-required");

    private final String word;

    ExternalAccountRequirement(String word) {
        this.word = word;
    }

    /**
     * Reads what a setting says.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static ExternalAccountRequirement parse(String text) {
        for (ExternalAccountRequirement requirement : values()) {
            if (requirement.word.equals(text)) {
                return requirement;
            }
        }
        throw new IllegalArgumentException("write not-required, new-account-required or always-required");
    }

    /** As a setting says it. */
    public String word() {
        return word;
    }

    /** Whether a new account needs a binding. */
    public boolean ofNewAccounts() {
        return this != NOT_REQUIRED;
    }

    /** Whether every request needs one. */
    public boolean always() {
        return this == ALWAYS_REQUIRED;
    }
}
