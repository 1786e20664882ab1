package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.ca.SoundCertificate.AUTHORITY;
import static org.bailiwick.ca.SoundCertificate.CHECKS;
import static org.bailiwick.ca.SoundCertificate.EXTENSIONS;
import static org.bailiwick.ca.SoundCertificate.NAMES;
import static org.bailiwick.ca.SoundCertificate.PROFILE;
import static org.bailiwick.ca.SoundCertificate.extensions;
import static org.bailiwick.ca.SoundCertificate.tagged;
import static org.bailiwick.ca.SoundCertificate.with;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bailiwick.ca.KeyTypes.RsaSizes;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row spoils one extension of a sound TBSCertificate; the checks must see it without knowing how it was built. */
class ExtensionChecksTest {

    static Stream<Arguments> spoiledExtensions() {
        return Stream.of(
                        Stream.of(
                                        Extension.basicConstraints,
                                        Extension.keyUsage,
                                        Extension.extendedKeyUsage,
                                        Extension.subjectKeyIdentifier,
                                        Extension.authorityKeyIdentifier,
                                        Extension.subjectAlternativeName)
                                .map(type -> change("without " + type, type, extension -> null, "missing")),
                        Stream.of(
                                        Extension.basicConstraints,
                                        Extension.keyUsage,
                                        Extension.extendedKeyUsage,
                                        Extension.subjectKeyIdentifier,
                                        Extension.authorityKeyIdentifier,
                                        Extension.subjectAlternativeName,
                                        Extension.certificatePolicies,
                                        Extension.cRLDistributionPoints,
                                        Extension.authorityInfoAccess)
                                .map(type -> change(
                                        "other criticality of " + type,
                                        type,
                                        extension -> new Extension(
                                                type,
                                                !extension.isCritical(),
                                                extension.getExtnValue().getOctets()),
                                        "critical and should not be")),
                        Stream.of(
                                set("CA", Extension.basicConstraints, new BasicConstraints(true), "end entity"),
                                set("CA with path", Extension.basicConstraints, new BasicConstraints(0), "end entity"),
                                set("cA FALSE in full", Extension.basicConstraints, hex("3003010100"), "end entity"),
                                set("no usage", Extension.keyUsage, new DERBitString(new byte[0]), "digitalSignature"),
                                set("keyCertSign", Extension.keyUsage, usage(0x80 | 0x04), "must not do"),
                                set("cRLSign", Extension.keyUsage, usage(0x80 | 0x02), "must not do"),
                                set("encipherOnly", Extension.keyUsage, usage(0x80 | 0x01), "must not do"),
                                set("wrong for Ed25519", Extension.keyUsage, usage(0x80 | 0x20), "kind of its key"),
                                set("more than the profile", Extension.keyUsage, usage(0x80 | 0x40), "profile's"),
                                set("without signature", Extension.keyUsage, usage(0x40), "digitalSignature"),
                                set("usage with zeros", Extension.keyUsage, hex("03020080"), "must not do"),
                                set("no purpose", Extension.extendedKeyUsage, new DERSequence(), ""),
                                set(
                                        "any purpose",
                                        Extension.extendedKeyUsage,
                                        purposes("2.5.29.37.0"),
                                        "none that we issue"),
                                set(
                                        "OCSP",
                                        Extension.extendedKeyUsage,
                                        purposes("1.3.6.1.5.5.7.3.9"),
                                        "none that we issue"),
                                set(
                                        "code",
                                        Extension.extendedKeyUsage,
                                        purposes("1.3.6.1.5.5.7.3.3"),
                                        "none that we issue"),
                                set("client", Extension.extendedKeyUsage, purposes("1.3.6.1.5.5.7.3.2"), "profile's"),
                                set(
                                        "server twice",
                                        Extension.extendedKeyUsage,
                                        purposes("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.1"),
                                        "twice"),
                                set(
                                        "other SKI",
                                        Extension.subjectKeyIdentifier,
                                        new SubjectKeyIdentifier(new byte[20]),
                                        "key"),
                                set(
                                        "other AKI",
                                        Extension.authorityKeyIdentifier,
                                        new AuthorityKeyIdentifier(new byte[20]),
                                        "just"),
                                set("empty AKI", Extension.authorityKeyIdentifier, new DERSequence(), "just"),
                                set(
                                        "AKI with more",
                                        Extension.authorityKeyIdentifier,
                                        authorityKeyWithIssuer(),
                                        "just"),
                                set("no names", Extension.subjectAlternativeName, new DERSequence(), "empty"),
                                set("a name less", Extension.subjectAlternativeName, names("a.corp"), "exactly"),
                                set(
                                        "a name more",
                                        Extension.subjectAlternativeName,
                                        names("a.corp", "b.corp", "c"),
                                        "exactly"),
                                set(
                                        "another order",
                                        Extension.subjectAlternativeName,
                                        names("b.corp", "a.corp"),
                                        "exactly"),
                                set(
                                        "a name twice",
                                        Extension.subjectAlternativeName,
                                        names("a.corp", "a.corp"),
                                        "twice"),
                                set(
                                        "upper case",
                                        Extension.subjectAlternativeName,
                                        names("A.corp", "b.corp"),
                                        "canonical"),
                                set(
                                        "final dot",
                                        Extension.subjectAlternativeName,
                                        names("a.corp.", "b.corp"),
                                        "canonical"),
                                set("no name", Extension.subjectAlternativeName, names("a_b"), "cannot be used"),
                                set(
                                        "e-mail",
                                        Extension.subjectAlternativeName,
                                        new GeneralNames(new GeneralName(GeneralName.rfc822Name, "root@a.corp")),
                                        "rfc822Name"),
                                set(
                                        "not what it is",
                                        Extension.subjectAlternativeName,
                                        DERNull.INSTANCE,
                                        "TBSCertificate"),
                                set("BER", Extension.subjectAlternativeName, hex("30800000"), "DER"),
                                change(
                                        "no CRL",
                                        Extension.cRLDistributionPoints,
                                        extension -> null,
                                        "CRL distribution"),
                                change("no OCSP", Extension.authorityInfoAccess, extension -> null, "OCSP"),
                                change("no policies", Extension.certificatePolicies, extension -> null, "policies"),
                                set("empty policies", Extension.certificatePolicies, new DERSequence(), ""),
                                set(
                                        "another policy",
                                        Extension.certificatePolicies,
                                        policies("1.3.6.1.4.1.32473.2"),
                                        "not its profile's"),
                                set(
                                        "without its statement",
                                        Extension.certificatePolicies,
                                        policies("1.3.6.1.4.1.32473.1"),
                                        "not its profile's"),
                                set(
                                        "a policy twice",
                                        Extension.certificatePolicies,
                                        policies("1.3.6.1.4.1.32473.1", "1.3.6.1.4.1.32473.1"),
                                        "twice"),
                                add("name constraints", Extension.nameConstraints, true),
                                add("must staple", new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24"), false),
                                add("CT poison", new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3"), true),
                                add("unknown", new ASN1ObjectIdentifier("1.2.3.4"), false)))
                .flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiledExtensions")
    void aSpoiledExtensionIsFound(String what, UnaryOperator<List<Extension>> change, String finding) {
        byte[] tbs = with(EXTENSIONS, tagged(change.apply(extensions())));
        assertThat(CHECKS.check(tbs, PROFILE, NAMES)).as(what).isNotEmpty().anyMatch(found -> found.contains(finding));
    }

    /** What the octets say counts, not what the profile was that made them. */
    @ParameterizedTest
    @MethodSource("otherProfiles")
    void aCertificateOfAnotherProfileIsFound(CertificateProfile other, String finding) {
        assertThat(CHECKS.check(SoundCertificate.SOUND, other, NAMES)).anyMatch(found -> found.contains(finding));
    }

    static Stream<Arguments> otherProfiles() {
        return Stream.of(
                Arguments.of(
                        new ProfileBuilder()
                                .names(EnumSet.of(NameKind.IP), CommonNameChoice.NONE)
                                .build(),
                        "kinds of its profile"),
                Arguments.of(
                        new ProfileBuilder()
                                .names(EnumSet.of(NameKind.DNS), CommonNameChoice.NONE)
                                .build(),
                        "its subject is not"),
                Arguments.of(
                        new ProfileBuilder()
                                .keys(new KeyTypes(
                                        Set.of(EllipticCurve.P_384), false, Optional.of(new RsaSizes(2048, 4096))))
                                .build(),
                        "type of its profile"),
                Arguments.of(new ProfileBuilder().build(), "policies are not its profile's"),
                Arguments.of(
                        new ProfileBuilder()
                                .validity(Duration.ofDays(6), Duration.ZERO)
                                .build(),
                        "longer than its profile's"));
    }

    @Test
    void anExtensionThatIsThereTwiceIsFound() {
        List<ASN1Encodable> all = new ArrayList<>(extensions());
        all.add(all.get(0));
        byte[] tbs = with(EXTENSIONS, new DERTaggedObject(true, 3, new DERSequence(all.toArray(ASN1Encodable[]::new))));
        assertThat(CHECKS.check(tbs)).isNotEmpty();
    }

    private static Arguments change(String what, ASN1ObjectIdentifier type, Change change, String finding) {
        UnaryOperator<List<Extension>> all = extensions -> {
            List<Extension> changed = new ArrayList<>();
            for (Extension extension : extensions) {
                Extension other = extension.getExtnId().equals(type) ? change.of(extension) : extension;
                if (other != null) {
                    changed.add(other);
                }
            }
            return changed;
        };
        return Arguments.of(what, all, finding);
    }

    private static Arguments set(String what, ASN1ObjectIdentifier type, ASN1Encodable value, String finding) {
        return set(what, type, Asn1.der(value), finding);
    }

    private static Arguments set(String what, ASN1ObjectIdentifier type, byte[] value, String finding) {
        return change(what, type, extension -> new Extension(type, extension.isCritical(), value), finding);
    }

    private static Arguments add(String what, ASN1ObjectIdentifier type, boolean critical) {
        UnaryOperator<List<Extension>> more = extensions -> {
            List<Extension> changed = new ArrayList<>(extensions);
            changed.add(Asn1.extension(type, critical, new DERSequence()));
            return changed;
        };
        return Arguments.of(what, more, "which we do not issue");
    }

    private static ASN1Encodable usage(int bits) {
        return new org.bouncycastle.asn1.x509.KeyUsage(bits);
    }

    private static ASN1Encodable purposes(String... purposes) {
        return new org.bouncycastle.asn1.x509.ExtendedKeyUsage(Arrays.stream(purposes)
                .map(purpose -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)))
                .toArray(KeyPurposeId[]::new));
    }

    private static ASN1Encodable policies(String... policies) {
        return new DERSequence(Arrays.stream(policies)
                .map(policy -> new PolicyInformation(new ASN1ObjectIdentifier(policy)))
                .toArray(ASN1Encodable[]::new));
    }

    private static ASN1Encodable names(String... names) {
        return new DERSequence(Arrays.stream(names).map(RequestBuilder::dnsName).toArray(ASN1Encodable[]::new));
    }

    private static ASN1Encodable authorityKeyWithIssuer() {
        SubjectKeyIdentifier ours = SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(
                        AUTHORITY.chain().first().getExtensionValue(Extension.subjectKeyIdentifier.getId()))
                .getOctets());
        return new AuthorityKeyIdentifier(
                ours.getKeyIdentifier(), new GeneralNames(new GeneralName(new X500Name("CN=Root CA"))), BigInteger.ONE);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** What becomes of an extension; null if it goes. */
    private interface Change {
        @Nullable
        Extension of(Extension extension);
    }
}
