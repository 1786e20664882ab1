package org.bailiwick.metrics;

import java.util.Optional;

/** Counts calls to the token that failed. */
public final class TokenErrors {

    /** The token did not answer in time. */
    public static final String TIMEOUT = "timeout";

    /** Too many waited for the token already. */
    public static final String BUSY = "busy";

    /** No return value says why. */
    static final String NONE = "none";

    /** PKCS#11 has some hundred return values, and each vendor may have some of its own. */
    private static final BoundedLabel CODES = new BoundedLabel(120);

    private TokenErrors() {}

    /**
     * Counts one.
     *
     * @param code the return value that says why, as {@code CKR_DEVICE_REMOVED}; empty if none does
     */
    public static void count(Optional<String> code) {
        count(CODES.of(code.orElse(NONE)));
    }

    /** Counts one that is not the token's own, as {@link #TIMEOUT}. */
    public static void count(String why) {
        Metrics.TOKEN_ERRORS.labelValues(why).inc();
    }
}
