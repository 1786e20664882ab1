package org.bailiwick.hsm.ceremony;

import java.security.PublicKey;
import java.util.function.Consumer;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;

/**
 * A signer that looks at what is to be signed before the token gets it.
 *
 * @param check throws if it must not be signed
 */
record CheckedSigner(CaSigner signer, Consumer<byte[]> check) implements CaSigner {

    @Override
    public PublicKey publicKey() {
        return signer.publicKey();
    }

    @Override
    public SignatureScheme scheme() {
        return signer.scheme();
    }

    @Override
    public byte[] sign(byte[] completeTbs) {
        check.accept(completeTbs);
        return signer.sign(completeTbs);
    }
}
