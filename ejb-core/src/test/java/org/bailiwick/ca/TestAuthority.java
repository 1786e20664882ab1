package org.bailiwick.ca;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.ContentSigner;

/** A root and an issuing CA in memory. */
public final class TestAuthority {

    static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2060-01-01T00:00:00Z");

    private final SoftwareSigner rootSigner;
    private final SoftwareSigner signer;
    private final CertificateChain chain;

    private TestAuthority(SoftwareSigner rootSigner, SoftwareSigner signer, CertificateChain chain) {
        this.rootSigner = rootSigner;
        this.signer = signer;
        this.chain = chain;
    }

    /** An authority whose issuing CA signs by a scheme. */
    public static TestAuthority of(SignatureScheme scheme) {
        return new Builder().scheme(scheme).build();
    }

    /** An authority whose root has excluded the name of its issuing CA (RFC 5280 §4.2.1.10). */
    public static TestAuthority excluded() {
        return new Builder()
                .rootExtension(
                        Extension.nameConstraints,
                        true,
                        new org.bouncycastle.asn1.x509.NameConstraints(
                                null,
                                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name("O=Example")))}))
                .build();
    }

    /** The key of the issuing CA. */
    public SoftwareSigner signer() {
        return signer;
    }

    /** Issuing certificate and root. */
    public CertificateChain chain() {
        return chain;
    }

    /** The issuing certificate, the root as another root certifies it, and that root: a cross-signed chain. */
    public CertificateChain crossSigned() {
        return crossSigned(END);
    }

    /**
     * The same.
     *
     * @param end when the other root's certificate for ours ends
     */
    public CertificateChain crossSigned(Instant end) {
        X509Certificate issuing = chain.first();
        X509Certificate root = chain.certificates().get(1);
        SoftwareSigner otherKey = SoftwareSigner.of(SignatureScheme.ECDSA_P384_SHA384);
        X500Name other = new X500Name("O=Example,CN=Other Root CA");
        X500Name ours = X500Name.getInstance(root.getSubjectX500Principal().getEncoded());
        List<Extension> extensions = List.of(
                Asn1.extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                Asn1.extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        return new CertificateChain(List.of(
                issuing,
                certificate(ours, other, rootSigner, otherKey, BEGINNING, end, extensions),
                certificate(other, other, otherKey, otherKey, BEGINNING, END, extensions)));
    }

    /** What signs its CRLs. */
    public RevocationListIssuer lists() {
        return new RevocationListIssuer(chain.first(), signer);
    }

    /** What issues with it. */
    public CertificateIssuer issuer() {
        return new CertificateIssuer(chain, signer);
    }

    /** The pieces that a test may want otherwise. */
    static final class Builder {

        private SignatureScheme scheme = SignatureScheme.ECDSA_P256_SHA256;
        private X500Name name = new X500Name("O=Example,CN=Issuing CA");
        private Instant notBefore = BEGINNING;
        private Instant notAfter = END;
        private final List<Extension> extensions = new ArrayList<>();
        private final List<Extension> rootExtensions = new ArrayList<>();
        private int keyUsage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        private boolean authority = true;
        private boolean keyIdentifier = true;

        Builder scheme(SignatureScheme value) {
            scheme = value;
            return this;
        }

        Builder name(X500Name value) {
            name = value;
            return this;
        }

        Builder valid(Instant from, Instant to) {
            notBefore = from;
            notAfter = to;
            return this;
        }

        Builder extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
            extensions.add(extension(type, value, critical));
            return this;
        }

        Builder rootExtension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
            rootExtensions.add(extension(type, value, critical));
            return this;
        }

        Builder keyUsage(int value) {
            keyUsage = value;
            return this;
        }

        Builder notAnAuthority() {
            authority = false;
            return this;
        }

        Builder withoutKeyIdentifier() {
            keyIdentifier = false;
            return this;
        }

        TestAuthority build() {
            SoftwareSigner rootSigner = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
            SoftwareSigner signer = SoftwareSigner.of(scheme);
            X500Name rootName = new X500Name("O=Example,CN=Root CA");
            List<Extension> ofRoot = new ArrayList<>(rootExtensions);
            ofRoot.addAll(ofAuthority(rootSigner, true, true, KeyUsage.keyCertSign));
            List<Extension> ofIssuing = new ArrayList<>(extensions);
            ofIssuing.addAll(ofAuthority(signer, authority, keyIdentifier, keyUsage));
            ofIssuing.add(extension(
                    Extension.authorityKeyIdentifier,
                    new AuthorityKeyIdentifier(keyIdentifier(rootSigner).getKeyIdentifier()),
                    false));
            X509Certificate root = certificate(rootName, rootName, rootSigner, rootSigner, BEGINNING, END, ofRoot);
            X509Certificate issuing = certificate(name, rootName, signer, rootSigner, notBefore, notAfter, ofIssuing);
            return new TestAuthority(rootSigner, signer, new CertificateChain(List.of(issuing, root)));
        }

        private static Extension extension(ASN1ObjectIdentifier type, ASN1Encodable value, boolean critical) {
            return Asn1.extension(type, critical, value);
        }

        private static List<Extension> ofAuthority(
                SoftwareSigner signer, boolean authority, boolean keyIdentifier, int keyUsage) {
            List<Extension> all = new ArrayList<>();
            all.add(extension(Extension.basicConstraints, new BasicConstraints(authority), true));
            all.add(extension(Extension.keyUsage, new KeyUsage(keyUsage), true));
            if (keyIdentifier) {
                all.add(extension(Extension.subjectKeyIdentifier, keyIdentifier(signer), false));
            }
            return all;
        }
    }

    static SubjectKeyIdentifier keyIdentifier(SoftwareSigner signer) {
        return CertificateExtensions.keyIdentifier(
                SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded()));
    }

    static X509Certificate certificate(
            X500Name subject,
            X500Name issuer,
            SoftwareSigner subjectKey,
            SoftwareSigner issuerKey,
            Instant notBefore,
            Instant notAfter,
            List<Extension> extensions) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    SerialNumber.random().value(),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    SubjectPublicKeyInfo.getInstance(subjectKey.publicKey().getEncoded()));
            for (Extension extension : extensions) {
                builder.addExtension(extension);
            }
            ContentSigner signer = Asn1.contentSigner(issuerKey);
            return new JcaX509CertificateConverter()
                    .setProvider(BouncyCastle.PROVIDER)
                    .getCertificate(builder.build(signer));
        } catch (CertIOException | CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
