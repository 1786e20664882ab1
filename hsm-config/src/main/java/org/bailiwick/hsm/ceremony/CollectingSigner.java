package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/**
 * A {@link CaSigner} for Bouncy Castle's builders: collects the whole structure, signs it once. A signature that does not
 * verify with the key's public half goes no further.
 */
record CollectingSigner(CaSigner signer, ByteArrayOutputStream collected) implements ContentSigner {

    CollectingSigner(CaSigner signer) {
        this(signer, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return AlgorithmIdentifier.getInstance(signer.scheme().algorithmIdentifier());
    }

    @Override
    public OutputStream getOutputStream() {
        return collected;
    }

    @Override
    public byte[] getSignature() {
        byte[] tbs = collected.toByteArray();
        byte[] signature = signer.sign(tbs);
        boolean right;
        try {
            right = signer.scheme().verifies(signer.publicKey(), tbs, signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot verify " + signer.scheme(), e);
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
