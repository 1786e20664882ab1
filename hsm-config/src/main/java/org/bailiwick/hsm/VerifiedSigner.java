package org.bailiwick.hsm;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import org.bailiwick.hsm.TokenException.SignatureFailed;

/**
 * A key whose signatures are verified with its public half before anybody gets them: an HSM may be broken. Computed by the
 * JVM; whoever signs so often that this costs too much verifies in another way.
 *
 * @param signer the key
 */
public record VerifiedSigner(CaSigner signer) implements CaSigner {

    @Override
    public PublicKey publicKey() {
        return signer.publicKey();
    }

    @Override
    public SignatureScheme scheme() {
        return signer.scheme();
    }

    /** @throws SignatureFailed if the signature is wrong, too */
    @Override
    public byte[] sign(byte[] completeTbs) {
        byte[] signature = signer.sign(completeTbs.clone());
        boolean right;
        try {
            right = scheme().verifies(publicKey(), completeTbs, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot verify " + scheme(), e);
        }
        if (!right) {
            throw new SignatureFailed(
                    "The token gave a wrong signature; it was not kept",
                    "The HSM is broken, or has another key now than a moment ago. Do not issue with it.",
                    null,
                    null);
        }
        return signature;
    }
}
