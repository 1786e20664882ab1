package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The certificate of an OCSP responder (RFC 6960 §4.2.2.2), and that nothing else passes for one. */
class ResponderCertificateTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final TbsCertificateChecks CHECKS = new TbsCertificateChecks(
            IssuerFields.of(
                    AUTHORITY.chain().first(),
                    AlgorithmIdentifier.getInstance(SignatureScheme.ECDSA_P256_SHA256.algorithmIdentifier())),
            KeyRequirements.ofCertificateKeys());
    private static final SoftwareSigner KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final byte[] SOUND = AUTHORITY
            .issuer()
            .prepareResponder(KEY.publicKey(), SerialNumber.random(), NOW)
            .tbs();

    @Test
    void itIsForAnswersOnlyAndNamesNobody() throws GeneralSecurityException {
        CertificateIssuer issuer = AUTHORITY.issuer();
        PreparedCertificate prepared = issuer.prepareResponder(KEY.publicKey(), SerialNumber.random(), NOW);
        X509Certificate certificate = new CertificateChain(List.of(
                        CertificateChain.ofDer(List.of(issuer.issue(prepared).der()))
                                .first(),
                        AUTHORITY.chain().first()))
                .first();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.9");
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
        assertThat(certificate.getBasicConstraints()).isNegative();
        assertThat(certificate.getExtensionValue("1.3.6.1.5.5.7.48.1.5")).containsExactly(4, 2, 5, 0);
        assertThat(certificate.getExtensionValue("1.3.6.1.5.5.7.1.1")).isNull();
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=OCSP responder, CN=Issuing CA, O=Example");
        assertThat(prepared.identifiers()).isEmpty();
        assertThat(prepared.notBefore()).isEqualTo("2026-03-01T11:00:00Z");
        assertThat(prepared.notAfter()).isEqualTo("2026-03-31T10:59:59Z");
    }

    @Test
    void anIssuerWhoseOwnNameIsExcludedHasNone() {
        assertThat(ResponderCertificate.isPermittedBy(AUTHORITY.chain())).isTrue();
        TestAuthority excluded = TestAuthority.excluded();
        assertThat(ResponderCertificate.isPermittedBy(excluded.chain())).isFalse();
        assertThatExceptionOfType(CertificateNotIssuableException.class)
                .isThrownBy(() -> excluded.issuer().prepareResponder(KEY.publicKey(), SerialNumber.random(), NOW));
    }

    @Test
    void itEndsWithItsIssuerAtTheLatest() {
        CertificateIssuer issuer = new TestAuthority.Builder()
                .valid(NOW.minusSeconds(60), NOW.plusSeconds(3600))
                .build()
                .issuer();
        PreparedCertificate prepared = issuer.prepareResponder(KEY.publicKey(), SerialNumber.random(), NOW);
        assertThat(prepared.notBefore()).isEqualTo(NOW.minusSeconds(60));
        assertThat(prepared.notAfter()).isEqualTo(NOW.plusSeconds(3600));
        assertThatExceptionOfType(CertificateNotIssuableException.class)
                .isThrownBy(
                        () -> issuer.prepareResponder(KEY.publicKey(), SerialNumber.random(), NOW.plusSeconds(3601)));
    }

    /** RFC 5280 §4.2.1.10, §6.1.3: an enterprise may permit its CAs names below its own only. */
    @ParameterizedTest
    @ValueSource(strings = {"O=Example", "O=Example,CN=Issuing CA"})
    void itsNameIsWithinWhatTheChainPermits(String permitted) throws GeneralSecurityException {
        org.bouncycastle.asn1.x509.NameConstraints constraints = new org.bouncycastle.asn1.x509.NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(new X500Name(permitted)))}, null);
        TestAuthority authority = new TestAuthority.Builder()
                .rootExtension(Extension.nameConstraints, true, constraints)
                .extension(Extension.nameConstraints, true, constraints)
                .build();
        CertificateIssuer issuer = authority.issuer();
        byte[] der = issuer.issue(issuer.prepareResponder(KEY.publicKey(), SerialNumber.random(), NOW))
                .der();
        // Java's own validation, which had no part in making it
        PKIXParameters parameters = new PKIXParameters(
                Set.of(new TrustAnchor(authority.chain().certificates().get(1), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPath path = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(
                        CertificateChain.ofDer(List.of(der)).first(),
                        authority.chain().first()));
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .isNotNull();
    }

    /** It is for the responder's renewal to make one; the sweep after a crash does not, and no order can. */
    @Test
    void theChecksOfOtherCertificatesRefuseIt() {
        assertThat(CHECKS.checkResponder(SOUND)).isEmpty();
        assertThat(CHECKS.check(SOUND)).isNotEmpty();
        assertThat(CHECKS.checkResponder(SoundCertificate.SOUND)).isNotEmpty();
        assertThatExceptionOfType(CertificateNotIssuableException.class)
                .isThrownBy(() -> AUTHORITY.issuer().resume(SOUND, NOW));
    }

    static Stream<Spoiled> spoiled() {
        return Stream.of(
                field("another name", SoundCertificate.SUBJECT, new X500Name("CN=host.corp")),
                field("no name", SoundCertificate.SUBJECT, new X500Name("")),
                field("below nobody", SoundCertificate.SUBJECT, new X500Name("CN=OCSP responder")),
                field("below another", SoundCertificate.SUBJECT, new X500Name("O=Example,CN=Other,CN=OCSP responder")),
                field("the issuer's", SoundCertificate.SUBJECT, new X500Name("O=Example,CN=Issuing CA")),
                field("a host", SoundCertificate.SUBJECT, new X500Name("O=Example,CN=Issuing CA,CN=host.corp")),
                field("two", SoundCertificate.SUBJECT, new X500Name("O=Example,CN=Issuing CA,CN=OCSP responder,CN=x")),
                field("both", SoundCertificate.SUBJECT, new X500Name("O=Example,CN=Issuing CA,CN=OCSP responder+CN=x")),
                field("no CN", SoundCertificate.SUBJECT, new X500Name("O=Example,CN=Issuing CA,OU=OCSP responder")),
                field("another issuer", SoundCertificate.ISSUER, new X500Name("CN=Other")),
                field("a year", SoundCertificate.VALIDITY, new DERSequence(new ASN1Encodable[] {
                    new DERUTCTime("260301120000Z"), new DERUTCTime("270301120000Z")
                })),
                field(
                        "a CA's key",
                        SoundCertificate.KEY,
                        Asn1.read(SoftwareSigner.rsa(1024).getPublic().getEncoded())),
                field("no extensions", SoundCertificate.EXTENSIONS, new DERTaggedObject(true, 3, new DERSequence())),
                extension("a CA", Extension.basicConstraints, true, new BasicConstraints(true)),
                extension("not critical", Extension.basicConstraints, false, new BasicConstraints(false)),
                extension(
                        "signs CRLs",
                        Extension.keyUsage,
                        true,
                        new org.bouncycastle.asn1.x509.KeyUsage(org.bouncycastle.asn1.x509.KeyUsage.digitalSignature
                                | org.bouncycastle.asn1.x509.KeyUsage.cRLSign)),
                extension(
                        "a server as well",
                        Extension.extendedKeyUsage,
                        false,
                        purposes(KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_serverAuth)),
                extension("a server", Extension.extendedKeyUsage, false, purposes(KeyPurposeId.id_kp_serverAuth)),
                extension("any purpose", Extension.extendedKeyUsage, false, purposes(KeyPurposeId.anyExtendedKeyUsage)),
                extension("critical", Extension.extendedKeyUsage, true, purposes(KeyPurposeId.id_kp_OCSPSigning)),
                extension("another key's", Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[20])),
                extension("a value", OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, new DERSequence()),
                extension("must be known", OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, true, DERNull.INSTANCE),
                extension(
                        "a host",
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "host.corp"))),
                without(Extension.authorityKeyIdentifier),
                without(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiled")
    void aSpoiledOneIsFound(Spoiled row) {
        assertThat(CHECKS.checkResponder(row.tbs())).isNotEmpty();
    }

    /** Whatever octet is another: it is found, or it is one of serial number, key or validity, which are free. */
    @Test
    void changedOctetsAreNoFault() {
        Random random = new Random(20260301);
        for (int round = 0; round < 4_000; round++) {
            byte[] tbs = SOUND.clone();
            tbs[random.nextInt(tbs.length)] ^= (byte) (1 + random.nextInt(255));
            assertThat(CHECKS.checkResponder(tbs)).isNotNull();
        }
    }

    @Test
    void aPlaceholderIsOfItsKeyAndOverAtOnce() throws GeneralSecurityException {
        for (SignatureScheme scheme : List.of(SignatureScheme.ECDSA_P256_SHA256, SignatureScheme.RSA_PKCS1_SHA256)) {
            SoftwareSigner key = SoftwareSigner.of(scheme);
            X509Certificate placeholder = ResponderCertificate.placeholder(key, NOW);
            placeholder.verify(key.publicKey());
            assertThat(placeholder.getPublicKey()).isEqualTo(key.publicKey());
            assertThat(placeholder.getNotAfter()).isEqualTo(NOW);
            assertThat(placeholder.getBasicConstraints()).isNegative();
        }
    }

    private static ASN1Encodable purposes(KeyPurposeId... purposes) {
        return new org.bouncycastle.asn1.x509.ExtendedKeyUsage(purposes);
    }

    private static Spoiled field(String what, int index, ASN1Encodable value) {
        ASN1Encodable[] all = ASN1Sequence.getInstance(Asn1.read(SOUND)).toArray();
        all[index] = value;
        return new Spoiled(what, Asn1.der(new DERSequence(all)));
    }

    /** One extension in the place of the one that there is of its type, or behind. */
    private static Spoiled extension(String what, ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        List<Extension> all = others(type);
        all.add(Asn1.extension(type, critical, value));
        return field(type + " " + what, SoundCertificate.EXTENSIONS, SoundCertificate.tagged(all));
    }

    private static Spoiled without(ASN1ObjectIdentifier type) {
        return field("without " + type, SoundCertificate.EXTENSIONS, SoundCertificate.tagged(others(type)));
    }

    private static List<Extension> others(ASN1ObjectIdentifier type) {
        ASN1Encodable[] fields = ASN1Sequence.getInstance(Asn1.read(SOUND)).toArray();
        Extensions all = Extensions.getInstance(ASN1TaggedObject.getInstance(fields[SoundCertificate.EXTENSIONS])
                .getExplicitBaseObject());
        List<Extension> others = new ArrayList<>();
        Arrays.stream(all.getExtensionOIDs())
                .filter(each -> !each.equals(type))
                .forEach(each -> others.add(all.getExtension(each)));
        return others;
    }

    /** A row of the table; its octets are not shown. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares two
    private record Spoiled(String what, byte[] tbs) {
        @Override
        public String toString() {
            return what;
        }
    }
}
