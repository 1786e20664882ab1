package org.bailiwick.ca;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
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

    static final KeyPurposeId PURPOSE = KeyPurposeId.id_kp_OCSPSigning;

    /** What people see where an answer is shown; what is above it in the subject says whose responder it is. */
    static final String COMMON_NAME = "OCSP responder";

    /** What one looks like. */
    static final NamelessCertificate SHAPE =
            new NamelessCertificate("an OCSP responder", COMMON_NAME, PURPOSE, "OCSPSigning", VALIDITY, true);

    private ResponderCertificate() {}

    /**
     * Whether an issuer can have a responder at all: the name constraints of a chain may exclude the name of its own first
     * certificate, below which the responder's is (RFC 5280 §4.2.1.10).
     */
    public static boolean isPermittedBy(CertificateChain chain) {
        X500Name issuer =
                X500Name.getInstance(chain.first().getSubjectX500Principal().getEncoded());
        return NameConstraints.of(chain).permitsSubject(SHAPE.subject(issuer));
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
        X500Name name = new X500Name(new RDN[] {NamelessCertificate.commonName(COMMON_NAME + ", a key's placeholder")});
        byte[] tbs = NamelessCertificate.tbs(
                SerialNumber.random(),
                algorithm,
                name,
                new Validity(moment, moment),
                name,
                SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()),
                new Extensions(new Extension[] {
                    NamelessCertificate.extension(Extension.basicConstraints, true, new BasicConstraints(false))
                }));
        try {
            byte[] der = NamelessCertificate.der(new DERSequence(
                    new ASN1Encodable[] {DistinguishedEncoding.read(tbs), algorithm, new DERBitString(key.sign(tbs))}));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (EncodingException | CertificateException impossible) {
            throw new IllegalStateException("a certificate that we built can be read", impossible);
        }
    }
}
