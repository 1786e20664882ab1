package org.bailiwick.ca;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.Identifier;
import org.bailiwick.hash.Sha256;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PolicyQualifierInfo;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The extensions of an end-entity certificate (RFC 5280 §4.2), always in the same order. */
final class CertificateExtensions {

    private CertificateExtensions() {}

    static Extensions of(
            CertificateProfile profile,
            List<Identifier> identifiers,
            boolean emptySubject,
            SubjectPublicKeyInfo subjectKey,
            SubjectKeyIdentifier issuerKey) {
        List<Extension> all = new ArrayList<>();
        // Present and empty: cA FALSE is the default (§4.2.1.9), and some software takes its absence for a CA.
        all.add(extension(Extension.basicConstraints, true, new BasicConstraints(false)));
        all.add(extension(Extension.keyUsage, true, keyUsage(profile, subjectKey)));
        all.add(extension(Extension.extendedKeyUsage, false, extendedKeyUsage(profile)));
        all.add(extension(Extension.subjectKeyIdentifier, false, keyIdentifier(subjectKey)));
        all.add(extension(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(issuerKey.getKeyIdentifier())));
        all.add(new Extension(
                Extension.subjectAlternativeName, emptySubject, SubjectAlternativeName.encode(identifiers)));
        certificatePolicies(profile).ifPresent(all::add);
        crlDistributionPoints(profile).ifPresent(all::add);
        authorityInfoAccess(profile).ifPresent(all::add);
        return new Extensions(all.toArray(Extension[]::new));
    }

    /** RFC 7093 §2 method 1, as RFC 5280 §4.2.1.2 permits: the leftmost 160 bits of SHA-256. SHA-1 is nowhere in here. */
    static SubjectKeyIdentifier keyIdentifier(SubjectPublicKeyInfo key) {
        byte[] bits = key.getPublicKeyData().getOctets();
        return new SubjectKeyIdentifier(Arrays.copyOf(Sha256.of(bits), 20));
    }

    /** Not critical: whoever does not know our policies is to accept the certificate all the same (§4.2.1.4). */
    static Optional<Extension> certificatePolicies(CertificateProfile profile) {
        return profile.policies().isEmpty()
                ? Optional.empty()
                : Optional.of(extension(
                        Extension.certificatePolicies,
                        false,
                        new CertificatePolicies(profile.policies().stream()
                                .map(CertificateExtensions::policy)
                                .toArray(PolicyInformation[]::new))));
    }

    private static PolicyInformation policy(CertificatePolicy policy) {
        return policy.statement()
                .map(url -> new PolicyInformation(
                        policy.id().asn1(), new DERSequence(new PolicyQualifierInfo(url.toASCIIString()))))
                .orElseGet(() -> new PolicyInformation(policy.id().asn1()));
    }

    /** One point with several names: the same CRL in several places (§4.2.1.13). */
    static Optional<Extension> crlDistributionPoints(CertificateProfile profile) {
        List<URI> urls = profile.crlUrls().orElse(List.of());
        if (urls.isEmpty()) {
            return Optional.empty();
        }
        GeneralNames places =
                new GeneralNames(urls.stream().map(CertificateExtensions::url).toArray(GeneralName[]::new));
        DistributionPoint point = new DistributionPoint(new DistributionPointName(places), null, null);
        return Optional.of(
                extension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point})));
    }

    /** Where the OCSP responder and the issuer's certificate are (§4.2.2.1). */
    static Optional<Extension> authorityInfoAccess(CertificateProfile profile) {
        List<AccessDescription> descriptions = new ArrayList<>();
        profile.ocspUrls()
                .orElse(List.of())
                .forEach(url -> descriptions.add(new AccessDescription(AccessDescription.id_ad_ocsp, url(url))));
        profile.issuerUrls()
                .orElse(List.of())
                .forEach(url -> descriptions.add(new AccessDescription(AccessDescription.id_ad_caIssuers, url(url))));
        return descriptions.isEmpty()
                ? Optional.empty()
                : Optional.of(extension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(descriptions.toArray(AccessDescription[]::new))));
    }

    static Extension extension(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            return new Extension(type, critical, value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException("an extension that we built has a DER encoding", impossible);
        }
    }

    private static ASN1Encodable keyUsage(CertificateProfile profile, SubjectPublicKeyInfo key) {
        int bits = profile.keyUsages().stream()
                .filter(usage -> usage.fits(key.getAlgorithm().getAlgorithm()))
                .mapToInt(KeyUsage::bit)
                .reduce(0, (some, more) -> some | more);
        return new org.bouncycastle.asn1.x509.KeyUsage(bits);
    }

    private static ASN1Encodable extendedKeyUsage(CertificateProfile profile) {
        return new org.bouncycastle.asn1.x509.ExtendedKeyUsage(
                profile.extendedKeyUsages().stream().map(ExtendedKeyUsage::asn1).toArray(KeyPurposeId[]::new));
    }

    private static GeneralName url(URI url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url.toASCIIString());
    }
}
