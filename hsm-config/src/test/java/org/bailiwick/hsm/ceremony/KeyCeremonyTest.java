package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.TokenKey;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCeremonyTest {

    private static final Instant NOW = Instant.parse("2027-03-01T09:30:15.987654321Z");
    private static final Instant NOT_BEFORE = Instant.parse("2027-03-01T09:30:15Z");
    private static final X500Principal ROOT = new X500Principal("CN=Example Root,O=Example");
    private static final X500Principal ISSUING = new X500Principal("CN=Example Issuing 1,O=Example");

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    /** Where issuing keys live; roots live in the token of the class. */
    @RegisterExtension
    static final SoftHsmExtension issuingHsm = new SoftHsmExtension();

    private final List<String> transcript = new ArrayList<>();
    private final KeyCeremony root = ceremony(softHsm.token());
    private final KeyCeremony issuing = ceremony(issuingHsm.token());

    private KeyCeremony ceremony(Pkcs11Token token) {
        return new KeyCeremony(token, Clock.fixed(NOW, ZoneOffset.UTC), transcript::add);
    }

    private X509Certificate generateRoot(String label) {
        return root.generateRoot(label, ROOT, KeyAlgorithm.EC_P384, KeyAlgorithm.EC_P384.scheme(), Period.ofYears(20));
    }

    private byte[] issuingRequest(String label) {
        issuing.generateIssuing(label, ISSUING, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme());
        return issuing.certificationRequest(label, ISSUING);
    }

    @Test
    void rootHasTheProfileOfRfc5280() throws GeneralSecurityException {
        X509Certificate certificate = generateRoot("profile root");
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(ROOT);
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(ROOT);
        assertThat(certificate.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(certificate.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
        assertThat(certificate.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(
                        Extension.subjectKeyIdentifier.getId(), Extension.authorityKeyIdentifier.getId());
        assertKeyUsageOfCa(certificate);
        assertThat(authorityKey(certificate)).isEqualTo(subjectKey(certificate));
        assertThat(certificate.getVersion()).isEqualTo(3);
    }

    @Test
    void subordinateHasTheProfileOfRfc5280() {
        X509Certificate issuer = generateRoot("profile issuer");
        X509Certificate certificate = root.signSubordinate(
                "profile issuer", issuingRequest("profile"), ISSUING, SubordinateTerms.of(0, Period.ofYears(10)));
        assertThat(certificate.getSubjectX500Principal()).isEqualTo(ISSUING);
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(ROOT);
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
        assertKeyUsageOfCa(certificate);
        assertThat(authorityKey(certificate)).isEqualTo(subjectKey(issuer));
        assertThat(subjectKey(certificate)).isNotEqualTo(subjectKey(issuer));
    }

    @Test
    void serialNumbersArePositiveTwentyOctetsLongAndDiffer() {
        X509Certificate one = generateRoot("serial 1");
        X509Certificate two = generateRoot("serial 2");
        for (X509Certificate certificate : List.of(one, two)) {
            assertThat(certificate.getSerialNumber()).isPositive();
            assertThat(certificate.getSerialNumber().toByteArray()).hasSize(20);
        }
        assertThat(one.getSerialNumber()).isNotEqualTo(two.getSerialNumber());
        // 158 random bits below the fixed one: how many are set is about half, and never far from it
        assertThat(one.getSerialNumber().bitCount()).isBetween(40, 120);
    }

    @ParameterizedTest
    @CsvSource({
        "P1D, 2027-03-02T09:30:14Z",
        "P1Y, 2028-03-01T09:30:14Z",
        "P18M, 2028-09-01T09:30:14Z",
        "P20Y, 2047-03-01T09:30:14Z",
        "P23Y, 2050-03-01T09:30:14Z"
    })
    void validityIsInWholeSecondsAndItsLastSecondBelongsToIt(Period period, Instant notAfter) {
        X509Certificate certificate = root.generateRoot(
                "validity " + period, ROOT, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), period);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOT_BEFORE);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(notAfter);
    }

    @Test
    void validityOfAYearFromALeapDayIsNeverLonger() {
        Validity validity = Validity.of(Instant.parse("2028-02-29T00:00:00Z"), Period.ofYears(1));
        assertThat(validity.notAfter()).isEqualTo(Instant.parse("2029-02-27T23:59:59Z"));
        assertThat(Duration.between(validity.notBefore(), validity.notAfter()).plusSeconds(1))
                .isEqualTo(Duration.ofDays(365));
    }

    /** RFC 5280 §4.1.2.5: a certificate tells a year in four digits. */
    @Test
    void validityBeyondTheYear9999IsRefusedInASentence() {
        Instant start = Instant.parse("2028-01-01T00:00:00Z");
        assertThat(Validity.of(start, Period.ofYears(7972)).notAfter()).isEqualTo("9999-12-31T23:59:59Z");
        for (Period period : List.of(
                Period.of(7972, 0, 1),
                Period.ofYears(9999),
                Period.ofYears(Integer.MAX_VALUE),
                Period.ofDays(Integer.MAX_VALUE),
                Period.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Validity.of(start, period))
                    .withMessageContaining("the year 9999");
        }
    }

    @Test
    void emptyValidityIsRefused() {
        for (Period period : List.of(Period.ZERO, Period.ofDays(-1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Validity.of(NOW, period));
        }
    }

    @Test
    void chainOfACeremonyIsValidForTheJdk() throws GeneralSecurityException {
        X509Certificate anchor = generateRoot("chain root");
        byte[] request = issuingRequest("chain");
        X509Certificate ca = root.signSubordinate("chain root", request, SubordinateTerms.of(0, Period.ofYears(10)));
        assertThat(issuing.importChain("chain", List.of(ca, anchor))).containsExactly(ca, anchor);
        assertThat(issuing.certificateChain("chain")).containsExactly(ca, anchor);
        assertThat(issuingHsm.token().signer("chain").publicKey()).isEqualTo(ca.getPublicKey());

        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(ca));
        assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters))
                .isNotNull();
    }

    @Test
    void chainIsReplacedByANewOneForTheSameKey() {
        X509Certificate anchor = generateRoot("renewal root");
        byte[] request = issuingRequest("renewal");
        X509Certificate first =
                root.signSubordinate("renewal root", request, SubordinateTerms.of(0, Period.ofYears(1)));
        X509Certificate second =
                root.signSubordinate("renewal root", request, SubordinateTerms.of(0, Period.ofYears(2)));
        issuing.importChain("renewal", List.of(first, anchor));
        issuing.importChain("renewal", List.of(second, anchor));
        assertThat(issuing.certificateChain("renewal")).containsExactly(second, anchor);
    }

    @Test
    void rootAndIssuingMayShareAToken() {
        X509Certificate anchor = generateRoot("shared root");
        X509Certificate elder = generateRoot("elder root of the same name");
        root.generateIssuing("shared", ISSUING, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme());
        byte[] request = root.certificationRequest("shared", ISSUING);
        X509Certificate ca = root.signSubordinate("shared root", request, SubordinateTerms.of(0, Period.ofYears(1)));
        root.importChain("shared", List.of(ca, anchor));
        assertThat(root.certificateChain("shared")).containsExactly(ca, anchor);
        assertThat(root.certificateChain("shared root")).containsExactly(anchor);
        assertThat(root.certificateChain("elder root of the same name")).containsExactly(elder);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSA_PSS_SHA256",
        "RSA_3072, RSA_PKCS1_SHA384",
        "EC_P521, ECDSA_P521_SHA512",
    })
    void rootSignsOthersAsItSignedItself(KeyAlgorithm algorithm, SignatureScheme scheme)
            throws GeneralSecurityException {
        String label = "scheme " + scheme;
        X509Certificate anchor = root.generateRoot(label, ROOT, algorithm, scheme, Period.ofYears(2));
        PublicKey key = SoftwareSigner.create().publicKey();
        X509Certificate ca = root.signSubordinate(label, key, ISSUING, SubordinateTerms.of(0, Period.ofYears(1)));
        ca.verify(anchor.getPublicKey());
        assertThat(Certificate.getInstance(ca.getEncoded()).getSignatureAlgorithm())
                .isEqualTo(Certificate.getInstance(anchor.getEncoded()).getSignatureAlgorithm());
        assertThat(ca.getSigAlgOID()).isEqualTo(anchor.getSigAlgOID());
    }

    @Test
    void placeholderIsOfNoUse() {
        X509Certificate placeholder =
                issuing.generateIssuing("placeholder", ISSUING, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme());
        assertThat(placeholder.getBasicConstraints()).isEqualTo(-1);
        assertThat(placeholder.getNotAfter()).isEqualTo(placeholder.getNotBefore());
        PublicKey key = placeholder.getPublicKey();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        issuing.signSubordinate("placeholder", key, ISSUING, SubordinateTerms.of(0, Period.ofDays(1))))
                .withMessageContaining("not a CA's");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuing.importChain("placeholder", List.of(placeholder)))
                .withMessageContaining("not a CA's");
    }

    @Test
    void subordinateMustNotOutliveItsIssuerNorGoDeeper() {
        X509Certificate anchor = generateRoot("limits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.signSubordinate(
                        "limits",
                        anchor.getPublicKey(),
                        ISSUING,
                        SubordinateTerms.of(0, Period.ofYears(20).plusDays(1))))
                .withMessageContaining("2047-03-01T09:30:14Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.signSubordinate(
                        "limits", anchor.getPublicKey(), ISSUING, SubordinateTerms.of(-1, Period.ofYears(1))));

        byte[] request = issuingRequest("limited");
        X509Certificate ca = root.signSubordinate("limits", request, SubordinateTerms.of(0, Period.ofYears(1)));
        issuing.importChain("limited", List.of(ca, anchor));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuing.signSubordinate(
                        "limited", anchor.getPublicKey(), ISSUING, SubordinateTerms.of(0, Period.ofDays(1))))
                .withMessageContaining("path length");
    }

    @Test
    void subordinateOfItsIssuersNameIsRefused() {
        X509Certificate anchor = generateRoot("namesake");
        for (X500Principal same : List.of(ROOT, new X500Principal("cn=example  root, O=EXAMPLE"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> root.signSubordinate(
                            "namesake", anchor.getPublicKey(), same, SubordinateTerms.of(0, Period.ofYears(1))))
                    .withMessageContaining("the name of \"namesake\"")
                    .withMessageContaining("taken for a root");
        }
        issuing.generateIssuing("namesake", ROOT, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme());
        byte[] request = issuing.certificationRequest("namesake", ROOT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.signSubordinate("namesake", request, SubordinateTerms.of(0, Period.ofYears(1))))
                .withMessageContaining("taken for a root");
        assertThat(transcript).noneMatch(line -> line.contains("signed subordinate"));
        assertThat(root.signSubordinate("namesake", request, ISSUING, SubordinateTerms.of(0, Period.ofYears(1)))
                        .getIssuerX500Principal())
                .isEqualTo(anchor.getSubjectX500Principal());
    }

    @ParameterizedTest
    @CsvSource({"EC_P256, EC_P384", "RSA_2048, RSA_2048"})
    void keyOfTheIssuerOrOfOneAboveItIsNotCertifiedAgain(KeyAlgorithm rootKind, KeyAlgorithm issuingKind) {
        String label = "own key " + rootKind;
        X509Certificate anchor = root.generateRoot(label, ROOT, rootKind, rootKind.scheme(), Period.ofYears(2));
        byte[] ofItself = root.certificationRequest(label, ISSUING);
        SubordinateTerms terms = SubordinateTerms.of(1, Period.ofYears(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.signSubordinate(label, ofItself, terms))
                .withMessageContaining("must not have the key of \"" + label + "\"");
        issuing.generateIssuing(label, ISSUING, issuingKind, issuingKind.scheme());
        X509Certificate ca = root.signSubordinate(label, issuing.certificationRequest(label, ISSUING), terms);
        issuing.importChain(label, List.of(ca, anchor));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuing.signSubordinate(
                        label, ofItself, new X500Principal("CN=Below"), SubordinateTerms.of(0, Period.ofDays(1))))
                .withMessageContaining("this is the key of " + ROOT);
        assertThat(transcript)
                .filteredOn(line -> line.contains("signed subordinate"))
                .hasSize(1);
    }

    /** As when the transcript's disk is full: the key is there, and nobody must think that it is not. */
    @Test
    void whatWasMadeIsKnownAlthoughItCannotBeTold() {
        DoneSoFar done = new DoneSoFar();
        KeyCeremony untold = new KeyCeremony(
                softHsm.token(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                line -> {
                    throw new IllegalStateException("cannot be told");
                },
                done);
        for (ThrowingCallable generation : List.<ThrowingCallable>of(
                () -> untold.generateRoot(
                        "untold-1", ROOT, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), Period.ofYears(1)),
                () -> untold.generateIssuing("untold-2", ISSUING, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme()),
                () -> untold.generateAudit(
                        "untold-3", ROOT, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), Period.ofYears(1)),
                () -> untold.generateSecret("untold-4"))) {
            assertThatIllegalStateException().isThrownBy(generation);
        }
        assertThat(done.sentence(new IOException()))
                .startsWith(" This was done all the same: the key \"untold-1\" was made and is in the token")
                .contains("the key \"untold-2\"", "the key \"untold-3\"", "the secret key \"untold-4\"");
        assertThat(softHsm.token().keys()).anyMatch(key -> key.isLabelled("untold-1"));
    }

    @Test
    void requestThatWasChangedOnItsWayIsRefused() {
        generateRoot("tampered");
        byte[] request = issuingRequest("tampered");
        request[request.length - 1] ^= 1;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.signSubordinate("tampered", request, SubordinateTerms.of(0, Period.ofYears(1))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.signSubordinate(
                        "tampered", new byte[] {1, 2, 3}, SubordinateTerms.of(0, Period.ofYears(1))))
                .withMessageContaining("not a PKCS#10");
    }

    @Test
    void weakSubordinateKeyIsRefused() throws GeneralSecurityException {
        generateRoot("strict");
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        PublicKey key = weak.generateKeyPair().getPublic();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> root.signSubordinate("strict", key, ISSUING, SubordinateTerms.of(0, Period.ofYears(1))))
                .withMessageContaining("1024");
    }

    @Test
    void emptySubjectIsRefusedAndLeavesNoKeyBehind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> root.generateRoot(
                        "anonymous",
                        new X500Principal(""),
                        KeyAlgorithm.EC_P256,
                        KeyAlgorithm.EC_P256.scheme(),
                        Period.ofYears(1)))
                .withMessageContaining("subject");
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("anonymous"));
    }

    @Test
    void unknownKeyIsKeyNotFound() {
        assertThatExceptionOfType(KeyNotFound.class).isThrownBy(() -> root.certificationRequest("nobody", ISSUING));
    }

    @Test
    void transcriptTellsWhatWasDoneAndNoPin() throws GeneralSecurityException, IOException {
        X509Certificate anchor = generateRoot("told root");
        byte[] request = issuingRequest("told");
        X509Certificate ca = root.signSubordinate("told root", request, SubordinateTerms.of(0, Period.ofYears(1)));
        issuing.importChain("told", List.of(ca, anchor));
        List<TokenKey> shown = issuing.show();

        assertThat(transcript).hasSize(5 + 1 + shown.size());
        assertThat(transcript.get(0))
                .startsWith(
                        "2027-03-01T09:30:15Z generated root: key \"told root\"; subject CN=Example Root, O=Example;")
                .contains("SPKI SHA-256 " + sha256(anchor.getPublicKey().getEncoded()))
                .contains("certificate SHA-256 " + sha256(anchor.getEncoded()))
                .contains("CKA_SENSITIVE true; CKA_ALWAYS_SENSITIVE true; CKA_EXTRACTABLE false;"
                        + " CKA_NEVER_EXTRACTABLE true; CKA_SIGN true");
        assertThat(transcript.get(1)).contains("generated issuing key with placeholder: key \"told\"");
        assertThat(transcript.get(2))
                .contains("requested certificate: key \"told\"")
                .contains(sha256(request));
        assertThat(transcript.get(3))
                .contains("signed subordinate: key \"told root\"")
                .contains(sha256(ca.getEncoded()));
        assertThat(transcript.get(4))
                .contains("imported chain of 2: key \"told\"")
                .contains(sha256(ca.getEncoded()));
        for (SoftHsmExtension hsm : List.of(softHsm, issuingHsm)) {
            String pin = Files.readString(hsm.config().pinFile()).strip();
            assertThat(transcript).noneMatch(line -> line.contains(pin));
        }
    }

    private static void assertKeyUsageOfCa(X509Certificate certificate) {
        assertThat(certificate.getKeyUsage())
                .containsExactly(false, false, false, false, false, true, true, false, false);
    }

    private static byte[] subjectKey(X509Certificate certificate) {
        return SubjectKeyIdentifier.getInstance(extension(certificate, Extension.subjectKeyIdentifier.getId()))
                .getKeyIdentifier();
    }

    private static byte[] authorityKey(X509Certificate certificate) {
        return AuthorityKeyIdentifier.getInstance(extension(certificate, Extension.authorityKeyIdentifier.getId()))
                .getKeyIdentifierOctets();
    }

    private static ASN1Encodable extension(X509Certificate certificate, String oid) {
        try {
            TBSCertificate tbs = TBSCertificate.getInstance(certificate.getTBSCertificate());
            Extensions extensions = tbs.getExtensions();
            return extensions.getExtensionParsedValue(new org.bouncycastle.asn1.ASN1ObjectIdentifier(oid));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha256(byte[] octets) throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }
}
