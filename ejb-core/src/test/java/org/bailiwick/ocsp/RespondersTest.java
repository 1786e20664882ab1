package org.bailiwick.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.ResponderCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Origin;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RespondersTest {

    private static final Instant NOW = Population.NOW;
    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final CertificateIssuer CA = AUTHORITY.issuer();
    private static final SoftwareSigner KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);

    @ParameterizedTest
    @EnumSource
    void theOneWhoseCertificateEndsLastAnswers(TestDatabase database) {
        Issuer issuer = database.inTransaction(RespondersTest::issuer);
        database.transact(entityManager ->
                assertThat(responders(entityManager).current(issuer.id(), NOW)).isEmpty());
        ResourceId first = add(database, issuer, "ocsp", NOW.minus(Duration.ofDays(20)));
        assertCurrent(database, issuer, first);
        ResourceId second = add(database, issuer, "ocsp", NOW);
        assertCurrent(database, issuer, second);
        database.transact(entityManager -> {
            Responders responders = responders(entityManager);
            Instant end = NOW.plus(ResponderCertificate.VALIDITY);
            assertThat(responders.current(issuer.id(), end.minus(Duration.ofDays(1))))
                    .isPresent();
            assertThat(responders.current(issuer.id(), end)).isEmpty();
            assertThat(responders.current(new UUID(1, 2), NOW)).isEmpty();
        });
    }

    /** Whoever revokes it, for whatever reason; of the same key the one before answers, if the key is not in doubt. */
    @ParameterizedTest
    @EnumSource
    void oneWhoseCertificateIsRevokedAnswersNoMore(TestDatabase database) {
        for (RevocationReason reason : RevocationReason.values()) {
            Issuer issuer = database.inTransaction(RespondersTest::issuer);
            ResourceId first = add(database, issuer, "ocsp", NOW.minus(Duration.ofDays(20)));
            ResourceId second = add(database, issuer, "ocsp-2", NOW.minus(Duration.ofDays(10)));
            ResourceId third = add(database, issuer, "ocsp-2", NOW);
            assertCurrent(database, issuer, third);
            revoke(database, third, reason);
            boolean lost = RevocationReason.ofLostKeys().contains(reason);
            assertCurrent(database, issuer, lost ? first : second);
            database.transact(
                    entityManager -> assertThat(responders(entityManager).lostKeys(issuer.id()))
                            .as(reason.rfcName())
                            .isEqualTo(lost ? Set.of("ocsp-2") : Set.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIssuerWithoutOneForLongEnoughIsFound(TestDatabase database) {
        Issuer none = database.inTransaction(RespondersTest::issuer);
        Issuer old = database.inTransaction(RespondersTest::issuer);
        Issuer good = database.inTransaction(RespondersTest::issuer);
        Issuer revoked = database.inTransaction(RespondersTest::issuer);
        Issuer root = database.inTransaction(entityManager -> {
            String chain =
                    TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().rootPem();
            Issuer made = Issuer.ofRoot(none.authority(), "root", chain, NOW);
            entityManager.persist(made);
            return made;
        });
        add(database, old, "ocsp", NOW.minus(Duration.ofDays(25)));
        add(database, good, "ocsp", NOW);
        ResourceId withdrawn = add(database, revoked, "ocsp", NOW);
        revoke(database, withdrawn, RevocationReason.SUPERSEDED);
        Issuer lost = database.inTransaction(RespondersTest::issuer);
        ResourceId stolen = add(database, lost, "ocsp", NOW.minus(Duration.ofDays(10)));
        add(database, lost, "ocsp", NOW);
        revoke(database, stolen, RevocationReason.KEY_COMPROMISE);

        List<UUID> found = database.inTransaction(
                entityManager -> responders(entityManager).issuersWithoutOneAt(NOW.plus(Duration.ofDays(10)), NOW));

        assertThat(found)
                .contains(none.id(), old.id(), revoked.id(), lost.id())
                .doesNotContain(good.id(), root.id())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateIsThatOfOneResponder(TestDatabase database) {
        Issuer issuer = database.inTransaction(RespondersTest::issuer);
        ResourceId certificate = add(database, issuer, "ocsp", NOW);
        assertThatThrownBy(() -> database.transact(entityManager ->
                        responders(entityManager).add(new Responder(issuer.id(), "ocsp", certificate, NOW))))
                .isInstanceOf(PersistenceException.class);
    }

    private static void revoke(TestDatabase database, ResourceId certificate, RevocationReason reason) {
        database.transact(entityManager -> CertificateScene.certificates(entityManager)
                .revoke(entityManager.find(Certificate.class, certificate.value()), reason, NOW));
    }

    private static void assertCurrent(TestDatabase database, Issuer issuer, ResourceId certificate) {
        database.transact(entityManager -> {
            byte[] der = entityManager
                    .find(Certificate.class, certificate.value())
                    .der()
                    .orElseThrow();
            assertThat(responders(entityManager).current(issuer.id(), NOW))
                    .hasValueSatisfying(
                            current -> assertThat(current.certificate()).isEqualTo(der));
        });
    }

    private static ResourceId add(TestDatabase database, Issuer issuer, String label, Instant at) {
        IssuedCertificate issued = CA.issue(CA.prepareResponder(KEY.publicKey(), SerialNumber.random(), at));
        return database.inTransaction(entityManager -> {
            Origin origin = new Origin(
                    issuer.authority(),
                    issuer.id(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            Certificate certificate = Certificate.of(origin, issued, at);
            entityManager.persist(certificate);
            responders(entityManager).add(new Responder(issuer.id(), label, certificate.id(), at));
            return certificate.id();
        });
    }

    private static Issuer issuer(EntityManager entityManager) {
        return Population.issuer(
                entityManager,
                Population.authority(entityManager).id(),
                AUTHORITY.chain().pem());
    }

    private static Responders responders(EntityManager entityManager) {
        return Injected.into(new Responders(), entityManager);
    }
}
