package org.bailiwick.ca;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bailiwick.acme.Identifier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;

/** The part of {@link TbsCertificateChecks} that is about extensions (RFC 5280 §4.2). */
final class ExtensionChecks {

    /** Every extension that we issue, and whether it is critical; the subject decides that for subjectAltName. */
    private static final Map<ASN1ObjectIdentifier, Predicate<TBSCertificate>> CRITICAL = Map.of(
            Extension.basicConstraints, any -> true,
            Extension.keyUsage, any -> true,
            Extension.extendedKeyUsage, any -> false,
            Extension.subjectKeyIdentifier, any -> false,
            Extension.authorityKeyIdentifier, any -> false,
            Extension.subjectAlternativeName, tbs -> tbs.getSubject().size() == 0,
            Extension.certificatePolicies, any -> false,
            Extension.cRLDistributionPoints, any -> false,
            Extension.authorityInfoAccess, any -> false);

    private static final Set<ASN1ObjectIdentifier> REQUIRED = Set.of(
            Extension.basicConstraints,
            Extension.keyUsage,
            Extension.extendedKeyUsage,
            Extension.subjectKeyIdentifier,
            Extension.authorityKeyIdentifier,
            Extension.subjectAlternativeName);

    private static final byte[] EMPTY_SEQUENCE = {0x30, 0x00};

    private final TBSCertificate certificate;
    private final Extensions extensions;
    private final IssuerFields issuer;
    private final Findings findings;

    ExtensionChecks(TBSCertificate certificate, IssuerFields issuer, Findings findings) {
        this.certificate = certificate;
        this.extensions = extensions(certificate);
        this.issuer = issuer;
        this.findings = findings;
    }

    /** The subject alternative names; none if the extension is missing or cannot be read. */
    static List<Identifier> alternativeNames(TBSCertificate certificate) {
        Extension extension = extensions(certificate).getExtension(Extension.subjectAlternativeName);
        if (extension == null) {
            return List.of();
        }
        try {
            return SubjectAlternativeName.read(extension.getExtnValue().getOctets());
        } catch (EncodingException unreadable) {
            return List.of();
        }
    }

    private static Extensions extensions(TBSCertificate certificate) {
        Extensions extensions = certificate.getExtensions();
        if (extensions == null) {
            throw new IllegalArgumentException("it has no extensions");
        }
        return extensions;
    }

    void check(@Nullable CertificateProfile profile, @Nullable List<Identifier> identifiers) throws EncodingException {
        checkEach();
        if (!Arrays.asList(extensions.getExtensionOIDs()).containsAll(REQUIRED)) {
            findings.add("one of the extensions that every certificate has is missing");
            return;
        }
        findings.demand(
                Arrays.equals(octets(Extension.basicConstraints), EMPTY_SEQUENCE),
                "its basicConstraints are not those of an end entity (§4.2.1.9)");
        checkKeyUsage(profile);
        checkExtendedKeyUsage(profile);
        checkKeyIdentifiers(certificate, extensions, issuer, findings);
        checkAlternativeNames(profile, identifiers);
        checkPolicies(profile);
        if (profile != null) {
            checkUrls(profile);
        }
    }

    private void checkEach() throws EncodingException {
        for (ASN1ObjectIdentifier type : extensions.getExtensionOIDs()) {
            Predicate<TBSCertificate> critical = CRITICAL.get(type);
            if (critical == null) {
                findings.add("it has the extension %s, which we do not issue".formatted(type));
                continue;
            }
            DistinguishedEncoding.read(octets(type));
            findings.demand(
                    extensions.getExtension(type).isCritical() == critical.test(certificate),
                    "its extension %s is critical and should not be, or the other way round".formatted(type));
        }
    }

    private void checkKeyUsage(@Nullable CertificateProfile profile) {
        var usage = Objects.requireNonNull(org.bouncycastle.asn1.x509.KeyUsage.fromExtensions(extensions));
        ASN1ObjectIdentifier kind =
                certificate.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm();
        Set<KeyUsage> named = Arrays.stream(KeyUsage.values())
                .filter(known -> usage.hasUsages(known.bit()))
                .collect(Collectors.toSet());
        int bits = named.stream().mapToInt(KeyUsage::bit).sum();
        findings.demand(
                usage.equals(new org.bouncycastle.asn1.x509.KeyUsage(bits)),
                "its keyUsage has something that an end entity must not do (§4.2.1.3)");
        findings.demand(named.contains(KeyUsage.DIGITAL_SIGNATURE), "its keyUsage does not have digitalSignature");
        findings.demand(
                named.stream().allMatch(known -> known.fits(kind)), "its keyUsage does not fit the kind of its key");
        findings.demand(
                profile == null
                        || named.equals(profile.keyUsages().stream()
                                .filter(wanted -> wanted.fits(kind))
                                .collect(Collectors.toSet())),
                "its keyUsage is not its profile's");
    }

