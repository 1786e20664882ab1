package org.bailiwick.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.acme.Identifier;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * One CA certificate and its key, issuing end-entity certificates (RFC 5280 §4) in two steps: {@link #prepare} builds and
 * checks what will be signed, the caller journals it, {@link #issue} has it signed. What is signed is what was checked.
 *
 * <p>Safe for use by many threads. Holds no state but what it was made of.
 */
public final class CertificateIssuer {

    private static final ASN1Encodable V3 = new DERTaggedObject(true, 0, new ASN1Integer(2));

    private final CertificateChain chain;
    private final CaSigner signer;
    private final PublicKey publicKey;
    private final IssuerFields fields;
    private final NameConstraints nameConstraints;
    private final PermittedPurposes purposes;
    private final PermittedPolicies policies;
    private final KeyRequirements keys;
    private final KeyRequirements keysNow;
    private final TbsCertificateChecks checks;

    /**
     * An issuer whose key and certificate belong together.
     *
     * @param chain the issuing certificate first
     * @param signer its key
     * @throws IllegalArgumentException if the certificate is not a CA's or lacks what RFC 5280 §4.2.1 demands of one, or if
     *     the key is another's
     */
    public CertificateIssuer(CertificateChain chain, CaSigner signer) {
        this(chain, signer, KeyRequirements.ofCertificateKeys());
    }

    /**
     * The same, certifying only some keys.
     *
     * @param keysNow which, at the moment at which it is asked; the keys of the chain are never among them
     */
    public CertificateIssuer(CertificateChain chain, CaSigner signer, KeyRequirements keysNow) {
        X509Certificate certificate = chain.first();
        if (!CertificateChain.isAuthority(certificate)) {
            throw new IllegalArgumentException(
                    "the certificate of \"%s\" may not issue certificates (basicConstraints, keyUsage)"
                            .formatted(certificate.getSubjectX500Principal()));
        }
        this.chain = chain;
        this.signer = signer;
        this.publicKey = certificate.getPublicKey();
        this.fields = IssuerFields.of(certificate, signer).within(chain);
        this.nameConstraints = NameConstraints.of(chain);
        this.purposes = PermittedPurposes.of(chain);
        this.policies = PermittedPolicies.of(chain);
        List<KeyFingerprint> ours = chain.certificates().stream()
                .map(each -> KeyFingerprint.of(each.getPublicKey().getEncoded()))
                .toList();
        this.keys = KeyRequirements.ofCertificateKeys().except(ours::contains, "it is the key of a CA");
        this.keysNow = keysNow;
        this.checks = new TbsCertificateChecks(fields, this.keys);
    }

    /** The certificate that it issues with, and those above. */
    public CertificateChain chain() {
        return chain;
    }

    /** Which keys it ever certifies; {@link #prepare} fails on others. It may refuse more at the moment. */
    public KeyRequirements keyRequirements() {
        return keys;
    }

    /**
     * Builds the certificate for an order and checks it.
     *
     * @param profile what it looks like
     * @param identifiers the order's identifiers: all of the certificate's names, in this order
     * @param subjectKey the key that it certifies, as {@link KeyRequirements} accepted it
     * @param requested the validity that the order asks for
     * @param serial its serial number; the caller sees to it that it is unique
     * @param now the moment of issuance
     * @return what may be signed, once, by this issuer
     * @throws org.bailiwick.acme.AcmeException {@code badCSR} if the key is not certified at the moment, or is not of
     *     a type that the profile takes; {@code rejectedIdentifier} if the profile does not take a name of its kind, or the
     *     name constraints of this issuer's chain do not permit it; {@code malformed} if the requested validity cannot be had
     * @throws CertificateNotIssuableException if the issuer's chain is not valid now or does not permit the profile's
     *     purposes or policies, or if any check fails
     */
    public PreparedCertificate prepare(
            CertificateProfile profile,
            List<Identifier> identifiers,
            PublicKey subjectKey,
            RequestedValidity requested,
            SerialNumber serial,
            Instant now) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded());
        profile.requireTaken(key);
        profile.requireTaken(identifiers);
        X500Name subject = subject(profile, identifiers);
        Validity validity = Validity.of(profile, requested, now, fields.validity());
        byte[] tbs = encoded(
                V3,
                new ASN1Integer(serial.value()),
                fields.signature(),
                fields.name(),
                new DERSequence(
                        new ASN1Encodable[] {Validity.time(validity.notBefore()), Validity.time(validity.notAfter())}),
                subject,
                key,
                new DERTaggedObject(
                        true,
                        3,
                        CertificateExtensions.of(
                                profile, identifiers, subject.size() == 0, key, fields.keyIdentifier())));
        return useful(checked(tbs, checks.check(tbs, profile, identifiers)));
    }

    /**
     * Builds the certificate of this issuer's OCSP responder (RFC 6960 §4.2.2.2) and checks it.
     *
     * @param subjectKey the responder's key
     * @param serial its serial number; the caller sees to it that it is unique
     * @param now the moment of issuance
     * @return what may be signed, once, by this issuer
     * @throws org.bailiwick.acme.AcmeException {@code badCSR} if the key was compromised
     * @throws CertificateNotIssuableException if the issuer's chain is not valid now, or if any check fails
     */
    public PreparedCertificate prepareResponder(PublicKey subjectKey, SerialNumber serial, Instant now) {
        return prepareNameless(ResponderCertificate.SHAPE, subjectKey, serial, now);
    }

    /**
     * Builds the certificate by which a registration authority signs what it relays, and checks it.
     *
     * @param name of the registration authority
     * @param subjectKey its key, as {@link KeyRequirements} accepted it
     * @param serial its serial number; the caller sees to it that it is unique
     * @param now the moment of issuance
     * @return what may be signed, once, by this issuer
     * @throws org.bailiwick.acme.AcmeException {@code badCSR} if the key was compromised; {@code rejectedIdentifier} if the
     *     name constraints of this issuer's chain do not permit the subject
     * @throws CertificateNotIssuableException if the issuer's chain is not valid now, or if any check fails
     */
    public PreparedCertificate prepareRegistrationAuthority(
            String name, PublicKey subjectKey, SerialNumber serial, Instant now) {
        return prepareNameless(RegistrationAuthorityCertificate.named(name), subjectKey, serial, now);
    }

    private PreparedCertificate prepareNameless(
            NamelessCertificate shape, PublicKey subjectKey, SerialNumber serial, Instant now) {
        byte[] tbs = shape.tbs(fields, subjectKey, serial, now);
        return checked(tbs, checks.checkNameless(tbs, shape));
    }

    /**
     * Takes up an issuance that a crash interrupted between journal and signature, with the same octets and so the same
     * serial number. They are checked again, but for the profile, which may have changed since.
     *
     * <p>Only for an attempt of which no signature left the process.
     *
     * @param journaledTbs what {@link PreparedCertificate#tbs()} was
     * @param now by now its validity may be over, or the issuer's
     * @throws org.bailiwick.acme.AcmeException {@code badCSR}, {@code rejectedIdentifier} as {@link #prepare}
     * @throws CertificateNotIssuableException if any check fails: also when another issuer's certificate was journaled
     */
    public PreparedCertificate resume(byte[] journaledTbs, Instant now) {
        byte[] tbs = journaledTbs.clone();
        PreparedCertificate prepared = useful(checked(tbs, checks.check(tbs)));
        // which is within the issuer's
        if (now.isAfter(prepared.notAfter())) {
            throw new CertificateNotIssuableException(List.of("its validity is over"));
        }
        return prepared;
    }

    /**
     * Has a prepared certificate signed, verifies the signature with the issuer's certificate, and compares. The prepared
     * certificate is used up, also when this fails; {@link #resume} its octets if nothing can have been signed.
     *
     * @throws IllegalStateException if another issuer prepared it, or if it was here before; nothing was signed
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     * @throws UnsoundCertificateException if what the token gave is not this issuer's signature over these octets
     */
    public IssuedCertificate issue(PreparedCertificate prepared) {
        byte[] tbs = prepared.redeem(this);
        byte[] signature = signer.sign(tbs.clone());
        if (!SignatureAlgorithms.verifies(publicKey, fields.signature(), tbs, signature)) {
            throw new UnsoundCertificateException(prepared.serial(), "its signature is not by the issuer's key");
        }
        byte[] der = encoded(read(tbs), fields.signature(), new DERBitString(signature));
        requireSame(prepared.serial(), tbs, der);
        return new IssuedCertificate(prepared.serial(), der, prepared.notBefore(), prepared.notAfter());
    }

    /** The platform's parser, which had no part in building it, must find in it the octets that were checked. */
    static void requireSame(SerialNumber serial, byte[] tbs, byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!Arrays.equals(certificate.getTBSCertificate(), tbs)) {
                throw new UnsoundCertificateException(serial, "it is not the one that was prepared");
            }
        } catch (CertificateException unreadable) {
            throw new UnsoundCertificateException(serial, "it cannot be read", unreadable);
        }
    }

    private PreparedCertificate checked(byte[] tbs, List<String> findings) {
        if (!findings.isEmpty()) {
            throw new CertificateNotIssuableException(findings);
        }
        TBSCertificate certificate = TBSCertificate.getInstance(read(tbs));
        nameConstraints.require(ExtensionChecks.alternativeNames(certificate), certificate.getSubject());
        keysNow.requireNotBlocked(der(certificate.getSubjectPublicKeyInfo()));
        try {
            return new PreparedCertificate(
                    this,
                    tbs,
                    new SerialNumber(certificate.getSerialNumber().getValue()),
                    new Validity(
                            Validity.instant(certificate.getStartDate().toASN1Primitive()),
                            Validity.instant(certificate.getEndDate().toASN1Primitive())),
                    CertifiedNames.of(certificate));
        } catch (EncodingException impossible) {
            throw new IllegalStateException("checked octets have a validity", impossible);
        }
    }

    /**
     * Demands that whoever validates the path to it (RFC 5280 §6) can use it for what it says. Not asked of OCSP responders:
     * RFC 6960 §4.2.2.2 asks only who issued their certificate.
     */
    private PreparedCertificate useful(PreparedCertificate prepared) {
        Extensions extensions = TBSCertificate.getInstance(read(prepared.tbs())).getExtensions();
        List<String> findings = Stream.concat(
                        purposes.finding(extensions).stream(), policies.finding(extensions).stream())
                .toList();
        if (!findings.isEmpty()) {
            throw new CertificateNotIssuableException(findings);
        }
        return prepared;
    }

    static X500Name subject(CertificateProfile profile, List<Identifier> identifiers) {
        RDN[] names = profile.commonName()
                .choose(identifiers)
                .map(name -> new RDN[] {new RDN(BCStyle.CN, new DERUTF8String(name))})
                .orElseGet(() -> new RDN[0]);
        return new X500Name(names);
    }

    private static ASN1Primitive read(byte[] checkedTbs) {
        try {
            return DistinguishedEncoding.read(checkedTbs);
        } catch (EncodingException impossible) {
            throw new IllegalStateException("checked octets are DER", impossible);
        }
    }

    private static byte[] encoded(ASN1Encodable... elements) {
        return der(new DERSequence(elements));
    }

    private static byte[] der(ASN1Object structure) {
        try {
            return structure.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built or checked has a DER encoding", impossible);
        }
    }
}
