package org.bailiwick.ca;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
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
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A root and its key, certifying itself and one level of issuing CAs below it (RFC 5280 §4), in the two steps of {@link
 * CertificateIssuer}: build and check, then sign and verify. What is signed is what was checked.
 *
 * <p>It is not what certifies end entities, and {@code CertificateIssuer} certifies no CAs: neither can do the other's work.
 */
public final class CaCertificateIssuer {

    /** Of an issuing CA: end entities only below it (§4.2.1.9). */
    private static final int NO_CA_BELOW = 0;

    private final CaSigner signer;
    private final SubjectPublicKeyInfo key;
    private final IssuerFields fields;

    private CaCertificateIssuer(CaSigner signer, IssuerFields fields) {
        this.signer = signer;
        this.key = SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded());
        this.fields = fields;
    }

    /**
     * A root that has no certificate yet.
     *
     * @param notBefore its first second of validity
     * @param notAfter its last
     */
    public static CaCertificateIssuer newRoot(CaSigner signer, CaSubject name, Instant notBefore, Instant notAfter) {
        SubjectPublicKeyInfo key =
                SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded());
        return new CaCertificateIssuer(
                signer,
                new IssuerFields(
                        name.name(),
                        CertificateExtensions.keyIdentifier(key),
                        new Validity(notBefore, notAfter),
                        SignatureAlgorithms.of(signer)));
    }

    /**
     * A root that has its certificate.
     *
     * @throws IllegalArgumentException if it is not a CA's, or not this key's
     */
    public static CaCertificateIssuer of(X509Certificate root, CaSigner signer) {
        if (!CertificateChain.isAuthority(root) || root.getBasicConstraints() == NO_CA_BELOW) {
            throw new IllegalArgumentException("the root may not issue CA certificates (basicConstraints, keyUsage)");
        }
        return new CaCertificateIssuer(signer, IssuerFields.of(root, signer));
    }

    /**
     * Builds and checks its own certificate: self-signed, of any path length.
     *
     * @throws CertificateNotIssuableException if any check fails
     */
    public PreparedCaCertificate prepareRoot() {
        return prepare(fields.name(), key, fields.validity(), new BasicConstraints(true), List.of());
    }

    /**
     * Builds and checks the certificate of an issuing CA.
     *
     * @param subject its name, another than this one's: a certificate that names itself as issuer is taken for a root
     * @param publicKey its key
     * @param notBefore its first second of validity
     * @param notAfter its last; both within this one's own
     * @param crl where this root's CRL is
     * @param certificate where this root's certificate is
     * @throws CertificateNotIssuableException if any check fails
     */
    public PreparedCaCertificate prepareIssuing(
            CaSubject subject, PublicKey publicKey, Instant notBefore, Instant notAfter, URI crl, URI certificate) {
        GeneralNames place = new GeneralNames(url(crl));
        AccessDescription above = new AccessDescription(AccessDescription.id_ad_caIssuers, url(certificate));
        return prepare(
                subject.name(),
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()),
                new Validity(notBefore, notAfter),
                new BasicConstraints(NO_CA_BELOW),
                List.of(
                        CertificateExtensions.extension(
                                Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                                    new DistributionPoint(new DistributionPointName(place), null, null)
                                })),
                        CertificateExtensions.extension(
                                Extension.authorityInfoAccess, false, new AuthorityInformationAccess(above))));
    }

    private static GeneralName url(URI url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url.toASCIIString());
    }

    private PreparedCaCertificate prepare(
            X500Name subject,
            SubjectPublicKeyInfo subjectKey,
            Validity validity,
            BasicConstraints constraints,
            List<Extension> more) {
        SerialNumber serial = SerialNumber.random();
        List<Extension> extensions = new ArrayList<>(own(subjectKey, constraints));
        extensions.add(CertificateExtensions.extension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(fields.keyIdentifier().getKeyIdentifier())));
        extensions.addAll(more);
        byte[] tbs = SignedStructure.sequence(
                new DERTaggedObject(true, 0, new ASN1Integer(2)),
                new ASN1Integer(serial.value()),
                fields.signature(),
                fields.name(),
                new DERSequence(
                        new ASN1Encodable[] {Validity.time(validity.notBefore()), Validity.time(validity.notAfter())}),
                subject,
                subjectKey,
                new DERTaggedObject(true, 3, new Extensions(extensions.toArray(Extension[]::new))));
        List<String> findings = new CaCertificateChecks(fields, KeyFingerprint.of(SignedStructure.der(key)))
                .check(tbs, SignedStructure.der(subject), constraints);
        if (!findings.isEmpty()) {
            throw new CertificateNotIssuableException(findings);
        }
        return new PreparedCaCertificate(this, tbs, serial, validity);
    }

    /** What a CA certificate has, or a request for one asks for, about itself (§4.2.1.2, §4.2.1.3, §4.2.1.9). */
    static List<Extension> own(SubjectPublicKeyInfo key, BasicConstraints constraints) {
        return List.of(
                CertificateExtensions.extension(Extension.basicConstraints, true, constraints),
                CertificateExtensions.extension(
                        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)),
                CertificateExtensions.extension(
                        Extension.subjectKeyIdentifier, false, CertificateExtensions.keyIdentifier(key)));
    }

    /**
     * Has a prepared certificate signed, verifies the signature, and compares: the platform's parser, which had no part in
     * building it, must find in it the octets that were checked.
     *
     * @throws IllegalStateException if another CA prepared it, or if it was here before; nothing was signed
     * @throws org.bailiwick.hsm.TokenException if the token does not sign, or gives something else than a signature
     * @throws UnsoundCertificateException if it is not the one that was prepared
     */
    public IssuedCertificate issue(PreparedCaCertificate prepared) {
        byte[] tbs = prepared.redeem(this);
        byte[] der = SignedStructure.sign(tbs, signer);
        CertificateIssuer.requireSame(prepared.serial(), tbs, der);
        return new IssuedCertificate(prepared.serial(), der, prepared.notBefore(), prepared.notAfter());
    }
}
