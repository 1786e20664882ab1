package org.bailiwick.hsm.pkcs11;

import org.bailiwick.hsm.TokenCipher;

/** A secret key in a token. */
record Pkcs11Cipher(Pkcs11Token token, String keyLabel) implements TokenCipher {

    @Override
    public byte[] encrypt(byte[] secret, byte[] associatedData) {
        return token.perform(
                "the token did not encrypt with the key \"" + keyLabel + "\"",
                connection -> connection.secretKeys().encrypt(keyLabel, secret, associatedData));
    }

    @Override
    public byte[] decrypt(byte[] encrypted, byte[] associatedData) {
        return token.perform(
                "the token did not decrypt with the key \"" + keyLabel + "\"",
                connection -> connection.secretKeys().decrypt(keyLabel, encrypted, associatedData));
    }
}
