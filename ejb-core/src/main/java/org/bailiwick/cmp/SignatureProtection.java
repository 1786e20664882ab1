package org.bailiwick.cmp;

import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.SignatureAlgorithms;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.VerifiedSigner;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Protection by a signature (RFC 9483 §3.2). The key may be in a token. The signature is verified before anybody sees it.
 *
 * @param chain the signer's certificate first, then those of the CAs above it, for the peer to find its way; all go into
 *     extraCerts
 * @param key the signer's key
 */
public record SignatureProtection(List<X509Certificate> chain, CaSigner key) implements Protection {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    /** @throws IllegalArgumentException if there is no certificate, or the first one is for another key */
    public SignatureProtection {
        chain = List.copyOf(chain);
        if (chain.isEmpty()
                || !Arrays.equals(
                        chain.get(0).getPublicKey().getEncoded(),
                        key.publicKey().getEncoded())) {
            throw new IllegalArgumentException(
                    "the certificate that shall protect CMP messages is not that of the key");
        }
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
        AlgorithmIdentifier algorithm = message.algorithm();
        byte[] signature = message.protection();
        switch (message.protectedBy()) {
            case NOTHING, MAC ->
                throw new CmpException(FailureInfo.WRONG_INTEGRITY, "The message must be protected by a signature.");
            case SOMETHING_ELSE ->
                throw new CmpException(
                        FailureInfo.BAD_ALG,
                        "The signature must be ECDSA, RSA (PKCS#1 v1.5 or PSS) with SHA-256, SHA-384 or SHA-512, or Ed25519.");
            case SIGNATURE -> requireSender(message.header(), signer);
        }
        if (algorithm == null || signature == null) {
            throw new IllegalStateException("a message that is protected has an algorithm and a protection");
        }
        PublicKey key = key(signer);
        requireFits(algorithm, key);
        if (!SignatureAlgorithms.verifies(key, algorithm, message.protectedPart(), signature)) {
            throw new CmpException(
                    FailureInfo.BAD_MESSAGE_CHECK,
                    "The signature is wrong: somebody else signed, or the message was altered.");
        }
    }

    private static void requireSender(CmpHeader header, X509Certificate signer) throws CmpException {
        if (!header.sender().equals(signer.getSubjectX500Principal())) {
            throw new CmpException(
                    FailureInfo.SIGNER_NOT_TRUSTED,
                    "The sender is not the subject of the certificate that is known here (RFC 9483 §3.1).");
        }
        Optional<Octets> known = keyIdentifier(signer);
        if (header.senderKeyId().isPresent()
                && known.isPresent()
                && !header.senderKeyId().equals(known)) {
            throw new CmpException(
                    FailureInfo.SIGNER_NOT_TRUSTED,
                    "The senderKID is not the key identifier of the certificate that is known here (RFC 9483 §3.1).");
        }
        boolean[] usage = signer.getKeyUsage();
        boolean authority = signer.getBasicConstraints() >= 0;
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !(authority && usage[KEY_CERT_SIGN])) {
            throw new CmpException(
                    FailureInfo.SIGNER_NOT_TRUSTED, "The signer's certificate is not for signatures (keyUsage).");
        }
    }

    private static PublicKey key(X509Certificate signer) throws CmpException {
        try {
            return KeyRequirements.ofAccountKeys().require(signer.getPublicKey().getEncoded());
        } catch (AcmeException refused) {
            throw new CmpException(
                    FailureInfo.SIGNER_NOT_TRUSTED,
                    "The key of the signer's certificate is of a kind that is not taken.",
                    refused);
        }
    }

    private static void requireFits(AlgorithmIdentifier algorithm, PublicKey key) throws CmpException {
        try {
            SignatureAlgorithms.require(algorithm, key);
        } catch (EncodingException unfit) {
            throw new CmpException(
                    FailureInfo.BAD_ALG, "The algorithm of the signature is not one of the signer's key.", unfit);
        }
    }

    private static Optional<Octets> keyIdentifier(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (extension == null) {
            return Optional.empty();
        }
        byte[] value = ASN1OctetString.getInstance(extension).getOctets();
        return Asn1.embedded(value) instanceof ASN1OctetString identifier
                ? Optional.of(Octets.of(identifier.getOctets()))
                : Optional.empty();
    }

    @Override
    public byte[] protect(CmpHeader header, CmpBody body, List<byte[]> extraCertificates) {
        X509Certificate own = chain.get(0);
        ProtectedPart part = ProtectedPart.of(
                header.from(own.getSubjectX500Principal(), keyIdentifier(own)), body, SignatureAlgorithms.of(key));
        byte[] signature = new VerifiedSigner(key).sign(part.octets());
        List<byte[]> certificates = new ArrayList<>();
        chain.forEach(certificate -> certificates.add(encoded(certificate)));
        certificates.addAll(extraCertificates);
        return part.message(signature, certificates);
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has an encoding", impossible);
        }
    }
}
