package org.bailiwick.eab;

import java.util.UUID;

/**
 * A binding that a key's secret made. Only {@link ExternalAccountBindings} makes one; it permits an account, if the key
 * still does when that is made.
 */
public final class VerifiedBinding {

    private final UUID key;
    private final int secretNumber;
    private final String document;

    VerifiedBinding(UUID key, int secretNumber, String document) {
        this.key = key;
        this.secretNumber = secretNumber;
        this.document = document;
    }

    UUID key() {
        return key;
    }

    int secretNumber() {
        return secretNumber;
    }

    /** The JWS that the client showed. */
    public String document() {
        return document;
    }
}
