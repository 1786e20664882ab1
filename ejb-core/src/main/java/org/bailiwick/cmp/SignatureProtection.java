package org.bailiwick.cmp;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bailiwick.hsm.CaSigner;

/**
 * Protection by a signature (RFC 9483 §3.2). The key may be in a token. The signature is verified before anybody sees it.
 *
 * @param chain the signer's certificate first, then those of the CAs above it, for the peer to find its way; all go into
 *     extraCerts
 * @param key the signer's key
 */
public record SignatureProtection(List<X509Certificate> chain, CaSigner key) implements Protection {

    /** @throws IllegalArgumentException if there is no certificate, or the first one is for another key */
    public SignatureProtection {
        chain = List.copyOf(chain);
    }

    /**
     * Demands that a message is signed by the key of a certificate that the caller trusts for this: pinned, or by a path that it
     * validated; now valid, and not revoked. All of that is the caller's affair.
     *
     * <p>What is checked here (RFC 9483 §3.5): the algorithm is one that we take and that key can do; the sender's name is the
     * certificate's subject, and {@code senderKID}, if there, its key identifier; its keyUsage, if there, permits signatures
     * (a CA's certificate counts as permitting them); the signature covers header and body, octet for octet as they came.
     *
     * @throws CmpException {@code wrongIntegrity} if it is protected by something else or not at all, {@code badAlg} if the
     *     algorithm is not taken or not that of the key, {@code badMessageCheck} if it was altered or somebody else signed it,
     *     {@code signerNotTrusted} if the certificate is not for signatures or does not belong to the sender that is named
     */
    public static void verify(CmpMessage message, X509Certificate signer) throws CmpException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] protect(CmpHeader header, CmpBody body, List<byte[]> extraCertificates) {
        throw new UnsupportedOperationException();
    }
}
