package org.bailiwick.hsm.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
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
        Extensions extensions = extensions(key.publicKey(), new BasicConstraints(true), keyIdentifier(key.publicKey()));
        return sign(key, key.publicKey(), name, key.publicKey(), name, validity, extensions);
    }

    /**
     * Where what is of the issuer can be found (RFC 5280 §4.2.1.13, §4.2.2.1).
     *
     * @param crls its CRL
     * @param certificates its certificate
     */
    record Places(List<URI> crls, List<URI> certificates) {

        static final Places NONE = new Places(List.of(), List.of());

        private void addTo(ExtensionsGenerator extensions) {
            if (!crls.isEmpty()) {
                GeneralName[] names = crls.stream().map(Places::name).toArray(GeneralName[]::new);
                DistributionPoint point =
                        new DistributionPoint(new DistributionPointName(new GeneralNames(names)), null, null);
                add(extensions, Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point
                }));
            }
            if (!certificates.isEmpty()) {
                add(
                        extensions,
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(certificates.stream()
                                .map(url -> new AccessDescription(AccessDescription.id_ad_caIssuers, name(url)))
                                .toArray(AccessDescription[]::new)));
            }
        }

        private static GeneralName name(URI url) {
            return new GeneralName(GeneralName.uniformResourceIdentifier, url.toASCIIString());
        }
    }

    /** Issued by a CA. */
    static X509Certificate subordinate(
            CaSigner issuerKey,
            X509Certificate issuer,
            PublicKey publicKey,
            X500Principal name,
            int pathLength,
            Validity validity,
            Places places) {
        ExtensionsGenerator generator = new ExtensionsGenerator();
        addOwn(generator, publicKey, new BasicConstraints(pathLength));
        add(
                generator,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(subjectKeyIdentifier(issuer)));
        places.addTo(generator);
        Extensions extensions = generator.generate();
        return sign(
                issuerKey,
                issuer.getPublicKey(),
                issuer.getSubjectX500Principal(),
                publicKey,
                name,
                validity,
                extensions);
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

    private static Extensions extensions(PublicKey publicKey, BasicConstraints constraints, byte[] issuerKey) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        addOwn(extensions, publicKey, constraints);
        add(extensions, Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKey));
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
    private static byte[] subjectKeyIdentifier(X509Certificate issuer) {
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
