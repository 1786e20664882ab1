package org.bailiwick.admin;

/** How it stands with a person who administers. */
public enum AdministratorState {
    /** He can log in. */
    ACTIVE("active"),
    /** He has a link, or had one, and no password yet. */
    INVITED("invited"),
    /** He was shut out. */
    SUSPENDED("suspended");

    private final String word;

    AdministratorState(String word) {
        this.word = word;
    }

    /** In lower case. */
    public String word() {
        return word;
    }
}
