package org.bailiwick.validation;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.IpIdentifier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate for tls-alpn-01, right or wrong in any way; expired long ago, which says nothing. */
final class CraftedCertificate {

    static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

    private final KeyPair key;
    private final String algorithm;
    private KeyPair signer;
    private X500Principal issuer = new X500Principal("CN=challenge");
    private Instant notBefore = Instant.parse("2000-01-01T00:00:00Z");
    private Instant notAfter = Instant.parse("2000-01-02T00:00:00Z");
    private final List<CraftedCertificate> following = new ArrayList<>();
    private final List<GeneralName> names = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();

    private CraftedCertificate(KeyPair key, String algorithm) {
        this.key = key;
        this.signer = key;
        this.algorithm = algorithm;
    }

    static CraftedCertificate ec() {
        return new CraftedCertificate(pair("EC", 256), "SHA256withECDSA");
    }

    static CraftedCertificate weakRsa() {
        return new CraftedCertificate(pair("RSA", 1024), "SHA1withRSA");
    }

    static CraftedCertificate dsa() {
        return new CraftedCertificate(pair("DSA", 2048), "SHA256withDSA");
    }

    CraftedCertificate dns(String name) {
        return name(new GeneralName(GeneralName.dNSName, name));
    }

    CraftedCertificate ip(String address) {
        return octets(new IpIdentifier(address).address().getAddress());
    }

    CraftedCertificate octets(byte[] address) {
        return name(new GeneralName(GeneralName.iPAddress, new DEROctetString(address)));
    }

    CraftedCertificate name(GeneralName name) {
        names.add(name);
        return this;
    }

    /** As RFC 8737 §3 says. */
    CraftedCertificate digest(byte[] digest) {
        return extension(ACME_IDENTIFIER, true, der(digest));
    }

    CraftedCertificate extension(String oid, boolean critical, byte[] value) {
        extensions.add(new Extension(new ASN1ObjectIdentifier(oid), critical, value));
        return this;
    }

    CraftedCertificate signedBySomebodyElse() {
        signer = pair("EC", 256);
        return this;
    }

    CraftedCertificate issuedBy(String name) {
        issuer = new X500Principal(name);
        return this;
    }

    CraftedCertificate valid(String from, String to) {
        notBefore = Instant.parse(from);
        notAfter = Instant.parse(to);
        return this;
    }

    /** Puts another one behind it, as that of its CA would be. */
    CraftedCertificate followedBy(CraftedCertificate next) {
        following.add(next);
        return this;
    }

    /** A DER OCTET STRING. */
    static byte[] der(byte[] contents) {
        try {
            return new DEROctetString(contents).getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] encoded() {
        try {
            return certificate().getEncoded();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate certificate() {
        X500Principal subject = new X500Principal("CN=challenge");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, BigInteger.ONE, Date.from(notBefore), Date.from(notAfter), subject, key.getPublic());
        try {
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    SSLContext serverContext() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            List<X509Certificate> chain = new ArrayList<>(List.of(certificate()));
            following.forEach(next -> chain.add(next.certificate()));
            store.setKeyEntry("key", key.getPrivate(), new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyPair pair(String type, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
