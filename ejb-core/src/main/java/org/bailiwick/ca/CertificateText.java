package org.bailiwick.ca;

import java.io.Serial;
import java.io.Serializable;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bailiwick.hash.Sha256;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of ours for people to read. Names in it may be whatever somebody asked for.
 *
 * @param subject as RFC 4514 writes it; empty if it has none
 * @param issuer as RFC 4514 writes it
 * @param names its subject alternative names, each with its kind
 * @param key kind and size
 * @param keySha256 of its {@code SubjectPublicKeyInfo}, hexadecimal
 * @param keyUsages by their names in RFC 5280 §4.2.1.3
 * @param purposes by their words, or object identifiers (§4.2.1.12)
 * @param keyIdentifier hexadecimal; empty if there is none, as in those that follow
 * @param policies their object identifiers
 */
public record CertificateText(
        String subject,
        String issuer,
        List<String> names,
        String key,
        String keySha256,
        String signature,
        String sha256,
        boolean authority,
        List<String> keyUsages,
        List<String> purposes,
        String keyIdentifier,
        String issuerKeyIdentifier,
        List<String> policies,
        List<String> crlUrls,
        List<String> ocspUrls,
        List<String> issuerUrls)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** In the order of their bits. */
    private static final List<String> USAGES = List.of(
            "digitalSignature",
            "nonRepudiation",
            "keyEncipherment",
            "dataEncipherment",
            "keyAgreement",
            "keyCertSign",
            "cRLSign",
            "encipherOnly",
            "decipherOnly");

    public CertificateText {
        names = List.copyOf(names);
        keyUsages = List.copyOf(keyUsages);
        purposes = List.copyOf(purposes);
        policies = List.copyOf(policies);
        crlUrls = List.copyOf(crlUrls);
        ocspUrls = List.copyOf(ocspUrls);
        issuerUrls = List.copyOf(issuerUrls);
    }

    /**
     * Reads a certificate that we stored.
     *
     * @param der as it was issued
     */
    public static CertificateText of(byte[] der) {
        X509Certificate certificate = CertificateChain.platformRead(der);
        Extensions extensions = org.bouncycastle.asn1.x509.Certificate.getInstance(der)
                .getTBSCertificate()
                .getExtensions();
        return new CertificateText(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                EndEntityCertificate.read(der).identifiers().stream()
                        .map(name -> name.type() + ": " + name.value())
                        .toList(),
                described(certificate.getPublicKey()),
                Sha256.hexadecimal(certificate.getPublicKey().getEncoded()),
                certificate.getSigAlgName(),
                Sha256.hexadecimal(der),
                certificate.getBasicConstraints() >= 0,
                usages(certificate.getKeyUsage()),
                purposes(org.bouncycastle.asn1.x509.ExtendedKeyUsage.fromExtensions(extensions)),
                keyIdentifier(SubjectKeyIdentifier.fromExtensions(extensions)),
                issuerKeyIdentifier(AuthorityKeyIdentifier.fromExtensions(extensions)),
                policies(extensions.getExtension(Extension.certificatePolicies)),
                crlUrls(extensions.getExtension(Extension.cRLDistributionPoints)),
                urls(extensions, AccessDescription.id_ad_ocsp),
                urls(extensions, AccessDescription.id_ad_caIssuers));
    }

    private static String described(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA, %d bits".formatted(rsa.getModulus().bitLength());
        }
        if (key instanceof ECPublicKey ec) {
            return "EC, P-%d".formatted(ec.getParams().getCurve().getField().getFieldSize());
        }
        return key instanceof EdECPublicKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }

    private static List<String> usages(boolean @Nullable [] bits) {
        List<String> usages = new ArrayList<>();
        for (int bit = 0; bits != null && bit < bits.length && bit < USAGES.size(); bit++) {
            if (bits[bit]) {
                usages.add(USAGES.get(bit));
            }
        }
        return usages;
    }

    private static List<String> purposes(org.bouncycastle.asn1.x509.@Nullable ExtendedKeyUsage purposes) {
        return purposes == null
                ? List.of()
                : Arrays.stream(purposes.getUsages())
                        .map(purpose -> ExtendedKeyUsage.of(purpose)
                                .map(ExtendedKeyUsage::word)
                                .orElse(purpose.getId()))
                        .toList();
    }

    private static String keyIdentifier(@Nullable SubjectKeyIdentifier identifier) {
        return identifier == null ? "" : HexFormat.of().formatHex(identifier.getKeyIdentifier());
    }

    private static String issuerKeyIdentifier(@Nullable AuthorityKeyIdentifier identifier) {
        return identifier == null || identifier.getKeyIdentifierOctets() == null
                ? ""
                : HexFormat.of().formatHex(identifier.getKeyIdentifierOctets());
    }

    private static List<String> policies(@Nullable Extension extension) {
        return extension == null
                ? List.of()
                : Arrays.stream(CertificatePolicies.getInstance(extension.getParsedValue())
                                .getPolicyInformation())
                        .map(policy -> policy.getPolicyIdentifier().getId())
                        .toList();
    }

    private static List<String> crlUrls(@Nullable Extension extension) {
        return extension == null
                ? List.of()
                : Arrays.stream(CRLDistPoint.getInstance(extension.getParsedValue())
                                .getDistributionPoints())
                        .filter(point -> point.getDistributionPoint() != null
                                && point.getDistributionPoint().getType() == DistributionPointName.FULL_NAME)
                        .flatMap(point -> Arrays.stream(GeneralNames.getInstance(
                                        point.getDistributionPoint().getName())
                                .getNames()))
                        .flatMap(CertificateText::url)
                        .toList();
    }

    private static List<String> urls(Extensions extensions, ASN1ObjectIdentifier method) {
        AuthorityInformationAccess access = AuthorityInformationAccess.fromExtensions(extensions);
        return access == null
                ? List.of()
                : Arrays.stream(access.getAccessDescriptions())
                        .filter(description -> description.getAccessMethod().equals(method))
                        .flatMap(description -> url(description.getAccessLocation()))
                        .toList();
    }

    private static Stream<String> url(GeneralName name) {
        return name.getTagNo() == GeneralName.uniformResourceIdentifier
                ? Stream.of(name.getName().toString())
                : Stream.empty();
    }
}
