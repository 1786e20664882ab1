package org.bailiwick.ca;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/**
 * What of an issuer is in each certificate that it issues, read once.
 *
 * @param name its subject, which keeps the encoding that it has in the issuer's certificate (RFC 5280 §4.1.2.4)
 * @param keyIdentifier its subject key identifier, whatever method it was made by (§4.2.1.1)
 * @param validity its own, or what is left of it by those above
 * @param signature how it signs (§4.1.2.3)
 */
record IssuerFields(
        X500Name name, SubjectKeyIdentifier keyIdentifier, Validity validity, AlgorithmIdentifier signature) {

    /**
     * Reads an issuer's certificate, and demands that a key is its.
     *
     * @throws IllegalArgumentException if the key is another's or cannot sign, or as {@link #of(X509Certificate,
     *     AlgorithmIdentifier)}
     */
    static IssuerFields of(X509Certificate certificate, CaSigner signer) {
        if (!Arrays.equals(
                certificate.getPublicKey().getEncoded(), signer.publicKey().getEncoded())) {
            throw new IllegalArgumentException("the key in the token is not that of the certificate of \"%s\""
                    .formatted(certificate.getSubjectX500Principal()));
        }
        return of(certificate, SignatureAlgorithms.of(signer));
    }

    /**
     * Reads an issuer's certificate.
     *
     * @param certificate a CA certificate
     * @param signature how its key signs
     * @throws IllegalArgumentException if it has no subject, or no subject key identifier (RFC 5280 §4.2.1.2)
     */
    static IssuerFields of(X509Certificate certificate, AlgorithmIdentifier signature) {
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        byte[] keyIdentifier = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        if (name.size() == 0 || keyIdentifier == null) {
            throw new IllegalArgumentException(
                    "the issuer's certificate has no subject or no subject key identifier (RFC 5280 §4.1.2.6, §4.2.1.2)");
        }
        return new IssuerFields(
                name,
                SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(keyIdentifier).getOctets()),
                new Validity(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()),
                signature);
    }

    /** The same for one that issues below others: what it issues ends with the first of them. */
    IssuerFields within(CertificateChain chain) {
        return new IssuerFields(name, keyIdentifier, new Validity(validity.notBefore(), chain.end()), signature);
    }
}
