package org.bailiwick.authority;

import java.security.PublicKey;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.metrics.Metrics;

/** An issuing key whose signatures are timed. */
public record TimedSigner(CaSigner signer) implements CaSigner {

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
        long began = System.nanoTime();
        byte[] signature = signer.sign(completeTbs);
        Metrics.SIGNING_DURATION.observe(Metrics.secondsSince(began));
        return signature;
    }
}
