package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.TokenAuthentication.Recognition;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate in the place of a bearer token, on both databases. */
class ClientCertificateTest {

    private static final Instant NOW = Population.NOW;
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    /** Certificates end at a whole second. */
    private static final Instant END = TOMORROW.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);

    private static final TestClientCa CA = new TestClientCa();

    private final X509Certificate certificate = CA.client("CN=inventory,O=Corp", END);

    @ParameterizedTest
    @EnumSource
    void itLetsInOnceItIsRegisteredAndUntilThatIsRevoked(TestDatabase database) {
        ClientCertificate shown = ClientCertificate.of(certificate);
        assertThat(authenticate(database, shown, NOW)).isEmpty();

        UUID id = register(database, ClientCertificate.parse(TestCertificate.pem(certificate)));
        assertThat(authenticate(database, shown, NOW)).contains(id);
        assertThat(authenticate(database, shown, TOMORROW)).isEmpty();

        database.transact(entityManager -> administration(entityManager).revoke(id));
        assertThat(authenticate(database, shown, NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anotherCertificateForTheSameKeyIsAnotherCredential(TestDatabase database) {
        KeyPair key = SoftwareSigner.ellipticCurve("secp256r1");
        X509Certificate first = CA.client("CN=a", END, key);
        X509Certificate renewed = CA.client("CN=a", END.plusSeconds(1), key);
        register(database, ClientCertificate.of(first));
        assertThat(authenticate(database, ClientCertificate.of(renewed), NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itIsRegisteredOnceEvenIfItWasRevoked(TestDatabase database) {
        ClientCertificate shown = ClientCertificate.of(certificate);
        UUID id = register(database, shown);
        database.transact(entityManager -> administration(entityManager).revoke(id));
        assertRefused(() -> register(database, shown), Refusal.CONFLICT, "registered once");
        assertThat(authenticate(database, shown, NOW)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsKeptAndAuditedIsSubjectAndHash(TestDatabase database) throws GeneralSecurityException {
        UUID id = register(database, ClientCertificate.of(certificate));
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        database.transact(entityManager -> {
            AdministratorToken token = tokens(entityManager).withId(id).orElseThrow();
            assertThat(token.certificateSubject()).contains("CN=inventory,O=Corp");
            assertThat(token.certificateSha256()).contains(sha256);
            List<?> kinds = entityManager
                    .createNativeQuery("select kind from audit_event where document like :certificate", String.class)
                    .setParameter("certificate", "%\"certificate\":\"" + sha256 + "\"%")
                    .getResultList();
            assertThat(kinds.stream().map(String::valueOf)).containsExactly("administrator-token-created");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBearerTokenHasNeither(TestDatabase database) {
        UUID id = register(database, BearerToken.random());
        database.transact(entityManager -> {
            AdministratorToken token = tokens(entityManager).withId(id).orElseThrow();
            assertThat(token.certificateSubject()).isEmpty();
            assertThat(token.certificateSha256()).isEmpty();
        });
    }

    @Test
    void itPermitsNothingAfterItsOwnEnd() {
        ClientCertificate shown = ClientCertificate.of(certificate);
        Grant grant = new Grant(new Label("x"), Role.AUDITOR, null, END.plusSeconds(1));
        assertRefused(
                () -> new AdministratorToken(grant, shown, NOW),
                Refusal.INVALID,
                "not be after the certificate's own end");
    }

    /** It was registered by an earlier version, perhaps. */
    @ParameterizedTest
    @EnumSource
    void aCasLetsNobodyInThoughItIsKnown(TestDatabase database) {
        ClientCertificate ofCa = ClientCertificate.of(CA.client("CN=sub", END, TestClientCa.extension(true)));
        BearerToken other = BearerToken.random();
        UUID id = register(database, other);
        database.transact(entityManager -> entityManager
                .createNativeQuery("update administrator_token set sha256 = :of_ca where sha256 = :other")
                .setParameter("of_ca", ofCa.sha256())
                .setParameter("other", other.sha256())
                .executeUpdate());
        Recognition recognition = database.inTransaction(
                entityManager -> Injected.into(new TokenAuthentication(), tokens(entityManager), clock(NOW))
                        .recognise(ofCa));
        assertThat(recognition.letsIn()).isFalse();
        assertThat(recognition.token().map(AdministratorToken::id)).contains(id);
    }

    static List<Arguments> certificatesThatNeverComeIn() {
        PublicKey key = SoftwareSigner.ellipticCurve("secp256r1").getPublic();
        X500Principal name = new X500Principal("CN=x");
        return List.of(
                Arguments.of(new TestClientCa().client("CN=other CA's", END), "None of the CAs"),
                Arguments.of(TestCertificate.of("CN=own", END, false), "None of the CAs"),
                Arguments.of(CA.client("CN=future", NOW.plus(Duration.ofDays(31))), "not valid before"),
                Arguments.of(CA.client("CN=sub CA", END, TestClientCa.extension(true)), "a CA's certificate"),
                Arguments.of(
                        CA.client("CN=server", END, purposes(KeyPurposeId.id_kp_serverAuth)), "not for TLS clients"),
                Arguments.of(CA.client("CN=agreement", END, usage(KeyUsage.keyAgreement)), "not for TLS clients"),
                Arguments.of(CA.issue(name, key, "SHA1withRSA", END), "MD5 or SHA-1"),
                Arguments.of(CA.issue(name, key, "MD5withRSA", END), "MD5 or SHA-1"),
                Arguments.of(CA.issue(name, key, "SHA1withRSAandMGF1", END), "MD5 or SHA-1"),
                Arguments.of(
                        CA.issue(name, SoftwareSigner.rsa(1024).getPublic(), "SHA256withRSA", END),
                        "RSA key has 1024 bits"));
    }

    @ParameterizedTest
    @MethodSource("certificatesThatNeverComeIn")
    void whatCouldNeverComeInIsNotRegistered(X509Certificate never, String why) {
        assertRefused(() -> register(TestDatabase.H2, ClientCertificate.of(never)), Refusal.INVALID, why);
    }

    @Test
    void whatIsForClientsIsRegistered() {
        for (X509Certificate good : List.of(
                CA.client("CN=1", END, TestClientCa.extension(false)),
                CA.client("CN=2", END, purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)),
                CA.client("CN=3", END, purposes(KeyPurposeId.anyExtendedKeyUsage), usage(KeyUsage.digitalSignature)),
                CA.issue(
                        new X500Principal("CN=4"),
                        SoftwareSigner.rsa(2048).getPublic(),
                        "SHA256withRSAandMGF1",
                        END))) {
            register(TestDatabase.H2, ClientCertificate.of(good));
        }
    }

    @Test
    void noneIsRegisteredWhereNoneComesIn() {
        assertRefused(
                () -> new ClientCas().requireIssued(ClientCertificate.of(certificate), NOW),
                Refusal.INVALID,
                "bailiwick.admin.client-certificates=true");
    }

    @Test
    void aSubjectIsFitForAList() {
        assertThat(subject("CN=\u202ea\u0007" + "x".repeat(200)))
                .startsWith("CN=?a?x")
                .hasSize(101);
        assertThat(subject("O=Corp,CN=inventory")).isEqualTo("CN=inventory,O=Corp");
        assertThat(subject("OU=" + "x".repeat(60) + ",O=" + "y".repeat(60) + ",CN=inventory,C=DE"))
                .startsWith("CN=inventory,OU=xxx")
                .hasSize(101);
    }

    @Test
    void withoutASubjectAnAlternativeNameIsShown() throws IOException {
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "10.0.0.1"), new GeneralName(GeneralName.rfc822Name, "ops@corp.test")
        });
        assertThat(subject("", Extension.create(Extension.subjectAlternativeName, true, names)))
                .isEqualTo("email:ops@corp.test");
        assertThat(subject("")).isEqualTo("(no name)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
            })
    void whatIsNoCertificateIsRefused(String text) {
        assertRefused(() -> ClientCertificate.parse(text), Refusal.INVALID, "one certificate in PEM");
    }

    @Test
    void aChainIsRefused() {
        String pem = TestCertificate.pem(certificate);
        assertRefused(() -> ClientCertificate.parse(pem + pem), Refusal.INVALID, "one certificate in PEM");
    }

    @Test
    void whateverIsBesideItIsRefused() throws GeneralSecurityException {
        String pem = TestCertificate.pem(certificate);
        assertThat(ClientCertificate.parse("\n " + pem.replace("\n", "\r\n") + "\n")
                        .sha256())
                .isEqualTo(ClientCertificate.of(certificate).sha256());
        byte[] pkcs7 = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(certificate))
                .getEncoded("PKCS7");
        byte[] longer = Arrays.copyOf(certificate.getEncoded(), certificate.getEncoded().length + 3);
        for (String other : List.of(
                "Subject: CN=somebody else\n" + pem,
                pem + "# trailing",
                pem.replace(" CERTIFICATE", " TRUSTED CERTIFICATE"),
                pem.replace(" CERTIFICATE", " X509 CERTIFICATE"),
                pem.replace(" CERTIFICATE", " PKCS7"),
                pem(pkcs7),
                pem(longer),
                pem.replace("-----END CERTIFICATE-----", "-----END PKCS7-----"),
                pem + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                Base64.getEncoder().encodeToString(certificate.getEncoded()))) {
            assertRefused(() -> ClientCertificate.parse(other), Refusal.INVALID, "one certificate in PEM");
        }
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(der));
    }

    private static String subject(String name, Extension... extensions) {
        return ClientCertificate.of(CA.client(name, END, extensions)).subject();
    }

    private static Extension purposes(KeyPurposeId... purposes) {
        return extension(Extension.extendedKeyUsage, new ExtendedKeyUsage(purposes));
    }

    private static Extension usage(int usage) {
        return extension(Extension.keyUsage, new KeyUsage(usage));
    }

    private static Extension extension(ASN1ObjectIdentifier kind, ASN1Encodable value) {
        try {
            return Extension.create(kind, true, value);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static UUID register(TestDatabase database, Credential credential) {
        Grant grant = new Grant(new Label("test"), Role.AUDITOR, null, TOMORROW);
        return database.inTransaction(entityManager ->
                administration(entityManager).create(grant, credential).id());
    }

    private static Optional<UUID> authenticate(TestDatabase database, Credential credential, Instant now) {
        return database.inTransaction(
                entityManager -> Injected.into(new TokenAuthentication(), tokens(entityManager), clock(now))
                        .recognise(credential)
                        .valid()
                        .map(AdministratorToken::id));
    }

    private static void assertRefused(ThrowingCallable request, Refusal refusal, String words) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .withMessageContaining(words)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static TokenAdministration administration(EntityManager entityManager) {
        return Injected.into(
                new TokenAdministration(),
                tokens(entityManager),
                KnownCaller.superAdministrator(),
                CA.trusted(),
                Injected.into(new AuditLog(), entityManager, clock(NOW)),
                clock(NOW));
    }

    private static AdministratorTokens tokens(EntityManager entityManager) {
        return Injected.into(new AdministratorTokens(), entityManager);
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
