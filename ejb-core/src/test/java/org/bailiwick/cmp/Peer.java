package org.bailiwick.cmp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/**
 * Somebody with a key and a certificate that he gave himself: the path is nothing that this package looks at.
 *
 * @param key signs
 * @param certificate of that key
 */
record Peer(SoftwareSigner key, X509Certificate certificate) {

    private static final byte[] KEY_ID = {1, 2, 3, 4, 5, 6, 7, 8};
    private static final Map<SignatureScheme, Peer> BY_SCHEME = new ConcurrentHashMap<>();

    /** An RA with a certificate as they are. */
    static Peer of(String name) {
        return of(name, SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256), KeyUsage.digitalSignature, false);
    }

    /** One who signs by a scheme; RSA keys take long to make. */
    static Peer of(SignatureScheme scheme) {
        return BY_SCHEME.computeIfAbsent(
                scheme, each -> of("CN=peer", SoftwareSigner.of(each), KeyUsage.digitalSignature, false));
    }

    static Peer of(String name, SoftwareSigner key, int keyUsage, boolean authority) {
        X500Name subject = new X500Name(name);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                subject,
                BigInteger.valueOf(4711),
                Date.from(Instant.parse("2020-01-01T00:00:00Z")),
                Date.from(Instant.parse("2060-01-01T00:00:00Z")),
                subject,
                SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()));
        try {
            builder.addExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(KEY_ID));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            byte[] der = builder.build(contentSigner(key)).getEncoded();
            return new Peer(key, (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (IOException | CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Octets keyId() {
        return Octets.of(KEY_ID);
    }

    SignatureProtection protection() {
        return new SignatureProtection(List.of(certificate), key);
    }

    byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    CertificateName name() {
        return CertificateName.of(certificate);
    }

    /** A request of this one's that was read again. */
    CmpMessage request(CmpBody body) throws CmpException {
        return CmpMessage.parseRequest(protection().protect(Moments.header(), body));
    }

    /** An answer of this one's that was read again. */
    CmpMessage response(CmpBody body) throws CmpException {
        return CmpMessage.parseResponse(protection().protect(Moments.header(), body));
    }

    static MacProtection passwordBased(String secret) {
        return MacProtection.passwordBased(Moments.utf8(secret), Optional.empty());
    }

    static ContentSigner contentSigner(CaSigner signer) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        return new ContentSigner() {
            @Override
            public AlgorithmIdentifier getAlgorithmIdentifier() {
                return AlgorithmIdentifier.getInstance(signer.scheme().algorithmIdentifier());
            }

            @Override
            public OutputStream getOutputStream() {
                return octets;
            }

            @Override
            public byte[] getSignature() {
                return signer.sign(octets.toByteArray());
            }
        };
    }
}
