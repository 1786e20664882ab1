package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateIssuerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.75Z");
    private static final List<Identifier> NAMES =
            List.of(new IpIdentifier("10.0.0.1"), new DnsIdentifier("a.corp"), new DnsIdentifier("*.b.corp"));
    private static final PublicKey KEY =
            SoftwareSigner.ellipticCurve("secp256r1").getPublic();
    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void everySchemeSignsWhatTheIssuersKeyVerifies(SignatureScheme scheme) throws GeneralSecurityException {
        TestAuthority authority = TestAuthority.of(scheme);
        CertificateIssuer issuer = authority.issuer();
        PreparedCertificate prepared = prepare(issuer);
        IssuedCertificate issued = issuer.issue(prepared);
        X509Certificate certificate = read(issued);
        certificate.verify(authority.chain().first().getPublicKey(), BouncyCastle.PROVIDER);
        assertThat(certificate.getTBSCertificate()).isEqualTo(prepared.tbs());
        assertThat(authority.signer().signatures()).isEqualTo(1);
        assertThat(issued.serial()).isEqualTo(prepared.serial());
    }

    static Stream<Arguments> subjectKeys() {
        return Stream.of(
                Arguments.of(SoftwareSigner.ellipticCurve("secp256r1").getPublic(), false),
                Arguments.of(SoftwareSigner.ellipticCurve("secp384r1").getPublic(), false),
                Arguments.of(SoftwareSigner.ellipticCurve("secp521r1").getPublic(), false),
                Arguments.of(SoftwareSigner.rsa(2048).getPublic(), true),
                Arguments.of(SoftwareSigner.pair("Ed25519").getPublic(), false));
    }

    @ParameterizedTest
    @MethodSource("subjectKeys")
    void everyKindOfKeyIsCertifiedWithTheUsagesThatFit(PublicKey key, boolean enciphers)
            throws GeneralSecurityException {
        CertificateIssuer issuer = AUTHORITY.issuer();
        X509Certificate certificate = read(issuer.issue(issuer.prepare(
                CertificateProfile.tlsserver(), NAMES, key, RequestedValidity.NONE, SerialNumber.random(), NOW)));
        assertThat(certificate.getPublicKey().getEncoded()).isEqualTo(key.getEncoded());
        boolean[] usages = certificate.getKeyUsage();
        assertThat(usages[0]).isTrue();
        assertThat(usages[2]).isEqualTo(enciphers);
        assertThat(IntStream.of(1, 3, 4, 5, 6, 7, 8).noneMatch(bit -> usages[bit]))
                .isTrue();
    }

    @Test
    void aCertificateIsWhatItsProfileAndOrderSay() throws GeneralSecurityException {
        X509Certificate certificate = issue(AUTHORITY, CertificateProfile.tlsserver());
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=a.corp");
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(Instant.parse("2026-05-30T10:59:59Z"));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(KeyPurposeId.id_kp_serverAuth.getId());
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(7, "10.0.0.1"), List.of(2, "a.corp"), List.of(2, "*.b.corp"));
        assertThat(certificate.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
        assertThat(certificate.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(
                        Extension.extendedKeyUsage.getId(),
                        Extension.subjectKeyIdentifier.getId(),
                        Extension.authorityKeyIdentifier.getId(),
                        Extension.subjectAlternativeName.getId());
    }

    @Test
    void aPreparedCertificateTellsWhatItWillBe() {
        SerialNumber serial = SerialNumber.random();
        PreparedCertificate prepared = AUTHORITY
                .issuer()
                .prepare(CertificateProfile.shortlived(), NAMES, KEY, RequestedValidity.NONE, serial, NOW);
        assertThat(prepared.serial()).isEqualTo(serial);
        assertThat(prepared.notBefore()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(prepared.notAfter()).isEqualTo(Instant.parse("2026-03-07T10:59:59Z"));
        assertThat(prepared.identifiers()).isEqualTo(NAMES);
    }

    @Test
    void withoutACommonNameTheSubjectIsEmptyAndTheNamesAreCritical() throws GeneralSecurityException {
        X509Certificate certificate = issue(AUTHORITY, profile(CommonNameChoice.NONE, List.of(), List.of(), List.of()));
        assertThat(certificate.getSubjectX500Principal().getName()).isEmpty();
        assertThat(certificate.getCriticalExtensionOIDs()).contains(Extension.subjectAlternativeName.getId());
    }

    @Test
    void placesOfTheProfileAreInTheCertificate() throws GeneralSecurityException {
        X509Certificate certificate = issue(
                AUTHORITY,
                profile(
                        CommonNameChoice.NONE,
                        List.of(URI.create("http://pki.corp/1.crl"), URI.create("http://pki2.corp/1.crl")),
                        List.of(URI.create("http://ocsp.corp/")),
                        List.of(URI.create("http://pki.corp/1.cer"))));
        assertThat(certificate.getNonCriticalExtensionOIDs())
                .contains(Extension.cRLDistributionPoints.getId(), Extension.authorityInfoAccess.getId());
        assertThat(new String(value(certificate, Extension.cRLDistributionPoints), StandardCharsets.ISO_8859_1))
                .contains("http://pki.corp/1.crl", "http://pki2.corp/1.crl");
        assertThat(new String(value(certificate, Extension.authorityInfoAccess), StandardCharsets.ISO_8859_1))
                .contains("http://ocsp.corp/", "http://pki.corp/1.cer");
    }

    @Test
    void theIssuersNameIsTakenOctetForOctet() throws GeneralSecurityException {
        X500Name odd = new X500Name(new RDN[] {
            new RDN(new AttributeTypeAndValue(BCStyle.O, new DERT61String("Old  Company"))),
            new RDN(new AttributeTypeAndValue(BCStyle.CN, new DERPrintableString("CA")))
        });
        TestAuthority authority = new TestAuthority.Builder().name(odd).build();
        X509Certificate certificate = issue(authority, CertificateProfile.tlsserver());
        assertThat(certificate.getIssuerX500Principal().getEncoded()).isEqualTo(Asn1.der(odd));
    }

    @Test
    void keyIdentifiersLinkTheCertificateToItsIssuer() throws GeneralSecurityException {
        X509Certificate certificate = issue(AUTHORITY, CertificateProfile.tlsserver());
        byte[] issuers = ASN1OctetString.getInstance(value(AUTHORITY.chain().first(), Extension.subjectKeyIdentifier))
                .getOctets();
        assertThat(AuthorityKeyIdentifier.getInstance(value(certificate, Extension.authorityKeyIdentifier))
                        .getKeyIdentifierOctets())
                .isEqualTo(issuers);
        assertThat(SubjectKeyIdentifier.getInstance(value(certificate, Extension.subjectKeyIdentifier))
                        .getKeyIdentifier())
                .hasSize(20);
    }

    @Test
    void aPreparedCertificateIsSignedOnce() {
        CertificateIssuer issuer = AUTHORITY.issuer();
        PreparedCertificate prepared = prepare(issuer);
        issuer.issue(prepared);
        assertThatIllegalStateException()
                .isThrownBy(() -> issuer.issue(prepared))
                .withMessageContaining("before");
    }

    @Test
    void ofManyThreadsOneGetsTheSignature() {
        TestAuthority authority = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
        CertificateIssuer issuer = authority.issuer();
        PreparedCertificate prepared = prepare(issuer);
        AtomicInteger refused = new AtomicInteger();
        IntStream.range(0, 16).parallel().forEach(thread -> {
            try {
                issuer.issue(prepared);
            } catch (IllegalStateException second) {
                refused.incrementAndGet();
            }
        });
        assertThat(refused).hasValue(15);
        assertThat(authority.signer().signatures()).isEqualTo(1);
    }

    @Test
    void anotherIssuerDoesNotSignIt() {
        PreparedCertificate prepared = prepare(AUTHORITY.issuer());
        assertThatIllegalStateException()
                .isThrownBy(() -> AUTHORITY.issuer().issue(prepared))
                .withMessageContaining("another issuer");
    }

    @Test
    void aSignatureThatWasChangedIsWithheld() {
        CertificateIssuer issuer = issuerWith(tbs -> {
            byte[] signature = AUTHORITY.signer().sign(tbs);
            signature[signature.length - 1] ^= 1;
            return signature;
        });
        requireWithheld(issuer);
    }

    @Test
    void aSignatureByAnotherKeyIsWithheld() {
        requireWithheld(issuerWith(SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256)::sign));
    }

    @Test
    void aSignatureOverOtherOctetsIsWithheld() {
        requireWithheld(issuerWith(tbs -> {
            tbs[tbs.length - 1] ^= 1;
            return AUTHORITY.signer().sign(tbs);
        }));
    }

    @Test
    void nonsenseInsteadOfASignatureIsWithheld() {
        requireWithheld(issuerWith(tbs -> new byte[0]));
        requireWithheld(issuerWith(tbs -> new byte[] {0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00}));
    }

    private static void requireWithheld(CertificateIssuer issuer) {
        PreparedCertificate prepared = prepare(issuer);
        UnsoundCertificateException withheld =
                catchThrowableOfType(UnsoundCertificateException.class, () -> issuer.issue(prepared));
        assertThat(withheld.serial()).isEqualTo(prepared.serial());
        assertThatIllegalStateException().isThrownBy(() -> issuer.issue(prepared));
    }

    @Test
    void anInterruptedIssuanceIsTakenUpWithTheSameOctets() throws GeneralSecurityException {
        PreparedCertificate first = prepare(AUTHORITY.issuer());
        CertificateIssuer afterRestart = AUTHORITY.issuer();
        PreparedCertificate resumed = afterRestart.resume(first.tbs(), NOW.plusSeconds(3600));
        assertThat(resumed.serial()).isEqualTo(first.serial());
        assertThat(resumed.notBefore()).isEqualTo(first.notBefore());
        assertThat(resumed.notAfter()).isEqualTo(first.notAfter());
        assertThat(resumed.identifiers()).isEqualTo(NAMES);
        assertThat(read(afterRestart.issue(resumed)).getTBSCertificate()).isEqualTo(first.tbs());
    }

    @Test
    void whatIsOverIsNotTakenUp() {
        PreparedCertificate first = prepare(AUTHORITY.issuer());
        assertThat(AUTHORITY.issuer().resume(first.tbs(), first.notAfter())).isNotNull();
        assertThatThrownBy(() ->
                        AUTHORITY.issuer().resume(first.tbs(), first.notAfter().plusSeconds(1)))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageContaining("its validity is over");
    }

    @Test
    void whatAnotherIssuerJournaledIsNotTakenUp() {
        byte[] tbs = prepare(TestAuthority.of(SignatureScheme.ECDSA_P384_SHA384).issuer())
                .tbs();
        assertThatThrownBy(() -> AUTHORITY.issuer().resume(tbs, NOW))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageContaining("signature algorithm is not the issuer's")
                .hasMessageContaining("authorityKeyIdentifier");
        assertThatThrownBy(() -> AUTHORITY.issuer().resume(new byte[0], NOW))
                .isInstanceOf(CertificateNotIssuableException.class);
    }

    @Test
    void aCertificateWithoutNamesOrWithOneTwiceIsNotPrepared() {
        requireNotPrepared("empty", List.of(), KEY);
        requireNotPrepared("twice", List.of(new DnsIdentifier("a.corp"), new DnsIdentifier("a.corp")), KEY);
    }

    @Test
    void aKeyThatIsNotAcceptableIsNotPrepared() {
        requireNotPrepared("key of a CA", NAMES, AUTHORITY.signer().publicKey());
        requireNotPrepared(
                "key of a CA", NAMES, AUTHORITY.chain().certificates().get(1).getPublicKey());
        for (PublicKey key : List.of(
                SoftwareSigner.rsa(1024).getPublic(),
                SoftwareSigner.pair("Ed448").getPublic())) {
            assertThatThrownBy(() -> AUTHORITY
                            .issuer()
                            .prepare(
                                    CertificateProfile.tlsserver(),
                                    NAMES,
                                    key,
                                    RequestedValidity.NONE,
                                    SerialNumber.random(),
                                    NOW))
                    .isInstanceOfSatisfying(
                            AcmeException.class,
                            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR))
                    .hasMessageContaining("the profile \"tlsserver\" takes these keys only");
        }
    }

    /** Another node may have blocked it between the request and the journal, or between the journal and a restart. */
    @Test
    void aKeyThatIsBlockedByNowIsNeitherPreparedNorResumed() {
        Set<KeyFingerprint> blocked = new HashSet<>();
        CertificateIssuer issuer = new CertificateIssuer(
                AUTHORITY.chain(),
                AUTHORITY.signer(),
                KeyRequirements.ofCertificateKeys().except(blocked::contains, "it was reported"));
        PreparedCertificate before = prepare(issuer);
        blocked.add(KeyFingerprint.of(KEY.getEncoded()));
        assertRefused(() -> prepare(issuer));
        assertRefused(() -> issuer.resume(before.tbs(), NOW));
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AcmeException.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_CSR))
                .hasMessageContaining("it was reported");
    }

    private static void requireNotPrepared(String because, List<Identifier> names, PublicKey key) {
        assertThatThrownBy(() -> AUTHORITY
                        .issuer()
                        .prepare(
                                CertificateProfile.tlsserver(),
                                names,
                                key,
                                RequestedValidity.NONE,
                                SerialNumber.random(),
                                NOW))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageContaining(because);
    }

    @Test
    void anExpiredIssuerPreparesNothingAndALateOneCutsTheEnd() throws GeneralSecurityException {
        Instant end = Instant.parse("2026-03-02T00:00:00Z");
        TestAuthority authority = new TestAuthority.Builder()
                .valid(Instant.parse("2026-03-01T11:30:00Z"), end)
                .build();
        X509Certificate certificate = issue(authority, CertificateProfile.tlsserver());
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-03-01T11:30:00Z"));
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(end);
        assertThatThrownBy(() -> authority
                        .issuer()
                        .prepare(
                                CertificateProfile.tlsserver(),
                                NAMES,
                                KEY,
                                RequestedValidity.NONE,
                                SerialNumber.random(),
                                end.plusSeconds(1)))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageContaining("valid from");
    }

    @Test
    void anIssuerNeedsItsOwnKeyAndACaCertificate() {
        CaSigner other = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        requireNoIssuer("not that of the certificate", AUTHORITY.chain(), other);
        requireNoIssuer("may not issue", new TestAuthority.Builder().notAnAuthority());
        requireNoIssuer(
                "may not issue",
                new TestAuthority.Builder().keyUsage(org.bouncycastle.asn1.x509.KeyUsage.digitalSignature));
        requireNoIssuer("subject key identifier", new TestAuthority.Builder().withoutKeyIdentifier());
        requireNoIssuer("no subject", new TestAuthority.Builder().name(new X500Name("")));
    }

    @Test
    void aSchemeThatDoesNotFitTheKeyIsRefused() {
        requireNoIssuer(
                "does not fit its key",
                AUTHORITY.chain(),
                new FaultySigner(SignatureScheme.RSA_PKCS1_SHA256, AUTHORITY.signer()::sign));
    }

    private static void requireNoIssuer(String because, TestAuthority.Builder builder) {
        TestAuthority authority = builder.build();
        requireNoIssuer(because, authority.chain(), authority.signer());
    }

    private static void requireNoIssuer(String because, CertificateChain chain, CaSigner signer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateIssuer(chain, signer))
                .withMessageContaining(because);
    }

    private static PreparedCertificate prepare(CertificateIssuer issuer) {
        return issuer.prepare(
                CertificateProfile.tlsserver(), NAMES, KEY, RequestedValidity.NONE, SerialNumber.random(), NOW);
    }

    private static X509Certificate issue(TestAuthority authority, CertificateProfile profile)
            throws GeneralSecurityException {
        CertificateIssuer issuer = authority.issuer();
        return read(
                issuer.issue(issuer.prepare(profile, NAMES, KEY, RequestedValidity.NONE, SerialNumber.random(), NOW)));
    }

    private static CertificateIssuer issuerWith(UnaryOperator<byte[]> signature) {
        return new CertificateIssuer(AUTHORITY.chain(), new FaultySigner(SignatureScheme.ECDSA_P256_SHA256, signature));
    }

    private static X509Certificate read(IssuedCertificate issued) throws GeneralSecurityException {
        return (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(issued.der()));
    }

    private static byte[] value(X509Certificate certificate, ASN1ObjectIdentifier type) {
        return ASN1OctetString.getInstance(certificate.getExtensionValue(type.getId()))
                .getOctets();
    }

    private static CertificateProfile profile(
            CommonNameChoice commonName, List<URI> crls, List<URI> ocsp, List<URI> issuers) {
        return new ProfileBuilder()
                .purposes(ExtendedKeyUsage.SERVER_AUTH, ExtendedKeyUsage.CLIENT_AUTH)
                .names(EnumSet.allOf(NameKind.class), commonName)
                .urls(crls, ocsp, issuers)
                .build();
    }

    /** The authority's public key, and a token that does what a test wants. */
    private record FaultySigner(SignatureScheme scheme, UnaryOperator<byte[]> signature) implements CaSigner {

        @Override
        public PublicKey publicKey() {
            return AUTHORITY.signer().publicKey();
        }

        @Override
        public byte[] sign(byte[] completeTbs) {
            return signature.apply(completeTbs);
        }
    }
}
