package org.bailiwick.eab;

/** A secret as the database has it: encrypted under a key of the token, and bound to one row and one re-binding of it. */
public final class SealedSecret {

    private final String keyLabel;
    private final byte[] encrypted;

    SealedSecret(String keyLabel, byte[] encrypted) {
        this.keyLabel = keyLabel;
        this.encrypted = encrypted.clone();
    }

    /** The label of that key. */
    String keyLabel() {
        return keyLabel;
    }

    byte[] encrypted() {
        return encrypted.clone();
    }
}
