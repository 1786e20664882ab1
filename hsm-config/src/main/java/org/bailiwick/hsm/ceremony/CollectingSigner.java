package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.VerifiedSigner;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/** A {@link CaSigner} for Bouncy Castle's builders: collects the whole structure, signs it once, verifies the signature. */
record CollectingSigner(CaSigner signer, ByteArrayOutputStream collected) implements ContentSigner {

    CollectingSigner(CaSigner signer) {
        this(new VerifiedSigner(signer), new ByteArrayOutputStream());
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
        return signer.sign(collected.toByteArray());
    }
}
