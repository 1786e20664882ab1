package org.bailiwick.hsm.pkcs11;

import java.security.PublicKey;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;

/**
 * A key in a token that signs for as long as it stays the same key: the public half is what the token gave at first, and
 * a key that is looked up again must still have it.
 */
record Pkcs11Signer(Pkcs11Token token, String keyLabel, PublicKey publicKey, SignatureScheme scheme)
        implements CaSigner {

    @Override
    public byte[] sign(byte[] completeTbs) {
        return token.perform(
                "the token did not sign with the key \"" + keyLabel + "\"",
                connection -> connection.sign(keyLabel, publicKey, scheme, completeTbs));
    }

    /** Makes a real signature, verifies it, and returns it. */
    byte[] prove() {
        return token.perform(
                "the token did not sign with the key \"" + keyLabel + "\"",
                connection -> connection.prove(keyLabel, publicKey, scheme));
    }
}
