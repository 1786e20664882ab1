package org.bailiwick.eab;

/** A secret as the database has it: encrypted under a key of the token, and bound to one row and one of that row's secrets. */
public final class SealedSecret {

    private final String keyLabel;
    private final byte[] encrypted;

    /**
     * One that a row has.
     *
     * @param keyLabel the label of the key that it is encrypted under
     */
    public SealedSecret(String keyLabel, byte[] encrypted) {
        this.keyLabel = keyLabel;
        this.encrypted = encrypted.clone();
    }

    /** The label of that key. */
    public String keyLabel() {
        return keyLabel;
    }

    /** What there is of it. */
    public byte[] encrypted() {
        return encrypted.clone();
    }
}
