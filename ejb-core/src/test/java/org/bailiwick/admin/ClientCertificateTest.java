package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate in the place of a bearer token, on both databases. */
class ClientCertificateTest {

    private static final Instant NOW = Population.NOW;
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    /** Certificates end at a whole second. */
    private static final Instant END = TOMORROW.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);

    private final X509Certificate certificate = TestCertificate.of("CN=inventory,O=Corp", END, false);

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
    void anotherCertificateForTheSameKeyIsAnotherCredential(TestDatabase database) throws GeneralSecurityException {
        KeyPair key = TestCertificate.key();
        X509Certificate first = TestCertificate.of("CN=a", END, false, key);
        X509Certificate renewed = TestCertificate.of("CN=a", END.plusSeconds(1), false, key);
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

    @Test
    void aSubjectIsFitForAList() {
        X509Certificate odd = TestCertificate.of("CN=\u202ea\u0007" + "x".repeat(200), END, false);
        assertThat(ClientCertificate.of(odd).subject()).startsWith("CN=?a?x").hasSize(101);
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

    private static UUID register(TestDatabase database, Credential credential) {
        Grant grant = new Grant(new Label("test"), Role.AUDITOR, null, TOMORROW);
        return database.inTransaction(entityManager ->
                administration(entityManager).create(grant, credential).id());
    }

    private static Optional<UUID> authenticate(TestDatabase database, Credential credential, Instant now) {
        return database.inTransaction(
                entityManager -> Injected.into(new TokenAuthentication(), tokens(entityManager), clock(now))
                        .authenticate(credential)
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
