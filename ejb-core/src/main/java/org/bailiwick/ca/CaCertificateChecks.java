package org.bailiwick.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bailiwick.acme.AcmeException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * Looks at the DER {@code TBSCertificate} of a CA that is about to be signed as a stranger would, as {@link
 * TbsCertificateChecks} does for end entities. Says everything that is wrong, not the first.
 */
final class CaCertificateChecks {

    private static final int SERIAL_MINIMUM_BITS = 64;

    /** Every extension that a CA certificate of ours may have, and whether it is critical. */
    private static final Map<ASN1ObjectIdentifier, Boolean> CRITICAL = Map.of(
            Extension.basicConstraints, true,
            Extension.keyUsage, true,
            Extension.subjectKeyIdentifier, false,
            Extension.authorityKeyIdentifier, false,
            Extension.cRLDistributionPoints, false,
            Extension.authorityInfoAccess, false);

    private final IssuerFields issuer;
    private final KeyFingerprint issuerKey;

    CaCertificateChecks(IssuerFields issuer, KeyFingerprint issuerKey) {
        this.issuer = issuer;
        this.issuerKey = issuerKey;
    }

    /**
     * What is wrong: nothing, if it may be signed.
     *
     * @param subject DER of the name that it is to have
     * @param constraints its path length; one without any is a root's
     */
    List<String> check(byte[] tbs, byte[] subject, BasicConstraints constraints) {
        Findings findings = new Findings();
        try {
            TBSCertificate certificate = TBSCertificate.getInstance(DistinguishedEncoding.read(tbs));
            findings.demand(
                    Arrays.equals(certificate.getEncoded(ASN1Encoding.DER), tbs),
                    "it is not what a parser makes of it");
            checkFields(certificate, subject, findings);
            checkIdentity(certificate, constraints.getPathLenConstraint() == null, findings);
            checkExtensions(certificate, constraints, findings);
        } catch (EncodingException notDer) {
            findings.add("it is not DER: " + notDer.clause());
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException | IOException otherStructure) {
            findings.add("it is not a TBSCertificate: " + otherStructure.getMessage());
        }
        return findings.clauses();
    }

    private void checkFields(TBSCertificate certificate, byte[] subject, Findings findings)
            throws IOException, EncodingException {
        findings.demand(certificate.getVersionNumber() == 3, "its version is not v3 (§4.1.2.1)");
        BigInteger serial = certificate.getSerialNumber().getValue();
        findings.demand(
                serial.signum() > 0 && serial.toByteArray().length <= 20 && serial.bitLength() >= SERIAL_MINIMUM_BITS,
                "its serial number is not a random one of at most 20 octets (§4.1.2.2)");
        findings.demand(
                Arrays.equals(SignedStructure.der(certificate.getSignature()), SignedStructure.der(issuer.signature())),
                "its signature algorithm is not the issuer's (§4.1.2.3)");
        findings.demand(
                Arrays.equals(SignedStructure.der(certificate.getIssuer()), SignedStructure.der(issuer.name())),
                "its issuer is not the issuer's subject, octet for octet (§4.1.2.4)");
        findings.demand(
                certificate.getSubject().size() > 0
                        && Arrays.equals(SignedStructure.der(certificate.getSubject()), subject),
                "its subject is not the one that it is to have (§4.1.2.6)");
        Validity validity = new Validity(
                Validity.instant(certificate.getStartDate().toASN1Primitive()),
                Validity.instant(certificate.getEndDate().toASN1Primitive()));
        findings.demand(issuer.validity().contains(validity), "its validity is not within the issuer's");
        try {
            KeyRequirements.ofCertificateKeys().require(SignedStructure.der(certificate.getSubjectPublicKeyInfo()));
        } catch (AcmeException refused) {
            findings.add(refused.problem().detail());
        }
    }

    /** A root certifies itself; whoever else has its name or its key would be taken for it. */
    private void checkIdentity(TBSCertificate certificate, boolean root, Findings findings) {
        boolean sameKey = KeyFingerprint.of(SignedStructure.der(certificate.getSubjectPublicKeyInfo()))
                .equals(issuerKey);
        boolean sameName = Arrays.equals(
                SignedStructure.der(certificate.getSubject()), SignedStructure.der(certificate.getIssuer()));
        findings.demand(sameKey == root, "its key is the root's and it is not the root, or the other way round");
        findings.demand(sameName == root, "its subject is the root's and it is not the root, or the other way round");
    }

    private void checkExtensions(TBSCertificate certificate, BasicConstraints constraints, Findings findings)
            throws EncodingException {
        Extensions extensions = certificate.getExtensions();
        for (ASN1ObjectIdentifier type : extensions.getExtensionOIDs()) {
            DistinguishedEncoding.read(
                    extensions.getExtension(type).getExtnValue().getOctets());
            findings.demand(
                    Boolean.valueOf(extensions.getExtension(type).isCritical()).equals(CRITICAL.get(type)),
                    "its extension %s has no place in a CA certificate, or is critical and should not be, or the other way round"
                            .formatted(type));
        }
        findings.demand(
                isThis(extensions, Extension.basicConstraints, SignedStructure.der(constraints)),
                "its basicConstraints are not those that it is to have (§4.2.1.9)");
        findings.demand(
                isThis(
                        extensions,
                        Extension.keyUsage,
                        SignedStructure.der(new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))),
                "its keyUsage is not keyCertSign and cRLSign (§4.2.1.3)");
        findings.demand(
                isThis(
                        extensions,
                        Extension.subjectKeyIdentifier,
                        SignedStructure.der(
                                CertificateExtensions.keyIdentifier(certificate.getSubjectPublicKeyInfo()))),
                "its subjectKeyIdentifier is not that of its key (RFC 7093 §2)");
        SubjectKeyIdentifier above = issuer.keyIdentifier();
        findings.demand(
                isThis(
                        extensions,
                        Extension.authorityKeyIdentifier,
                        SignedStructure.der(new AuthorityKeyIdentifier(above.getKeyIdentifier()))),
                "its authorityKeyIdentifier is not just the issuer's subjectKeyIdentifier (§4.2.1.1)");
    }

    private static boolean isThis(Extensions extensions, ASN1ObjectIdentifier type, byte[] expected) {
        Extension extension = extensions.getExtension(type);
        return extension != null && Arrays.equals(extension.getExtnValue().getOctets(), expected);
    }
}
