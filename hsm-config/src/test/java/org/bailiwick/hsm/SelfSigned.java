package org.bailiwick.hsm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** The simplest certificate a key can give itself; enough to store the key with. */
public final class SelfSigned {

    private SelfSigned() {}

    /** For {@code Pkcs11Token.generateKeyPair}. */
    public static Function<CaSigner, X509Certificate> as(String name) {
        return key -> certificate(name, key.publicKey(), key.scheme(), key::sign);
    }

    /** Any public key, any signature. */
    public static X509Certificate certificate(
            String name, PublicKey publicKey, SignatureScheme scheme, UnaryOperator<byte[]> signature) {
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.getInstance(scheme.algorithmIdentifier());
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(1));
        generator.setSignature(algorithm);
        generator.setIssuer(new X500Name(name));
        generator.setStartDate(new Time(Date.from(Instant.EPOCH)));
        generator.setEndDate(new Time(Date.from(Instant.EPOCH.plusSeconds(1))));
        generator.setSubject(new X500Name(name));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
        TBSCertificate tbs = generator.generateTBSCertificate();
        try {
            ASN1EncodableVector certificate = new ASN1EncodableVector();
            certificate.add(tbs);
            certificate.add(algorithm);
            certificate.add(new DERBitString(signature.apply(tbs.getEncoded("DER"))));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(new DERSequence(certificate).getEncoded("DER")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
