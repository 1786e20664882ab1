package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CaCertificateIssuer;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateAdministration;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Origin;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The certificates of issuing CAs that a root of ours has signed. */
class RevokedCasTest {

    private static final SignatureScheme SCHEME = SignatureScheme.ECDSA_P256_SHA256;

    private final SoftwareSigner rootKey = SoftwareSigner.of(SCHEME);
    private final SoftwareSigner key = SoftwareSigner.of(SCHEME);
    private final Instant from = Population.NOW.truncatedTo(ChronoUnit.SECONDS).minusSeconds(3600);
    private final X509Certificate rootCertificate = root();

    @ParameterizedTest
    @EnumSource
    void whoseCertificateIsRevokedIssuesNoMore(TestDatabase database) {
        Scene scene = scene(database, 1);

        database.transact(entityManager -> administration(entityManager).revoke(scene.signed(0), "superseded"));

        database.transact(entityManager -> {
            Issuer issuer = authorities(entityManager).issuer(scene.issuer()).orElseThrow();
            assertThat(issuer.active()).isFalse();
            assertThat(issuer.retiredAt()).contains(Population.NOW);
            assertThat(audited(entityManager, scene)).hasSize(1);
            assertThat(authorities(entityManager)
                            .issuer(scene.root())
                            .orElseThrow()
                            .retiredAt())
                    .isEmpty();
            // another one of the authority, with another key, goes on
            assertThat(authorities(entityManager)
                            .issuer(scene.other())
                            .orElseThrow()
                            .active())
                    .isTrue();
        });
    }

    /** A renewed certificate is of the same key. */
    @ParameterizedTest
    @EnumSource
    void whileAnotherCertificateOfItsKeyIsGoodItIssues(TestDatabase database) {
        Scene scene = scene(database, 2);

        database.transact(entityManager -> administration(entityManager).revoke(scene.signed(0), "superseded"));
        assertThat(isActive(database, scene)).isTrue();

        database.transact(entityManager -> administration(entityManager).revoke(scene.signed(1), "superseded"));
        assertThat(isActive(database, scene)).isFalse();
    }

    /** Each of two sees the other's certificate good. */
    @ParameterizedTest
    @EnumSource
    void ofTwoWhoRevokeOneEachOneIsTheLast(TestDatabase database) {
        Scene scene = scene(database, 2);
        AtomicInteger turn = new AtomicInteger();

        Rivals.both(database, entityManager -> administration(entityManager)
                .revoke(scene.signed(turn.getAndIncrement()), "keyCompromise")
                .revoked());

        assertThat(isActive(database, scene)).isFalse();
        database.transact(
                entityManager -> assertThat(audited(entityManager, scene)).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource
    void anAuthorityAdministratorNeitherRevokesNorRetires(TestDatabase database) {
        Scene scene = scene(database, 1);
        database.transact(entityManager -> {
            UUID team = authorities(entityManager)
                    .withId(scene.authority())
                    .orElseThrow()
                    .team();
            RevocationAdministration theirs = administration(entityManager, KnownCaller.of(team));
            assertThatExceptionOfType(AdminException.class)
                    .isThrownBy(() -> theirs.revoke(scene.signed(0), "superseded"));
        });
        assertThat(isActive(database, scene)).isTrue();
    }

    /** An authority whose root has signed some certificates for its issuing CA. */
    private record Scene(UUID authority, UUID root, UUID issuer, UUID other, List<ResourceId> certificates) {

        ResourceId signed(int number) {
            return certificates.get(number);
        }
    }

    private Scene scene(TestDatabase database, int certificates) {
        Authority authority = database.inTransaction(Population::authority);
        List<X509Certificate> signed =
                Stream.generate(() -> signed(key)).limit(certificates).toList();
        X509Certificate another = signed(SoftwareSigner.of(SCHEME));
        return database.inTransaction(entityManager -> {
            Issuer root = Issuer.ofRoot(authority.id(), "root", pem(rootCertificate), Population.NOW);
            Issuer issuer = new Issuer(authority.id(), "issuing", pem(signed.get(0), rootCertificate), Population.NOW);
            Issuer other = new Issuer(authority.id(), "other", pem(another, rootCertificate), Population.NOW);
            List.of(root, issuer, other).forEach(authorities(entityManager)::add);
            entityManager.flush();
            List<ResourceId> ids = signed.stream()
                    .map(each -> recorded(entityManager, root, each))
                    .toList();
            recorded(entityManager, root, another);
            return new Scene(authority.id(), root.id(), issuer.id(), other.id(), ids);
        });
    }

    private static ResourceId recorded(EntityManager entityManager, Issuer root, X509Certificate certificate) {
        Origin origin = new Origin(
                root.authority(), root.id(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        Certificate recorded = Certificate.of(origin, IssuedCertificate.of(certificate), Population.NOW);
        entityManager.persist(recorded);
        return recorded.id();
    }

    private X509Certificate root() {
        CaCertificateIssuer itself = CaCertificateIssuer.newRoot(
                rootKey, CaSubject.parse("CN=Root"), from, from.plus(3650, ChronoUnit.DAYS));
        return read(itself.issue(itself.prepareRoot()));
    }

    private X509Certificate signed(SoftwareSigner subject) {
        CaCertificateIssuer above = CaCertificateIssuer.of(rootCertificate, rootKey);
        URI url = URI.create("http://pki.test/x");
        return read(above.issue(above.prepareIssuing(
                CaSubject.parse("CN=Issuing"), subject.publicKey(), from, from.plus(365, ChronoUnit.DAYS), url, url)));
    }

    private static X509Certificate read(IssuedCertificate issued) {
        return CertificateChain.ofDer(List.of(issued.der())).first();
    }

    private static String pem(X509Certificate... chain) {
        return new CertificateChain(List.of(chain)).pem();
    }

    private static boolean isActive(TestDatabase database, Scene scene) {
        return database.inTransaction(entityManager ->
                authorities(entityManager).issuer(scene.issuer()).orElseThrow().active());
    }

    private static List<?> audited(EntityManager entityManager, Scene scene) {
        return entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'issuer-retired' and document like :id",
                        String.class)
                .setParameter("id", "%" + scene.authority() + "%")
                .getResultList();
    }

    private static Authorities authorities(EntityManager entityManager) {
        return Injected.into(new Authorities(), entityManager);
    }

    private static RevocationAdministration administration(EntityManager entityManager) {
        return administration(entityManager, KnownCaller.superAdministrator());
    }

    private static RevocationAdministration administration(EntityManager entityManager, KnownCaller caller) {
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        AuditLog audit = Injected.into(new AuditLog(), entityManager, clock);
        return Injected.into(
                new RevocationAdministration(),
                Injected.into(
                        new CertificateAdministration(),
                        CertificateScene.certificates(entityManager),
                        authorities(entityManager),
                        caller),
                Injected.into(
                        new Revocations(),
                        CertificateScene.certificates(entityManager),
                        authorities(entityManager),
                        Injected.into(new BlockedKeys(), entityManager),
                        Injected.into(
                                new RevokedCas(),
                                CertificateScene.certificates(entityManager),
                                authorities(entityManager),
                                audit)),
                caller,
                clock,
                audit);
    }
}
