package org.bailiwick.hsm.ceremony;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A PKCS#10 request (RFC 2986) for a CA certificate, its proof of possession checked.
 *
 * @param subject the name it asks for
 * @param publicKey its key, fit for a CA
 */
record CaRequest(X500Principal subject, PublicKey publicKey) {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** Reads DER, and checks it. */
    static CaRequest parse(byte[] der) {
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der).setProvider(BOUNCY_CASTLE);
            PublicKey publicKey = request.getPublicKey();
            SignatureScheme.forKey(publicKey);
            if (!isSigned(request, publicKey)) {
                throw new IllegalArgumentException(
                        "The request is not signed by the key it names: it may have been changed on its way.");
            }
            return new CaRequest(new X500Principal(request.getSubject().getEncoded()), publicKey);
        } catch (IOException | GeneralSecurityException | PKCSException | OperatorCreationException e) {
            throw new IllegalArgumentException("This is not a PKCS#10 certification request.", e);
        }
    }

    private static boolean isSigned(JcaPKCS10CertificationRequest request, PublicKey publicKey)
            throws OperatorCreationException, PKCSException {
        try {
            return request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(BOUNCY_CASTLE)
                    .build(publicKey));
        } catch (RuntimeOperatorException malformed) {
            return false;
        }
    }

    /** Makes one, DER. It asks for an issuing CA's basic constraints and key usage; the signer decides. */
    static byte[] sign(CaSigner key, X500Principal subject) {
        try {
            return new PKCS10CertificationRequestBuilder(
                            X500Name.getInstance(subject.getEncoded()),
                            SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
                    .addAttribute(
                            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, CaCertificate.requested(key.publicKey()))
                    .build(new CollectingSigner(key))
                    .getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a request of our own cannot be encoded", e);
        }
    }
}
