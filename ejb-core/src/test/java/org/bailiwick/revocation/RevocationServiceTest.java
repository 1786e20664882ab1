package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authorization.Authorizations;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateRevoked;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.certificate.NoSuchCertificateException;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.schema.Heard;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8555 §7.6. */
class RevocationServiceTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final AccountKey key = Population.key();
    private final Heard<CertificateRevoked> revoked = new Heard<>();
    private final IssuedCertificate issued = CertificateScene.issued(key, "host.corp", "*.corp");

    @ParameterizedTest
    @EnumSource
    void theAccountThatOrderedItGivesTheReason(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId id = stored(database, account);

        revoke(database, account, new Revoker.ByAccount(account.id()), RevocationReason.SUPERSEDED);

        assertRevoked(database, id, RevocationReason.SUPERSEDED);
        assertThat(revoked.all())
                .extracting(CertificateRevoked::serial)
                .containsExactly(issued.serial().hex());
        database.transact(entityManager -> {
            assertThat(blocked(entityManager).contains(fingerprint())).isFalse();
            assertThat(audited(entityManager))
                    .singleElement()
                    .asString()
                    .contains("superseded", "ordered", account.id().toString());
        });
    }

    /** Who has the key need not be who should have it. */
    @ParameterizedTest
    @EnumSource
    void theKeyIsCompromisedIfItSignsWhateverReasonIsGiven(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId id = stored(database, account);

        revoke(database, account, new Revoker.ByKey(fingerprint()), RevocationReason.UNSPECIFIED);

        assertRevoked(database, id, RevocationReason.KEY_COMPROMISE);
        database.transact(entityManager -> {
            assertThat(blocked(entityManager).contains(fingerprint())).isTrue();
            assertThat(blocked(entityManager)
                            .contains(KeyFingerprint.of(Population.key().subjectPublicKeyInfo())))
                    .isFalse();
            assertThat(audited(entityManager)).singleElement().asString().contains("keyCompromise", "certificateKey");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfTwoCertificatesIsBlockedTwice(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        stored(database, account);
        IssuedCertificate second = CertificateScene.issued(key, "host.corp");
        database.transact(entityManager -> CertificateScene.stored(entityManager, account, second));
        Revoker holder = new Revoker.ByKey(fingerprint());

        revoke(database, account, holder, RevocationReason.UNSPECIFIED);
        database.transact(entityManager -> service(entityManager, Population.NOW)
                .revoke(authority(account), second.der(), holder, RevocationReason.UNSPECIFIED));

        database.transact(entityManager ->
                assertThat(blocked(entityManager).contains(fingerprint())).isTrue());
    }

    /** A wildcard needs an authorization of its own (RFC 8555 §7.1.4). */
    @ParameterizedTest
    @EnumSource
    void anotherAccountNeedsValidAuthorizationsForAllNamesAtTheSameProvisioner(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ResourceId id = stored(database, account);
        Account other = database.inTransaction(entityManager -> {
            Account made = new Account(
                    entityManager.find(Account.class, account.id().value()).provisioner(),
                    Population.key(),
                    List.of(),
                    null,
                    Population.NOW);
            entityManager.persist(made);
            return made;
        });
        Account elsewhere = database.inTransaction(Population::account);

        assertUnauthorized(database, account, other);
        // the name that the wildcard covers, and the wildcard's base name, are not the wildcard
        authorized(database, other, Population.NOW, "host.corp", "corp");
        assertUnauthorized(database, account, other);
        authorized(database, other, Population.NOW.minus(WEEK), "*.corp");
        assertUnauthorized(database, account, other);
        deactivated(database, other, "*.corp");
        assertUnauthorized(database, account, other);
        authorized(database, elsewhere, Population.NOW, "host.corp", "*.corp");
        assertUnauthorized(database, account, elsewhere);
        authorized(database, other, Population.NOW, "*.corp");
        revoke(database, account, new Revoker.ByAccount(other.id()), RevocationReason.CESSATION_OF_OPERATION);

        assertRevoked(database, id, RevocationReason.CESSATION_OF_OPERATION);
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredCertificateIsNotRevokedAnyMore(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        stored(database, account);
        Revoker owner = new Revoker.ByAccount(account.id());
        Instant late = issued.notAfter().plusSeconds(1);

        database.transact(entityManager -> assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> service(entityManager, late)
                        .revoke(authority(account), issued.der(), owner, RevocationReason.UNSPECIFIED))
                .satisfies(refusal -> {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED);
                    assertThat(refusal.problem().detail()).contains("expired at 20");
                }));
        // its last second is one of its life
        database.transact(entityManager -> service(entityManager, issued.notAfter())
                .revoke(authority(account), issued.der(), owner, RevocationReason.UNSPECIFIED));
    }

    @ParameterizedTest
    @EnumSource
    void anotherAuthoritysCertificateIsNotThere(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);
        stored(database, account);

        database.transact(entityManager -> assertThatExceptionOfType(NoSuchCertificateException.class)
                .isThrownBy(() -> service(entityManager, Population.NOW)
                        .revoke(
                                authority(elsewhere),
                                issued.der(),
                                new Revoker.ByKey(fingerprint()),
                                RevocationReason.UNSPECIFIED)));
    }

    private void assertUnauthorized(TestDatabase database, Account owner, Account other) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(
                        () -> revoke(database, owner, new Revoker.ByAccount(other.id()), RevocationReason.UNSPECIFIED))
                .satisfies(refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED));
    }

    private static void assertRevoked(TestDatabase database, ResourceId id, RevocationReason reason) {
        database.transact(entityManager -> assertThat(
                        entityManager.find(Certificate.class, id.value()).revocationReason())
                .contains(reason));
    }

    private ResourceId stored(TestDatabase database, Account account) {
        return database.inTransaction(entityManager ->
                CertificateScene.stored(entityManager, account, issued).id());
    }

    private void revoke(TestDatabase database, Account owner, Revoker revoker, RevocationReason reason) {
        database.transact(entityManager ->
                service(entityManager, Population.NOW).revoke(authority(owner), issued.der(), revoker, reason));
    }

    /** Valid authorizations, of an order that was made at a moment. */
    private static Order authorized(TestDatabase database, Account account, Instant ordered, String... names) {
        return database.inTransaction(entityManager -> {
            List<Identifier> identifiers =
                    List.of(names).stream().<Identifier>map(DnsIdentifier::new).toList();
            Order order = new Order(
                    account.id(),
                    OrderRequest.of(identifiers),
                    CertificateProfile.tlsserver(),
                    List.of(ChallengeType.values()),
                    ordered,
                    WEEK);
            OrderScene.meet(order, ordered);
            entityManager.persist(order);
            return order;
        });
    }

    private static void deactivated(TestDatabase database, Account account, String name) {
        Order order = authorized(database, account, Population.NOW, name);
        database.transact(entityManager -> entityManager
                .find(Order.class, order.id().value())
                .authorizations()
                .forEach(authorization -> authorization.deactivate(Population.NOW)));
    }

    private KeyFingerprint fingerprint() {
        return KeyFingerprint.of(key.subjectPublicKeyInfo());
    }

    private static UUID authority(Account account) {
        return account.provisioner().authority().id();
    }

    private List<?> audited(EntityManager entityManager) {
        return entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'certificate-revoked' and document like :serial",
                        String.class)
                .setParameter("serial", "%" + issued.serial() + "%")
                .getResultList();
    }

    private static BlockedKeys blocked(EntityManager entityManager) {
        return Injected.into(new BlockedKeys(), entityManager);
    }

    private RevocationService service(EntityManager entityManager, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return Injected.into(
                new RevocationService(),
                clock,
                CertificateScene.certificates(entityManager),
                Injected.into(
                        new RevocationRights(),
                        KeyScene.accounts(entityManager, KeyScene.CLOCK),
                        Injected.into(new Authorizations(), entityManager)),
                Injected.into(
                        new Revocations(),
                        Injected.into(new Certificates(), entityManager, revoked),
                        blocked(entityManager)),
                Injected.into(new AuditLog(), entityManager, clock));
    }
}
