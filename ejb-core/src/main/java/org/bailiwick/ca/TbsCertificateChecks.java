package org.bailiwick.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the DER {@code TBSCertificate} (RFC 5280 §4.1) that is about to be signed as a stranger would: nothing that was
 * meant when it was built counts, only what the octets say. Says everything that is wrong, not the first.
 *
 * <p>Safe for use by many threads.
 */
final class TbsCertificateChecks {

    /** CAs once cleared the sign bit of 64 random bits and had to revoke; ours have 159, so this never fails by chance. */
    private static final int SERIAL_MINIMUM_BITS = 64;

    private static final int SERIAL_MAXIMUM_OCTETS = 20;

    private final IssuerFields issuer;
    private final KeyRequirements keys;

    /**
     * Checks for one issuer.
     *
     * @param issuer what its certificates have in common
     * @param keys which subject keys it certifies; not its own
     */
    TbsCertificateChecks(IssuerFields issuer, KeyRequirements keys) {
        this.issuer = issuer;
        this.keys = keys;
    }

    /** What is wrong with a certificate of this issuer, whatever profile it was made by: nothing, if it may be signed. */
    List<String> check(byte[] tbs) {
        return check(tbs, null, null);
    }

    /** What is wrong with a certificate of this issuer, this profile and exactly these names. */
    List<String> check(byte[] tbs, @Nullable CertificateProfile profile, @Nullable List<Identifier> identifiers) {
        return check(tbs, (certificate, findings) -> {
            checkValidity(certificate, profile == null ? null : profile.validity(), findings);
            checkSubject(certificate, profile, identifiers, findings);
            checkKey(certificate, profile, findings);
            new ExtensionChecks(certificate, issuer, findings).check(profile, identifiers);
        });
    }

    /** What is wrong with the certificate of an OCSP responder of this issuer (RFC 6960 §4.2.2.2). */
    List<String> checkResponder(byte[] tbs) {
        return checkNameless(tbs, ResponderCertificate.SHAPE);
    }

    /** What is wrong with a certificate of this issuer that names nobody. */
    List<String> checkNameless(byte[] tbs, NamelessCertificate shape) {
        return check(tbs, (certificate, findings) -> {
            checkValidity(certificate, shape.validity(), findings);
            checkKey(certificate, null, findings);
            new NamelessChecks(shape, certificate, issuer, findings).check();
        });
    }

    /** What certificates of one kind must be. */
    private interface Kind {
        void check(TBSCertificate certificate, Findings findings) throws EncodingException, IOException;
    }

    private List<String> check(byte[] tbs, Kind kind) {
        Findings findings = new Findings();
        try {
            TBSCertificate certificate = TBSCertificate.getInstance(DistinguishedEncoding.read(tbs));
            findings.demand(
                    Arrays.equals(certificate.getEncoded(ASN1Encoding.DER), tbs),
                    "it is not what a parser makes of it");
            checkFields(certificate, findings);
            kind.check(certificate, findings);
        } catch (EncodingException notDer) {
            findings.add("it is not DER: " + notDer.clause());
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException | IOException otherStructure) {
            findings.add("it is not a TBSCertificate: " + otherStructure.getMessage());
        }
        return findings.clauses();
    }

    private void checkFields(TBSCertificate certificate, Findings findings) throws IOException {
        findings.demand(certificate.getVersionNumber() == 3, "its version is not v3 (§4.1.2.1)");
        BigInteger serial = certificate.getSerialNumber().getValue();
        findings.demand(serial.signum() > 0, "its serial number is not positive (§4.1.2.2)");
        findings.demand(
                serial.toByteArray().length <= SERIAL_MAXIMUM_OCTETS,
                "its serial number is longer than 20 octets (§4.1.2.2)");
        findings.demand(
                serial.bitLength() >= SERIAL_MINIMUM_BITS, "its serial number has less than 64 bits: it is not random");
        findings.demand(
                sameOctets(certificate.getSignature(), issuer.signature()),
                "its signature algorithm is not the issuer's (§4.1.2.3)");
        findings.demand(
                sameOctets(certificate.getIssuer(), issuer.name()),
                "its issuer is not the issuer's subject, octet for octet (§4.1.2.4)");
        findings.demand(
                certificate.getIssuerUniqueId() == null && certificate.getSubjectUniqueId() == null,
                "it has a unique identifier (§4.1.2.8)");
    }

    private void checkKey(TBSCertificate certificate, @Nullable CertificateProfile profile, Findings findings)
            throws IOException {
        SubjectPublicKeyInfo key = certificate.getSubjectPublicKeyInfo();
        try {
            keys.require(key.getEncoded(ASN1Encoding.DER));
        } catch (AcmeException refused) {
            findings.add(refused.problem().detail());
        }
        findings.demand(profile == null || profile.keys().contain(key), "its key is not of a type of its profile");
    }

    private void checkValidity(TBSCertificate certificate, @Nullable Duration longest, Findings findings) {
        Validity validity;
        try {
            validity = new Validity(
                    Validity.instant(certificate.getStartDate().toASN1Primitive()),
                    Validity.instant(certificate.getEndDate().toASN1Primitive()));
        } catch (EncodingException wrong) {
            findings.add("its validity cannot be used: " + wrong.clause());
            return;
        } catch (IllegalArgumentException backwards) {
            findings.add("its validity ends before it begins");
            return;
        }
        findings.demand(issuer.validity().contains(validity), "its validity is not within the issuer's");
        findings.demand(
                longest == null || validity.length().compareTo(longest) <= 0,
                "its validity is longer than its profile's");
    }

    /** §4.1.2.6: nothing, or one common name that is a subject alternative name as well. */
    private static void checkSubject(
            TBSCertificate certificate,
            @Nullable CertificateProfile profile,
            @Nullable List<Identifier> identifiers,
            Findings findings) {
        X500Name subject = certificate.getSubject();
        findings.demand(
                profile == null
                        || identifiers == null
                        || subject.equals(CertificateIssuer.subject(profile, identifiers)),
                "its subject is not what its profile makes of the order's identifiers");
        if (subject.size() == 0) {
            return;
        }
        RDN first = subject.getRDNs()[0];
        if (subject.size() != 1
                || first.size() != 1
                || !first.getFirst().getType().equals(BCStyle.CN)) {
            findings.add("its subject is not just one common name");
            return;
        }
        ASN1Encodable value = first.getFirst().getValue();
        if (value instanceof ASN1UTF8String commonName) {
            findings.demand(
                    commonName.getString().length() <= RequestedNames.COMMON_NAME_MAXIMUM,
                    "its common name is longer than 64 characters (Appendix A.1)");
            findings.demand(
                    ExtensionChecks.alternativeNames(certificate).stream()
                            .anyMatch(name -> name.value().equals(commonName.getString())),
                    "its common name is not among its subject alternative names");
        } else {
            findings.add("its common name is not a UTF8String (§4.1.2.4)");
        }
    }

    static boolean sameOctets(ASN1Encodable some, ASN1Encodable other) throws IOException {
        return Arrays.equals(
                some.toASN1Primitive().getEncoded(ASN1Encoding.DER),
                other.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    }
}
