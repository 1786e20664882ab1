package org.bailiwick.limit;

import java.util.Optional;

/** What is counted, and for whom. */
public enum RateLimit {
    /** New accounts from one address; of IPv6 from one /64. */
    NEW_ACCOUNT("new-account", "new accounts from one address"),
    /** Orders of one account, refused ones too. */
    NEW_ORDER("new-order", "orders of one account"),
    /** Orders for which control of one name was shown, whoever did: nobody can use up a name that is not his. */
    NAME("name", "proofs of control of one name"),
    /** Attempts of one account that failed for one name: while it is used up, that account cannot order that name. */
    FAILED_VALIDATION("failed-validation", "failed validation attempts of one account for one name"),
    /** Orders at one provisioner. */
    PROVISIONER("provisioner", "orders at one provisioner");

    private final String key;
    private final String words;

    RateLimit(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** Its name in settings and in problems. */
    public String key() {
        return key;
    }

    /** What it counts, for people. */
    public String words() {
        return words;
    }

    static Optional<RateLimit> withKey(String key) {
        for (RateLimit limit : values()) {
            if (limit.key.equals(key)) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }
}
