package org.bailiwick.hsm;

/**
 * A secret key that stays where it is, in a token, and keeps secrets that are kept elsewhere: AES-256 in GCM (NIST SP
 * 800-38D). Safe for use by many threads.
 */
public interface TokenCipher {

    /** The CKA_LABEL of the key: to be kept beside what it encrypts, so that it is found after another took its place. */
    String keyLabel();

    /**
     * Encrypts.
     *
     * @param associatedData what the secret belongs to; who decrypts must say the same
     * @return 12 octets of nonce, as many octets as the secret has, and 16 octets of tag
     * @throws TokenException if the token does not do it
     */
    byte[] encrypt(byte[] secret, byte[] associatedData);

    /**
     * Decrypts what {@link #encrypt} returned.
     *
     * @throws TokenException.DecryptionFailed if it was changed, belongs to something else, or was encrypted by another key
     * @throws TokenException if the token does not do it
     */
    byte[] decrypt(byte[] encrypted, byte[] associatedData);
}
