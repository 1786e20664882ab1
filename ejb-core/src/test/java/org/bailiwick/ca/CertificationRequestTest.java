package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificationRequestTest {

    /** Far more than any machine takes for 64 KiB. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final KeyPair P256 = SoftwareSigner.ellipticCurve("secp256r1");
    private static final KeyPair RSA = SoftwareSigner.rsa(2048);

    private static final Identifier A = new DnsIdentifier("a.corp");
    private static final Identifier B = new DnsIdentifier("b.corp");

    @Test
    void namesComeFromTheSubjectAlternativeNameInCanonicalForm() {
        CertificationRequest request = parse(new RequestBuilder()
                .alternativeNames(
                        RequestBuilder.dnsName("A.Corp."),
                        RequestBuilder.dnsName("*.b.corp"),
                        RequestBuilder.dnsName("a.corp"),
                        RequestBuilder.dnsName("host"),
                        RequestBuilder.ipAddress(10, 0, 0, 1),
                        RequestBuilder.ipAddress(0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)));
        assertThat(request.identifiers())
                .containsExactly(
                        A,
                        new DnsIdentifier("*.b.corp"),
                        new DnsIdentifier("host"),
                        new IpIdentifier("10.0.0.1"),
                        new IpIdentifier("fd00::1"));
    }

    @Test
    void theKeyIsTheRequestsOctetForOctet() {
        CertificationRequest request = parse(RequestBuilder.forNames("a.corp").key(P256, "SHA256withECDSA"));
        assertThat(request.subjectPublicKeyInfo()).isEqualTo(P256.getPublic().getEncoded());
        assertThat(request.publicKey().getEncoded()).isEqualTo(P256.getPublic().getEncoded());
    }

    @Test
    void aCommonNameAloneIsTheName() {
        assertThat(parse(new RequestBuilder().subject("CN=A.corp")).identifiers())
                .containsExactly(A);
    }

    @Test
    void aCommonNameThatIsAlsoAnAlternativeNameAddsNothing() {
        assertThat(parse(RequestBuilder.forNames("b.corp", "a.corp").subject("O=Evil,CN=A.CORP"))
                        .identifiers())
                .containsExactly(B, A);
        assertThat(parse(new RequestBuilder()
                                .alternativeNames(RequestBuilder.ipAddress(10, 0, 0, 1))
                                .subject("CN=10.0.0.1"))
                        .identifiers())
                .containsExactly(new IpIdentifier("10.0.0.1"));
    }

    @Test
    void subjectAttributesExtensionsAndAttributesThatWeDoNotUseAreReadOver() {
        CertificationRequest request = parse(RequestBuilder.forNames("a.corp")
                .subject("C=XX,O=Evil,OU=Root,SERIALNUMBER=1,E=root@evil.example,CN=a.corp")
                .extension(Extension.basicConstraints, true, new BasicConstraints(false))
                .extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                .extension(
                        Extension.extendedKeyUsage,
                        true,
                        new org.bouncycastle.asn1.x509.ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage))
                .extension(Extension.nameConstraints, true, new DERSequence())
                .extension(Extension.certificatePolicies, true, new DERSequence())
                .extension(Extension.cRLDistributionPoints, false, new DERSequence())
                .extension(Extension.authorityInfoAccess, false, new DERSequence())
                .extension(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.5"), false, DERNull.INSTANCE)
                .extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE)
                .extension(new Extension(Extension.issuerAlternativeName, true, new byte[] {(byte) 0xff}))
                .attribute(PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("secret"))
                .attribute(new ASN1ObjectIdentifier("1.3.6.1.4.1.311.2.1.14"), new DERSequence()));
        assertThat(request.identifiers()).containsExactly(A);
    }

    static Stream<Arguments> soundKeys() {
        return Stream.of(
                Arguments.of(P256, "SHA256withECDSA"),
                Arguments.of(P256, "SHA512withECDSA"),
                Arguments.of(SoftwareSigner.ellipticCurve("secp384r1"), "SHA384withECDSA"),
                Arguments.of(SoftwareSigner.ellipticCurve("secp521r1"), "SHA512withECDSA"),
                Arguments.of(RSA, "SHA256withRSA"),
                Arguments.of(RSA, "SHA512withRSA"),
                Arguments.of(RSA, "SHA256withRSAandMGF1"),
                Arguments.of(RSA, "SHA384withRSAandMGF1"),
                Arguments.of(SoftwareSigner.rsa(3072), "SHA384withRSA"),
                Arguments.of(SoftwareSigner.pair("Ed25519"), "Ed25519"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("soundKeys")
    void everySoundKeyAndSignatureIsAccepted(KeyPair key, String algorithm) {
        assertThat(parse(RequestBuilder.forNames("a.corp").key(key, algorithm)).identifiers())
                .containsExactly(A);
    }

    @Test
    void aKeyThatIsBlockedIsRefusedBeforeItsSignatureIsLookedAt() {
        KeyFingerprint account =
                KeyFingerprint.of(RequestBuilder.KEY.getPublic().getEncoded());
        KeyRequirements keys = KeyRequirements.ofCertificateKeys()
                .except(account::equals, "it is the key of the account (RFC 8555 §11.1)");
        AcmeException refused = catchThrowableOfType(
                AcmeException.class,
                () -> CertificationRequest.parse(
                        RequestBuilder.forNames("a.corp")
                                .signature(new byte[64])
                                .build(),
                        keys));
        assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR);
        assertThat(refused.problem().detail())
                .isEqualTo("The certificate's key is refused: it is the key of the account (RFC 8555 §11.1).");
    }

    @Test
    void moreThanSixtyFourKibibytesAreRefused() {
        String[] names =
                IntStream.range(0, 5000).mapToObj("host-%04d.corp"::formatted).toArray(String[]::new);
        assertThat(refusal(RequestBuilder.forNames(names).build())).contains("more than 65536");
    }

    /** C6: read over like any other subject. */
    @Test
    void fiveThousandRelativeNamesAreReadSoon() {
        RDN[] each = IntStream.range(0, 5000)
                .mapToObj(i -> new RDN(BCStyle.O, new DERUTF8String("x")))
                .toArray(RDN[]::new);
        byte[] request =
                RequestBuilder.forNames("a.corp").subject(new X500Name(each)).build();
        assertThat(request.length).isBetween(60_000, 64 * 1024);

        assertThat(assertTimeout(SOON, () -> CertificationRequest.parse(request))
                        .identifiers())
                .containsExactly(A);
    }

    /** Sorting them again, to see whether they are in order, must not take the square of the time. */
    @Test
    void thousandsOfAttributesInTheWrongOrderAreRefusedSoon() {
        ASN1Encodable[] descending = IntStream.rangeClosed(1, 5000)
                .mapToObj(i -> new DERSequence(
                        new ASN1Encodable[] {new ASN1ObjectIdentifier("1.3." + (16_384 - i)), new DERSet()}))
                .toArray(ASN1Encodable[]::new);
        byte[] request = RequestBuilder.forNames("a.corp")
                .wholeAttributes(new DLTaggedObject(false, 0, new DLSet(descending)))
                .build();
        assertThat(request.length).isBetween(40_000, 64 * 1024);

        assertThat(assertTimeout(SOON, () -> refusal(request))).contains("attributes are not in ascending order");
    }

    @Test
    void namesThatDifferFromTheOrdersAreNamed() {
        CertificationRequest request = parse(RequestBuilder.forNames("a.corp", "b.corp"));
        request.requireIdentifiers(List.of(B, A));
        assertThat(problem(() -> request.requireIdentifiers(List.of(A))))
                .isEqualTo(
                        "The CSR must name exactly the identifiers of the order: it has \"b.corp\", which the order has"
                                + " not.");
        assertThat(problem(() -> request.requireIdentifiers(List.of(A, B, new DnsIdentifier("c.corp")))))
                .isEqualTo("The CSR must name exactly the identifiers of the order: it lacks \"c.corp\".");
        assertThat(problem(() -> request.requireIdentifiers(List.of(A, new IpIdentifier("10.0.0.1")))))
                .isEqualTo("The CSR must name exactly the identifiers of the order: it lacks \"10.0.0.1\" and it has"
                        + " \"b.corp\", which the order has not.");
    }

    @Test
    void onlyTenOfManyNamesAreNamed() {
        String[] names =
                IntStream.range(0, 100).mapToObj("host-%d.corp"::formatted).toArray(String[]::new);
        CertificationRequest request = parse(RequestBuilder.forNames(names));
        assertThat(problem(() -> request.requireIdentifiers(List.of(A)))).contains("and 90 more");
    }

    private static CertificationRequest parse(RequestBuilder request) {
        return CertificationRequest.parse(request.build());
    }

    private static String refusal(byte[] request) {
        return problem(() -> CertificationRequest.parse(request));
    }

    private static String problem(Runnable refused) {
        AcmeException refusal = catchThrowableOfType(AcmeException.class, refused::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.BAD_CSR);
        return refusal.problem().detail();
    }
}
