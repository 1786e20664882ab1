package org.bailiwick.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The certificate of an issuer's OCSP responder (RFC 6960 §4.2.2.2): for answers only, without a name of anybody else, and
 * valid so shortly that nobody needs to ask whether it is revoked (§4.2.2.2.1). Nobody can order one: no profile makes it.
 */
public final class ResponderCertificate {

    /** How long one is valid. */
    public static final Duration VALIDITY = Duration.ofDays(30);

    /** As of every certificate: the commonest wrong clock is off by an hour. */
    private static final Duration BACKDATE = Duration.ofHours(1);

    static final KeyPurposeId PURPOSE = KeyPurposeId.id_kp_OCSPSigning;

    /** What people see where an answer is shown; what is above it in the subject says whose responder it is. */
    static final String COMMON_NAME = "OCSP responder";

    private static final ASN1Encodable V3 = new DERTaggedObject(true, 0, new ASN1Integer(2));

    private ResponderCertificate() {}

    /**
     * Whether an issuer can have a responder at all: the name constraints of a chain may exclude the name of its own first
     * certificate, below which the responder's is (RFC 5280 §4.2.1.10).
     */
    public static boolean isPermittedBy(CertificateChain chain) {
        X500Name issuer =
                X500Name.getInstance(chain.first().getSubjectX500Principal().getEncoded());
        return NameConstraints.of(chain).permitsSubject(subject(issuer));
    }

    /** The DER {@code TBSCertificate}. */
    static byte[] tbs(IssuerFields issuer, PublicKey subjectKey, SerialNumber serial, Instant now) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded());
        return tbs(
                serial,
                issuer.signature(),
                issuer.name(),
                Validity.of(VALIDITY, BACKDATE, now, issuer.validity()),
                subject(issuer.name()),
                key,
                new Extensions(new Extension[] {
                    extension(Extension.basicConstraints, true, new BasicConstraints(false)),
                    extension(
                            Extension.keyUsage,
                            true,
                            new org.bouncycastle.asn1.x509.KeyUsage(
                                    org.bouncycastle.asn1.x509.KeyUsage.digitalSignature)),
                    extension(
                            Extension.extendedKeyUsage,
                            false,
                            new org.bouncycastle.asn1.x509.ExtendedKeyUsage(PURPOSE)),
                    extension(Extension.subjectKeyIdentifier, false, CertificateExtensions.keyIdentifier(key)),
                    extension(
                            Extension.authorityKeyIdentifier,
                            false,
                            new AuthorityKeyIdentifier(issuer.keyIdentifier().getKeyIdentifier())),
                    extension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
                }));
    }

    /**
     * Stands beside a new key in its token, where Java finds no key without a certificate: self-signed, no CA's, and over
     * within the second. It is never shown to anybody.
     *
     * @param key the new key
     */
    public static X509Certificate placeholder(CaSigner key, Instant now) {
        Instant moment = now.truncatedTo(ChronoUnit.SECONDS);
        AlgorithmIdentifier algorithm =
                AlgorithmIdentifier.getInstance(key.scheme().algorithmIdentifier());
        X500Name name = new X500Name(new RDN[] {commonName(COMMON_NAME + ", a key's placeholder")});
        byte[] tbs = tbs(
                SerialNumber.random(),
                algorithm,
                name,
                new Validity(moment, moment),
                name,
                SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()),
                new Extensions(
                        new Extension[] {extension(Extension.basicConstraints, true, new BasicConstraints(false))}));
        try {
            byte[] der = der(new DERSequence(
                    new ASN1Encodable[] {DistinguishedEncoding.read(tbs), algorithm, new DERBitString(key.sign(tbs))}));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (EncodingException | CertificateException impossible) {
            throw new IllegalStateException("a certificate that we built can be read", impossible);
        }
    }

    private static byte[] tbs(
            SerialNumber serial,
            AlgorithmIdentifier signature,
            X500Name issuer,
            Validity validity,
            X500Name subject,
            SubjectPublicKeyInfo key,
            Extensions extensions) {
        return der(new DERSequence(new ASN1Encodable[] {
            V3,
            new ASN1Integer(serial.value()),
            signature,
            issuer,
            new DERSequence(
                    new ASN1Encodable[] {Validity.time(validity.notBefore()), Validity.time(validity.notAfter())}),
            subject,
            key,
            new DERTaggedObject(true, 3, extensions)
        }));
    }

    /**
     * Below the issuer's own name. Where the chain permits directory names of a subtree only, that one is in it, and what is
     * below it as well (RFC 5280 §4.2.1.10).
     */
    private static X500Name subject(X500Name issuer) {
        RDN[] above = issuer.getRDNs();
        RDN[] all = Arrays.copyOf(above, above.length + 1);
        all[above.length] = commonName(COMMON_NAME);
        return new X500Name(all);
    }

    private static RDN commonName(String text) {
        return new RDN(BCStyle.CN, new DERUTF8String(text));
    }

    private static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(type, critical, value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException("an extension that we built has a DER encoding", impossible);
        }
    }

    private static byte[] der(ASN1Object structure) {
        try {
            return structure.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built has a DER encoding", impossible);
        }
    }
}
