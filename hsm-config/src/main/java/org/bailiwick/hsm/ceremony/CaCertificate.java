package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * The certificates of a ceremony, as RFC 5280 §4 has them for CAs: basicConstraints and keyUsage critical, subject and
 * authority key identifiers (SHA-1 of the public key, §4.2.1.2 method 1), a random serial number.
 */
final class CaCertificate {

    /** 158 random bits below a one: always positive and 20 octets long (RFC 5280 §4.1.2.2). */
    private static final int SERIAL_BITS = 158;

    private static final SecureRandom RANDOM = new SecureRandom();

    private CaCertificate() {}

    /** Self-signed, path length not limited. */
    static X509Certificate root(CaSigner key, X500Principal name, Validity validity) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        addOwn(extensions, key.publicKey(), new BasicConstraints(true));
        add(
                extensions,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(keyIdentifier(key.publicKey())));
        return sign(key, key.publicKey(), name, key.publicKey(), name, validity, extensions.generate());
    }

    /** Issued by a CA. */
    static X509Certificate subordinate(
            CaSigner issuerKey,
            X509Certificate issuer,
            PublicKey publicKey,
            X500Principal name,
            SubordinateTerms terms,
            Validity validity) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        addOwn(extensions, publicKey, new BasicConstraints(terms.pathLength()));
        add(
                extensions,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(subjectKeyIdentifier(issuer)));
        terms.names().extension().ifPresent(names -> add(extensions, Extension.nameConstraints, true, names));
        if (!terms.crlUrls().isEmpty()) {
            add(extensions, Extension.cRLDistributionPoints, false, distributionPoint(terms.crlUrls()));
        }
        if (!terms.issuerUrls().isEmpty()) {
            add(extensions, Extension.authorityInfoAccess, false, issuers(terms.issuerUrls()));
        }
        return sign(
                issuerKey,
                issuer.getPublicKey(),
                issuer.getSubjectX500Principal(),
                publicKey,
                name,
                validity,
                extensions.generate());
    }

    /** One point: all URLs lead to the same CRL (RFC 5280 §4.2.1.13). */
    private static CRLDistPoint distributionPoint(List<String> urls) {
        GeneralNames names =
                new GeneralNames(urls.stream().map(CaCertificate::url).toArray(GeneralName[]::new));
        return new CRLDistPoint(
                new DistributionPoint[] {new DistributionPoint(new DistributionPointName(names), null, null)});
    }

    private static AuthorityInformationAccess issuers(List<String> urls) {
        return new AuthorityInformationAccess(urls.stream()
                .map(text -> new AccessDescription(AccessDescription.id_ad_caIssuers, url(text)))
                .toArray(AccessDescription[]::new));
    }

    private static GeneralName url(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }

    /** Stands beside a key until its CA certificate comes: self-signed, not a CA's, and already over. */
    static X509Certificate placeholder(CaSigner key, X500Principal name, Validity moment) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        add(extensions, Extension.basicConstraints, true, new BasicConstraints(false));
        return sign(key, key.publicKey(), name, key.publicKey(), name, moment, extensions.generate());
    }

    /** The certificate of the key that signs the audit log's checkpoints: self-signed, not a CA's, for signatures only. */
    static X509Certificate audit(CaSigner key, X500Principal name, Validity validity) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        add(extensions, Extension.basicConstraints, true, new BasicConstraints(false));
        add(extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        return sign(key, key.publicKey(), name, key.publicKey(), name, validity, extensions.generate());
    }

    /** What a CA certificate asks for, or has, about itself. */
    static Extensions requested(PublicKey publicKey) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        addOwn(extensions, publicKey, new BasicConstraints(0));
        return extensions.generate();
    }

    private static void addOwn(ExtensionsGenerator extensions, PublicKey publicKey, BasicConstraints constraints) {
        add(extensions, Extension.basicConstraints, true, constraints);
        add(extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        add(extensions, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyIdentifier(publicKey)));
    }

    private static void add(
            ExtensionsGenerator extensions, ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(type, critical, value);
        } catch (IOException e) {
            throw new IllegalStateException("an extension of our own cannot be encoded", e);
        }
    }

    private static X509Certificate sign(
            CaSigner key,
            PublicKey verifier,
            X500Principal issuer,
            PublicKey publicKey,
            X500Principal subject,
            Validity validity,
            Extensions extensions) {
        if (subject.getName().isEmpty()) {
            throw new IllegalArgumentException("A CA certificate must have a subject (RFC 5280 §4.1.2.6).");
        }
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(issuer.getEncoded()),
                new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS),
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                X500Name.getInstance(subject.getEncoded()),
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
        try {
            for (ASN1ObjectIdentifier type : extensions.getExtensionOIDs()) {
                builder.addExtension(extensions.getExtension(type));
            }
            byte[] der = builder.build(new CollectingSigner(key)).getEncoded();
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            certificate.verify(verifier);
            return certificate;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The certificate that was signed does not verify; it was not kept.", e);
        }
    }

    /** What the issuer calls its key, so that both match even if another CA made the issuer's certificate. */
    static byte[] subjectKeyIdentifier(X509Certificate issuer) {
        byte[] extension = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return extension == null
                ? keyIdentifier(issuer.getPublicKey())
                : SubjectKeyIdentifier.getInstance(
                                ASN1OctetString.getInstance(extension).getOctets())
                        .getKeyIdentifier();
    }

    private static byte[] keyIdentifier(PublicKey publicKey) {
        try {
            byte[] key = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded())
                    .getPublicKeyData()
                    .getOctets();
            return MessageDigest.getInstance("SHA-1").digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