    private void checkExtendedKeyUsage(@Nullable CertificateProfile profile) {
        var usage = Objects.requireNonNull(org.bouncycastle.asn1.x509.ExtendedKeyUsage.fromExtensions(extensions));
        List<KeyPurposeId> purposes = List.of(usage.getUsages());
        Set<ExtendedKeyUsage> issued = purposes.stream()
                .flatMap(purpose -> ExtendedKeyUsage.of(purpose).stream())
                .collect(Collectors.toSet());
        findings.demand(
                !purposes.isEmpty() && Set.copyOf(purposes).size() == purposes.size(),
                "its extendedKeyUsage is empty or says something twice (§4.2.1.12)");
        findings.demand(
                issued.size() == Set.copyOf(purposes).size()
                        && (profile == null || issued.equals(profile.extendedKeyUsages())),
                "its extendedKeyUsage is not its profile's, or none that we issue");
    }

    /** They lead from the certificate to its issuer's key and to its own, and say no more; of every certificate that is issued. */
    static void checkKeyIdentifiers(
            TBSCertificate certificate, Extensions extensions, IssuerFields issuer, Findings findings) {
        AuthorityKeyIdentifier authority = AuthorityKeyIdentifier.fromExtensions(extensions);
        findings.demand(
                Arrays.equals(
                                authority.getKeyIdentifierOctets(),
                                issuer.keyIdentifier().getKeyIdentifier())
                        && authority.getAuthorityCertIssuer() == null
                        && authority.getAuthorityCertSerialNumber() == null,
                "its authorityKeyIdentifier is not just the issuer's subjectKeyIdentifier (§4.2.1.1)");
        findings.demand(
                SubjectKeyIdentifier.fromExtensions(extensions)
                        .equals(CertificateExtensions.keyIdentifier(certificate.getSubjectPublicKeyInfo())),
                "its subjectKeyIdentifier is not that of its key (RFC 7093 §2)");
    }

    private void checkAlternativeNames(@Nullable CertificateProfile profile, @Nullable List<Identifier> identifiers) {
        byte[] value = octets(Extension.subjectAlternativeName);
        try {
            List<Identifier> names = SubjectAlternativeName.read(value);
            findings.demand(
                    SubjectAlternativeName.isCanonical(value),
                    "its subject alternative names are not in canonical form");
            findings.demand(Set.copyOf(names).size() == names.size(), "a subject alternative name is there twice");
            findings.demand(
                    identifiers == null || names.equals(identifiers),
                    "its subject alternative names are not exactly the order's identifiers");
            findings.demand(
                    profile == null
                            || names.stream().allMatch(name -> profile.names().contains(NameKind.of(name))),
                    "its subject alternative names are not of the kinds of its profile");
        } catch (EncodingException unreadable) {
            findings.add("its subject alternative names cannot be used: " + unreadable.clause());
        }
    }

    private void checkPolicies(@Nullable CertificateProfile profile) {
        Extension extension = extensions.getExtension(Extension.certificatePolicies);
        List<String> policies = extension == null
                ? List.of()
                : Arrays.stream(CertificatePolicies.getInstance(extension.getParsedValue())
                                .getPolicyInformation())
                        .map(policy -> policy.getPolicyIdentifier().getId())
                        .toList();
        findings.demand(
                (extension == null || !policies.isEmpty())
                        && Set.copyOf(policies).size() == policies.size(),
                "its certificate policies are none, or say something twice (§4.2.1.4)");
        findings.demand(
                profile == null
                        || CertificateExtensions.certificatePolicies(profile).equals(Optional.ofNullable(extension)),
                "its certificate policies are not its profile's");
    }

    private void checkUrls(CertificateProfile profile) {
        findings.demand(
                CertificateExtensions.crlDistributionPoints(profile)
                        .equals(Optional.ofNullable(extensions.getExtension(Extension.cRLDistributionPoints))),
                "its CRL distribution points are not its profile's");
        findings.demand(
                CertificateExtensions.authorityInfoAccess(profile)
                        .equals(Optional.ofNullable(extensions.getExtension(Extension.authorityInfoAccess))),
                "its OCSP responders or issuer locations are not its profile's");
    }

    private byte[] octets(ASN1ObjectIdentifier type) {
        return extensions.getExtension(type).getExtnValue().getOctets();
    }
}
