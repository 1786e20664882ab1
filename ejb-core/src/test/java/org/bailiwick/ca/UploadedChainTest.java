package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an enterprise sends back, and what somebody else would send instead. */
class UploadedChainTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Instant FROM = NOW.minus(Duration.ofDays(1));
    private static final Instant TO = NOW.plus(Duration.ofDays(1000));

    private static final SoftwareSigner ROOT_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P384_SHA384);
    private static final SoftwareSigner MIDDLE_KEY = SoftwareSigner.of(SignatureScheme.RSA_PSS_SHA256);
    private static final SoftwareSigner OUR_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final SoftwareSigner OTHER_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);

    private static final X509Certificate ROOT = new Ca("CN=Root", ROOT_KEY).signed("CN=Root", ROOT_KEY);
    private static final X509Certificate MIDDLE = new Ca("CN=Middle", MIDDLE_KEY).signed("CN=Root", ROOT_KEY);
    private static final X509Certificate OURS = ours().signed("CN=Middle", MIDDLE_KEY);

    /** One certificate, as a test wants it. */
    private static final class Ca {
        private final String name;
        private final SoftwareSigner key;
        private Instant from = FROM;
        private Instant to = TO;
        private BasicConstraints constraints = new BasicConstraints(true);
        private boolean critical = true;
        private int usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
        private boolean identified = true;
        private SoftwareSigner claimed;
        private final List<Extension> more = new ArrayList<>();

        Ca(String name, SoftwareSigner key) {
            this.name = name;
            this.key = key;
            this.claimed = key;
        }

        Ca valid(Instant first, Instant last) {
            from = first;
            to = last;
            return this;
        }

        Ca constraints(BasicConstraints value, boolean isCritical) {
            constraints = value;
            critical = isCritical;
            return this;
        }

        Ca usage(int value) {
            usage = value;
            return this;
        }

        Ca unidentified() {
            identified = false;
            return this;
        }

        /** Its issuer is named by another key than it has. */
        Ca claiming(SoftwareSigner issuer) {
            claimed = issuer;
            return this;
        }

        Ca with(ASN1ObjectIdentifier type, boolean isCritical, ASN1Primitive value) {
            more.add(Asn1.extension(type, isCritical, value));
            return this;
        }

        X509Certificate signed(String issuer, SoftwareSigner issuerKey) {
            List<Extension> all = new ArrayList<>(more);
            all.add(Asn1.extension(Extension.basicConstraints, critical, constraints));
            all.add(Asn1.extension(Extension.keyUsage, true, new KeyUsage(usage)));
            if (identified) {
                all.add(Asn1.extension(Extension.subjectKeyIdentifier, false, identifier(key)));
            }
            SoftwareSigner above = claimed == key ? issuerKey : claimed;
            all.add(Asn1.extension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(identifier(above).getKeyIdentifier())));
            return TestAuthority.certificate(new X500Name(name), new X500Name(issuer), key, issuerKey, from, to, all);
        }

        private static SubjectKeyIdentifier identifier(SoftwareSigner signer) {
            return CertificateExtensions.keyIdentifier(
                    SubjectPublicKeyInfo.getInstance(signer.publicKey().getEncoded()));
        }
    }

    private static Ca ours() {
        return new Ca("CN=Issuing", OUR_KEY).constraints(new BasicConstraints(0), true);
    }

    private static String pem(X509Certificate... certificates) {
        StringBuilder pem = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            pem.append("subject=").append(certificate.getSubjectX500Principal()).append('\n');
            pem.append(new CertificateChain(List.of(certificate)).pem());
        }
        return pem.toString();
    }

    private static CertificateChain accepted(String pem) {
        return UploadedChain.parse(pem).of(OUR_KEY.publicKey(), NOW);
    }

    @Test
    void anyOrderIsAcceptedAndThatOfRfc8555ComesOut() {
        for (String pem : List.of(
                pem(OURS, MIDDLE, ROOT), pem(ROOT, MIDDLE, OURS), pem(MIDDLE, OURS, ROOT), pem(ROOT, OURS, MIDDLE))) {
            assertThat(accepted(pem).certificates()).containsExactly(OURS, MIDDLE, ROOT);
        }
    }

    @Test
    void theRootMayBeLeftOutAndTheLinesMayEndInCrLf() {
        assertThat(accepted(pem(OURS, MIDDLE).replace("\n", "\r\n")).certificates())
                .containsExactly(OURS, MIDDLE);
    }

    /** It could be anybody's of the same name. */
    @Test
    void whoSignedTheLowestMustBeThere() {
        assertRefused("which signed it, is missing", pem(OURS));
    }

    @Test
    void aRootOfOursMayIssueByItself() {
        X509Certificate itself = new Ca("CN=Issuing", OUR_KEY).signed("CN=Issuing", OUR_KEY);
        assertThat(accepted(pem(itself)).certificates()).containsExactly(itself);
    }

    /** What is issued below one that ends earlier ends with it, and so does all that the issuer does. */
    @Test
    void oneAboveThatEndsEarlierEndsWhatIsIssued() {
        Instant end = NOW.plus(Duration.ofDays(10));
        X509Certificate middle =
                new Ca("CN=Middle", MIDDLE_KEY).valid(FROM, end).signed("CN=Root", ROOT_KEY);
        CertificateChain chain = accepted(pem(OURS, middle, ROOT));
        assertThat(chain.firstToEnd()).isEqualTo(middle);
        assertThat(chain.end()).isEqualTo(end);
        CertificateIssuer issuer = new CertificateIssuer(chain, OUR_KEY);
        assertThat(prepared(issuer, RequestedValidity.NONE, NOW).notAfter()).isEqualTo(end);
        assertThat(issuer.prepareResponder(OTHER_KEY.publicKey(), SerialNumber.random(), NOW)
                        .notAfter())
                .isEqualTo(end);
        RequestedValidity longer = new RequestedValidity(Optional.empty(), Optional.of(end.plusSeconds(1)));
        assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> prepared(issuer, longer, NOW));
        assertThatExceptionOfType(CertificateNotIssuableException.class)
                .isThrownBy(() -> prepared(issuer, RequestedValidity.NONE, end.plusSeconds(1)))
                .withMessageContaining("with all above it");
    }

    /** Whoever does not want a root to count leaves it out. */
    @Test
    void aRootThatEndsEarlierCountsIfItIsThere() {
        Instant end = NOW.plus(Duration.ofDays(10));
        X509Certificate root = new Ca("CN=Root", ROOT_KEY).valid(FROM, end).signed("CN=Root", ROOT_KEY);
        assertThat(accepted(pem(OURS, MIDDLE, root)).end()).isEqualTo(end);
        assertThat(accepted(pem(OURS, MIDDLE)).end()).isEqualTo(TO);
        assertThat(accepted(pem(OURS, MIDDLE, ROOT)).firstToEnd()).isEqualTo(OURS);
    }

    private static PreparedCertificate prepared(CertificateIssuer issuer, RequestedValidity validity, Instant now) {
        return issuer.prepare(
                CertificateProfile.tlsserver(),
                List.of(new DnsIdentifier("host.corp")),
                OTHER_KEY.publicKey(),
                validity,
                SerialNumber.random(),
                now);
    }

    static Stream<Arguments> unsound() {
        X509Certificate elsewhere = new Ca("CN=Elsewhere", OTHER_KEY).signed("CN=Elsewhere", OTHER_KEY);
        X509Certificate circle = new Ca("CN=A", OTHER_KEY).signed("CN=Middle", MIDDLE_KEY);
        return Stream.of(
                refusal("the wrong key", "none of its 2 certificates is for the key", MIDDLE, ROOT),
                refusal("twice", "is there twice", OURS, MIDDLE, ROOT, MIDDLE),
                refusal(
                        "two for our key",
                        "is the second for the key in the token",
                        OURS,
                        MIDDLE,
                        ours().signed("CN=Root", ROOT_KEY)),
                refusal(
                        "an unrelated one",
                        "\"CN=Elsewhere\" has no place in the chain",
                        OURS,
                        MIDDLE,
                        ROOT,
                        elsewhere),
                refusal("a missing link", "\"CN=Root\" has no place in the chain", OURS, ROOT),
                refusal(
                        "two that can follow",
                        "is the second that can follow",
                        OURS,
                        MIDDLE,
                        ROOT,
                        new Ca("CN=Middle", MIDDLE_KEY).signed("CN=Other", OTHER_KEY)),
                refusal(
                        "a circle",
                        "goes in a circle",
                        ours().signed("CN=Middle", MIDDLE_KEY),
                        new Ca("CN=Middle", MIDDLE_KEY).signed("CN=A", OTHER_KEY),
                        circle),
                refusal(
                        "another signer of that name",
                        "is not signed by that of \"CN=Middle\"",
                        OURS,
                        new Ca("CN=Middle", OTHER_KEY).signed("CN=Root", ROOT_KEY),
                        ROOT),
                refusal(
                        "expired",
                        "is valid from",
                        ours().valid(FROM, NOW.minusSeconds(1)).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "not yet valid",
                        "is valid from",
                        ours().valid(NOW.plusSeconds(1), TO).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "an expired one above",
                        "\"CN=Middle\" is valid from",
                        OURS,
                        new Ca("CN=Middle", MIDDLE_KEY)
                                .valid(FROM, NOW.minusSeconds(1))
                                .signed("CN=Root", ROOT_KEY)),
                refusal(
                        "not a CA",
                        "\"CN=Issuing\" is not a CA's",
                        ours().constraints(new BasicConstraints(false), true).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "not a CA above",
                        "\"CN=Middle\" is not a CA's",
                        OURS,
                        new Ca("CN=Middle", MIDDLE_KEY)
                                .constraints(new BasicConstraints(false), true)
                                .signed("CN=Root", ROOT_KEY)),
                refusal(
                        "constraints that are not critical",
                        "not critical",
                        ours().constraints(new BasicConstraints(0), false).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "no CRLs",
                        "needs keyCertSign and cRLSign",
                        ours().usage(KeyUsage.keyCertSign).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "no certificates",
                        "is not a CA's",
                        ours().usage(KeyUsage.cRLSign).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "too deep",
                        "path length",
                        OURS,
                        new Ca("CN=Middle", MIDDLE_KEY)
                                .constraints(new BasicConstraints(0), true)
                                .signed("CN=Root", ROOT_KEY),
                        ROOT),
                refusal(
                        "an unknown critical extension",
                        "1.3.6.1.4.1.99999.1, which is not known",
                        ours().with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), true, DERNull.INSTANCE)
                                .signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "no key identifier",
                        "has no subjectKeyIdentifier",
                        ours().unidentified().signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "another key identifier",
                        "is not the subjectKeyIdentifier of \"CN=Middle\"",
                        ours().claiming(OTHER_KEY).signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE),
                refusal(
                        "constraints nobody can read",
                        "cannot be read",
                        ours().with(Extension.nameConstraints, true, new DERUTF8String("x"))
                                .signed("CN=Middle", MIDDLE_KEY),
                        MIDDLE));
    }

    private static Arguments refusal(String what, String clause, X509Certificate... certificates) {
        return Arguments.of(what, clause, pem(certificates));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsound")
    void whatIsNotSoundIsRefusedWithTheCertificatesName(String what, String clause, String pem) {
        assertThatIllegalArgumentException()
                .as(what)
                .isThrownBy(() -> accepted(pem))
                .withMessageContaining(clause);
    }

    @Test
    void weakKeysAndBrokenHashesAreRefused() {
        KeyPair small = SoftwareSigner.rsa(1024);
        SoftwareSigner weak = new SoftwareSigner(small, SignatureScheme.RSA_PKCS1_SHA256);
        X509Certificate middle = new Ca("CN=Middle", weak).signed("CN=Root", ROOT_KEY);
        assertRefused("less than 2048 bits", pem(ours().signed("CN=Middle", weak), middle));
        for (String broken : List.of("MD5withRSA", "SHA1withRSA")) {
            assertRefused(broken.startsWith("MD5") ? "MD5" : "SHA1", pem(signedBy(broken)));
        }
    }

    /** Ours, signed by the middle's key and a hash that nobody should use. */
    private static X509Certificate signedBy(String algorithm) {
        KeyPair pair = SoftwareSigner.rsa(2048);
        AlgorithmIdentifier identifier = new AlgorithmIdentifier(
                algorithm.startsWith("MD5")
                        ? PKCSObjectIdentifiers.md5WithRSAEncryption
                        : PKCSObjectIdentifiers.sha1WithRSAEncryption,
                DERNull.INSTANCE);
        TBSCertificate tbs =
                Certificate.getInstance(CertificateChain.encoded(OURS)).getTBSCertificate();
        byte[] contents = SignedStructure.sequence(
                new DERTaggedObject(true, 0, new ASN1Integer(2)),
                tbs.getSerialNumber(),
                identifier,
                new X500Name("CN=Elsewhere"),
                new DERSequence(new ASN1Encodable[] {tbs.getStartDate(), tbs.getEndDate()}),
                tbs.getSubject(),
                tbs.getSubjectPublicKeyInfo(),
                new DERTaggedObject(true, 3, tbs.getExtensions()));
        return CertificateChain.read(SignedStructure.sequence(
                Asn1.read(contents), identifier, new DERBitString(SoftwareSigner.sign(pair, algorithm, contents))));
    }

    /** They are kept, and asked at each issuance. */
    @Test
    void nameConstraintsOfTheEnterpriseStayInTheChain() {
        NameConstraints constraints = new NameConstraints(
                new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "corp.internal"))}, null);
        X509Certificate constrained = new Ca("CN=Middle", MIDDLE_KEY)
                .with(Extension.nameConstraints, true, constraints.toASN1Primitive())
                .signed("CN=Root", ROOT_KEY);
        // with a space in its name: Java takes a common name that could be a host's for one, and judges it as such
        X509Certificate ours = new Ca("CN=Issuing CA", OUR_KEY).signed("CN=Middle", MIDDLE_KEY);
        CertificateChain chain = accepted(pem(ours, constrained, ROOT));
        assertThat(chain.certificates().get(1).getExtensionValue(Extension.nameConstraints.getId()))
                .isNotNull();
        assertThat(new CertificateIssuer(chain, OUR_KEY).chain()).isEqualTo(chain);
    }

    /** Java's path validation fails on these with an exception that nobody expects of it. */
    @Test
    void constraintsThatHaveNoNameInCommonAreRefused() {
        X509Certificate between = new Ca("CN=Between CA", MIDDLE_KEY)
                .with(Extension.nameConstraints, true, permitted("corp.internal"))
                .signed("CN=Root", ROOT_KEY);
        X509Certificate ours = new Ca("CN=Issuing CA", OUR_KEY)
                .with(Extension.nameConstraints, true, permitted("other.internal"))
                .signed("CN=Between CA", MIDDLE_KEY);
        assertRefused("have no name in common", pem(ours, between, ROOT));
    }

    private static ASN1Primitive permitted(String name) {
        return new NameConstraints(
                        new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))}, null)
                .toASN1Primitive();
    }

    /** There is no profile for these: nothing could be issued. */
    @Test
    void purposesThatNoProfileHasAreRefused() {
        assertRefused(
                "are for 1.3.6.1.5.5.7.3.4 only (extendedKeyUsage), which no profile has",
                pem(purposes(KeyPurposeId.id_kp_emailProtection), MIDDLE, ROOT));
        X509Certificate clients = new Ca("CN=Middle", MIDDLE_KEY)
                .with(
                        Extension.extendedKeyUsage,
                        false,
                        new org.bouncycastle.asn1.x509.ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth)
                                .toASN1Primitive())
                .signed("CN=Root", ROOT_KEY);
        assertRefused("no purpose that all of them have", pem(purposes(KeyPurposeId.id_kp_serverAuth), clients, ROOT));
    }

    /** Which purposes a certificate has its profile says, so that it is decided when it is made. */
    @Test
    void purposesThatSomeProfileHasAreAskedForAtEachIssuance() {
        CertificateIssuer clients =
                new CertificateIssuer(accepted(pem(purposes(KeyPurposeId.id_kp_clientAuth), MIDDLE, ROOT)), OUR_KEY);
        assertThat(prepared(clients, CertificateProfile.tlsclient())).isNotNull();
        assertThat(clients.prepareResponder(OTHER_KEY.publicKey(), SerialNumber.random(), NOW))
                .isNotNull();
        for (CertificateProfile profile : List.of(CertificateProfile.tlsserver(), CertificateProfile.mutual())) {
            assertThatExceptionOfType(CertificateNotIssuableException.class)
                    .isThrownBy(() -> prepared(clients, profile))
                    .withMessageContaining("are for clientAuth only (extendedKeyUsage)")
                    .withMessageContaining("one for serverAuth could not be used");
        }
        byte[] tbs = prepared(
                        new CertificateIssuer(accepted(pem(OURS, MIDDLE, ROOT)), OUR_KEY),
                        CertificateProfile.tlsserver())
                .tbs();
        assertThatExceptionOfType(CertificateNotIssuableException.class).isThrownBy(() -> clients.resume(tbs, NOW));

        CertificateIssuer all =
                new CertificateIssuer(accepted(pem(purposes(KeyPurposeId.anyExtendedKeyUsage), MIDDLE, ROOT)), OUR_KEY);
        assertThat(prepared(all, CertificateProfile.mutual())).isNotNull();
    }

    private static X509Certificate purposes(KeyPurposeId... some) {
        return ours().with(
                        Extension.extendedKeyUsage,
                        false,
                        new org.bouncycastle.asn1.x509.ExtendedKeyUsage(some).toASN1Primitive())
                .signed("CN=Middle", MIDDLE_KEY);
    }

    private static PreparedCertificate prepared(CertificateIssuer issuer, CertificateProfile profile) {
        return issuer.prepare(
                profile,
                List.of(new DnsIdentifier("host.corp")),
                OTHER_KEY.publicKey(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                NOW);
    }

    @Test
    void curvesThatJavaDoesNotKnowAreRefusedAsSuch() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec("secp256k1"));
        X509Certificate itself = new Ca(
                        "CN=Root", new SoftwareSigner(generator.generateKeyPair(), SignatureScheme.ECDSA_P256_SHA256))
                .signed("CN=Elsewhere", ROOT_KEY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UploadedChain.requireSound(itself))
                .withMessageContaining(
                        "\"CN=Root\" has a key on a curve that is not supported; only P-256, P-384, P-521");
    }

    @Test
    void theNameOfTheIssuerIsNotForWhatItIssues() {
        X509Certificate above = new Ca("CN=Issuing", ROOT_KEY).signed("CN=Issuing", ROOT_KEY);
        X509Certificate ours = ours().signed("CN=Issuing", ROOT_KEY);
        // no chain, so that it cannot be written as one
        String pem = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getEncoder().encodeToString(CertificateChain.encoded(ours)));
        assertRefused(
                "\"CN=Issuing\" has its issuer's name, as a root has, and is not signed by its own key",
                pem + pem(above));
    }

    /** Names may be the same. */
    @Test
    void whatHasNoPlaceIsToldByItsSerialNumber() {
        X509Certificate second = new Ca("CN=Middle", OTHER_KEY).signed("CN=Root", ROOT_KEY);
        assertRefused(
                "\"CN=Middle\" has no place in the chain: remove it (serial number %s)"
                        .formatted(second.getSerialNumber().toString(16)),
                pem(OURS, MIDDLE, ROOT, second));
    }

    @Test
    void theSubjectIsTheOneThatWasAskedFor() {
        CertificateChain chain = accepted(pem(OURS, MIDDLE));
        UploadedChain.requireSubject(chain, new X500Principal("CN=issuing"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UploadedChain.requireSubject(chain, new X500Principal("CN=Issuing 2")))
                .withMessageContaining("another subject than was asked for, \"CN=Issuing 2\"");
    }

    @Test
    void whatIsNoPemIsRefused() {
        String one = pem(OURS);
        String garbage = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n";
        assertRefused("there is no certificate", "");
        assertRefused("there is no certificate", "hello");
        assertRefused("does not end", one + "-----BEGIN CERTIFICATE-----\nMII");
        assertRefused("does not end", "-----BEGIN CERTIFICATE-----\n" + one);
        assertRefused("certificate 2 cannot be read", one + garbage.formatted("AAAA"));
        assertRefused("certificate 1 cannot be read", garbage.formatted(""));
        assertRefused("certificate 1 cannot be read", garbage.formatted("MIIB"));
        assertRefused("certificate 1 cannot be read", garbage.formatted("*"));
        assertRefused("certificate 1 cannot be read", garbage.formatted("MAA="));
        assertRefused("nests deeper", garbage.formatted(nested()));
        assertRefused("is not a CERTIFICATE", one.replace("CERTIFICATE", "CERTIFICATE REQUEST"));
        assertRefused("is not a CERTIFICATE", one.replace("END CERTIFICATE", "END PKCS7"));
        assertRefused("private key", one + garbage.formatted("AAAA").replace("CERTIFICATE", "PRIVATE KEY"));
        assertRefused("more than 10 certificates", one + pem(MIDDLE, ROOT) + twentyMore());
        assertRefused("more than 100000 characters", one + "x".repeat(1024 * 1024));
        assertRefused("more than 100000 characters", "-----BEGIN ".repeat(100_000));
    }

    private static String twentyMore() {
        return Stream.generate(() -> new Ca("CN=More", OTHER_KEY).signed("CN=More", OTHER_KEY))
                .limit(20)
                .map(UploadedChainTest::pem)
                .reduce("", String::concat);
    }

    /** A SEQUENCE in a SEQUENCE, forty times. */
    private static String nested() {
        byte[] der = {0x30, 0};
        for (int i = 0; i < 40; i++) {
            byte[] outer = new byte[der.length + 2];
            outer[0] = 0x30;
            outer[1] = (byte) der.length;
            System.arraycopy(der, 0, outer, 2, der.length);
            der = outer;
        }
        return Base64.getEncoder().encodeToString(der);
    }

    private static void assertRefused(String clause, String pem) {
        assertThatIllegalArgumentException().isThrownBy(() -> accepted(pem)).withMessageContaining(clause);
    }
}
