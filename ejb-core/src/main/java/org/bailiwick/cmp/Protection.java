package org.bailiwick.cmp;

import java.util.List;

/** How a message that we send is protected (RFC 9810 §5.1.3). */
public sealed interface Protection permits MacProtection, SignatureProtection {

    /**
     * Puts a message together and protects it.
     *
     * @param header whose {@code senderKeyId} is replaced by that of this protection, and whose {@code sender} by the subject of
     *     the certificate if this is a signature; its version is raised to 3 if the body needs that
     * @param extraCertificates DER, to follow those of the protection itself; in all at most {@value
     *     CmpMessage#MAXIMUM_EXTRA_CERTIFICATES}
     * @return DER of the {@code PKIMessage}
     * @throws org.bailiwick.hsm.TokenException if a token is to sign and does not
     */
    byte[] protect(CmpHeader header, CmpBody body, List<byte[]> extraCertificates);

    /** The same without certificates beside the body. */
    default byte[] protect(CmpHeader header, CmpBody body) {
        return protect(header, body, List.of());
    }
}
