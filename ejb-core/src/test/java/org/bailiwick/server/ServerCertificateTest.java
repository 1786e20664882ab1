package org.bailiwick.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.Schedule;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Origin;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the server gets itself another certificate. */
class ServerCertificateTest {

    private static final Instant NOW = Population.NOW;
    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void oneIsDueWhenItsTimeHasComeOrItIsForAnotherHost(TestDatabase database)
            throws GeneralSecurityException, IOException {
        // one that the authority does not know, as an administrator's own
        TlsKeyStore keyStore = keyStore(issued(key()));
        database.transact(entityManager -> {
            assertThat(isDue(entityManager, keyStore, "localhost", NOW)).isFalse();
            assertThat(isDue(entityManager, keyStore, "localhost", NOW.plus(Duration.ofDays(59))))
                    .isFalse();
            assertThat(isDue(entityManager, keyStore, "localhost", NOW.plus(Duration.ofDays(60))))
                    .isTrue();
            assertThat(isDue(entityManager, keyStore, "other.corp", NOW)).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneIsDueWhenItIsRevoked(TestDatabase database) throws GeneralSecurityException, IOException {
        for (RevocationReason reason : List.of(RevocationReason.SUPERSEDED, RevocationReason.KEY_COMPROMISE)) {
            IssuedCertificate own = issued(key());
            TlsKeyStore keyStore = keyStore(own);
            ResourceId id = database.inTransaction(entityManager -> stored(entityManager, own));
            ResourceId other = database.inTransaction(entityManager -> stored(entityManager, issued(key())));
            revoke(database, other, reason);
            database.transact(entityManager ->
                    assertThat(isDue(entityManager, keyStore, "localhost", NOW)).isFalse());
            revoke(database, id, reason);
            database.transact(entityManager ->
                    assertThat(isDue(entityManager, keyStore, "localhost", NOW)).isTrue());
        }
    }

    /** Clients that ask for its status refuse the server until then. */
    @Test
    void whetherItIsRevokedIsLookedAtEachMinute() throws ReflectiveOperationException {
        Schedule schedule =
                ServerCertificate.class.getDeclaredMethod("lookWhetherRevoked").getAnnotation(Schedule.class);
        assertThat(schedule.hour()).isEqualTo("*");
        assertThat(schedule.minute()).isEqualTo("*");
        assertThat(schedule.persistent()).isFalse();
    }

    private static boolean isDue(EntityManager entityManager, TlsKeyStore keyStore, String host, Instant now) {
        try {
            return Injected.into(
                            new ServerCertificate(),
                            Settings.of(Map.of("bailiwick.data", "/data", "bailiwick.host", host)),
                            Injected.into(
                                    new OwnRevocation(),
                                    Injected.into(new Authorities(), entityManager),
                                    CertificateScene.certificates(entityManager)),
                            Clock.fixed(now, ZoneOffset.UTC))
                    .isDue(keyStore);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void revoke(TestDatabase database, ResourceId id, RevocationReason reason) {
        database.transact(entityManager -> CertificateScene.certificates(entityManager)
                .revoke(entityManager.find(Certificate.class, id.value()), reason, NOW));
    }

    /** As one of the authority that certifies the server: the oldest. */
    private static ResourceId stored(EntityManager entityManager, IssuedCertificate issued) {
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        if (authorities.oldestWithKeys().isEmpty()) {
            Population.authority(entityManager);
        }
        UUID authority = authorities.oldestWithKeys().orElseThrow().id();
        Issuer issuer =
                Population.issuer(entityManager, authority, AUTHORITY.chain().pem());
        Certificate certificate = Certificate.of(
                new Origin(
                        authority, issuer.id(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                issued,
                NOW);
        entityManager.persist(certificate);
        return certificate.id();
    }

    private static KeyPair key() {
        return SoftwareSigner.ellipticCurve("secp256r1");
    }

    private static IssuedCertificate issued(KeyPair key) {
        CertificateIssuer ca = AUTHORITY.issuer();
        return ca.issue(ca.prepare(
                CertificateProfile.tlsserver(),
                List.of(new DnsIdentifier("localhost")),
                key.getPublic(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                NOW));
    }

    private TlsKeyStore keyStore(IssuedCertificate issued) throws GeneralSecurityException, IOException {
        X509Certificate certificate =
                CertificateChain.ofDer(List.of(issued.der())).first();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        // which key is beside it does not matter here
        store.setKeyEntry("server", key().getPrivate(), PASSWORD, new X509Certificate[] {certificate});
        Path file = folder.resolve("server.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return TlsKeyStore.open(file, PASSWORD);
    }
}
