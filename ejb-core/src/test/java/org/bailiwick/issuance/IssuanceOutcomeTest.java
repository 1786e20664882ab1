package org.bailiwick.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.account.Account;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.IssuerUrls;
import org.bailiwick.authority.Issuers.ReadyIssuer;
import org.bailiwick.ca.CertificateIssuer;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.PreparedCertificate;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.manual.ManualRequests;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.order.Orders;
import org.bailiwick.ra.RelayedRequests;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Step 3 of an issuance. */
class IssuanceOutcomeTest {

    private static final CertificateIssuer CA =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer();

    @ParameterizedTest
    @EnumSource
    void aCompletedIssuanceIsACertificateAndAValidOrder(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        Journaled journaled = journaled(database, scene, prepared);
        IssuedCertificate issued = CA.issue(prepared);

        Certificate certificate = database.inTransaction(entityManager ->
                outcome(entityManager).complete(journaled, issued).orElseThrow());

        database.transact(entityManager -> {
            assertThat(entityManager
                            .find(Certificate.class, certificate.id().value())
                            .der())
                    .contains(issued.der());
            assertThat(entityManager.find(IssuanceAttempt.class, journaled.attempt()))
                    .isNull();
            Order order = entityManager.find(Order.class, scene.order().value());
            assertThat(order.statusAt(ORDERED)).isEqualTo(OrderStatus.VALID);
            assertThat(order.certificate()).contains(certificate.id());
            assertThat(audited(entityManager, prepared))
                    .singleElement()
                    .asString()
                    .contains("host.corp", "\"permittedBy\":{\"authority\":[\"allow dns **.corp\"]}");
        });
    }

    /** ADR 6: the serial may have been signed, so it is known, and revoked. */
    @ParameterizedTest
    @EnumSource
    void anAbandonedIssuanceIsARevokedSerialAndAnInvalidOrder(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        Journaled journaled = journaled(database, scene, prepared);

        database.transact(entityManager ->
                outcome(entityManager).abandon(journaled.attempt(), IssuanceService.NOT_MADE, "the reason"));

        database.transact(entityManager -> {
            assertAbandoned(entityManager, scene, journaled, IssuanceService.NOT_MADE);
            assertThat(audited(entityManager, prepared))
                    .singleElement()
                    .asString()
                    .contains("the reason", scene.order().toString());
        });
    }

    /** ADR 6: who locks the line first decides; what the other has is forgotten. */
    @ParameterizedTest
    @EnumSource
    void ofACompletionAndAnAbandonmentAtOnceOneHappens(TestDatabase database) {
        for (int round = 0; round < 10; round++) {
            IssuanceScene scene = IssuanceScene.in(database);
            PreparedCertificate prepared = IssuanceScene.prepared(CA);
            Journaled journaled = journaled(database, scene, prepared);
            IssuedCertificate issued = CA.issue(prepared);
            AtomicBoolean completing = new AtomicBoolean();
            List<Optional<Certificate>> completed = Rivals.both(database, entityManager -> {
                if (completing.compareAndSet(false, true)) {
                    return outcome(entityManager).complete(journaled, issued);
                }
                outcome(entityManager).abandon(journaled.attempt(), IssuanceService.NOT_MADE, "the reason");
                return Optional.empty();
            });
            boolean stored = completed.stream().anyMatch(Optional::isPresent);
            database.transact(entityManager -> {
                Order order = entityManager.find(Order.class, scene.order().value());
                assertThat(order.statusAt(ORDERED)).isEqualTo(stored ? OrderStatus.VALID : OrderStatus.INVALID);
                assertThat(audited(entityManager, prepared)).hasSize(1);
            });
        }
    }

    /**
     * An account that is ended while an issuance begins: who ends it did not see the issuance, so the issuance sees the end.
     */
    @ParameterizedTest
    @EnumSource
    void whatBeganWhileItsAccountEndedIsForgotten(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        IssuanceAttempt attempt = scene.attempt(prepared);
        database.transact(beginning -> {
            beginning.persist(attempt);
            beginning.flush();
            assertThat(underWayAfterTheEnd(database, scene)).isZero();
        });

        Journaled journaled = journaled(attempt.id(), scene, prepared);
        Optional<Certificate> stored =
                database.inTransaction(entityManager -> outcome(entityManager).complete(journaled, CA.issue(prepared)));
        assertThat(stored).isEmpty();

        database.transact(entityManager -> {
            assertAbandoned(entityManager, scene, journaled, Account.DEACTIVATED);
        });
    }

    /** And the other way round: one that did not see the end is seen by whoever ends its account. */
    @ParameterizedTest
    @EnumSource
    void whatGoesOnIsSeenByWhoEndsItsAccount(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        Journaled journaled = journaled(database, scene, prepared);
        IssuedCertificate issued = CA.issue(prepared);
        database.transact(entityManager -> {
            assertThat(outcome(entityManager).complete(journaled, issued)).isPresent();
            entityManager.flush();
            assertThat(underWayAfterTheEnd(database, scene)).isEqualTo(1);
        });
    }

    /** From the answer of who retired it on there is no new certificate of it, though the token may have signed one. */
    @ParameterizedTest
    @EnumSource
    void whatBeganBeforeItsIssuerWasRetiredIsForgotten(TestDatabase database) {
        IssuanceScene scene = IssuanceScene.in(database);
        PreparedCertificate prepared = IssuanceScene.prepared(CA);
        Journaled journaled = journaled(database, scene, prepared);
        IssuedCertificate issued = CA.issue(prepared);
        scene.retireIssuer(database);
        Optional<Certificate> stored =
                database.inTransaction(entityManager -> outcome(entityManager).complete(journaled, issued));
        assertThat(stored).isEmpty();
        database.transact(entityManager -> {
            assertAbandoned(entityManager, scene, journaled, IssuanceService.NOT_MADE);
            assertThat(audited(entityManager, prepared))
                    .singleElement()
                    .asString()
                    .contains("its issuer was retired");
        });
    }

    static void assertAbandoned(
            EntityManager entityManager, IssuanceScene scene, Journaled journaled, Problem problem) {
        assertThat(entityManager.find(IssuanceAttempt.class, journaled.attempt()))
                .isNull();
        Certificate unknown = entityManager
                .createQuery("select c from Certificate c where c.serial = :serial", Certificate.class)
                .setParameter("serial", journaled.prepared().serial().toString())
                .getSingleResult();
        assertThat(unknown.der()).isEmpty();
        assertThat(unknown.revoked()).isTrue();
        Order order = entityManager.find(Order.class, scene.order().value());
        assertThat(order.statusAt(ORDERED)).isEqualTo(OrderStatus.INVALID);
        assertThat(order.problem()).contains(problem);
    }

    private static long underWayAfterTheEnd(TestDatabase database, IssuanceScene scene) {
        database.transact(entityManager ->
                entityManager.find(Account.class, scene.account().id().value()).deactivate(Population.NOW));
        return database.inTransaction(entityManager -> entityManager
                .createQuery("select count(x) from IssuanceAttempt x where x.account = :account", Long.class)
                .setParameter("account", scene.account().id().value())
                .getSingleResult());
    }

    private static Journaled journaled(TestDatabase database, IssuanceScene scene, PreparedCertificate prepared) {
        return journaled(scene.journaled(database, prepared), scene, prepared);
    }

    static Journaled journaled(UUID attempt, IssuanceScene scene, PreparedCertificate prepared) {
        ReadyIssuer issuer = new ReadyIssuer(
                scene.issuer(),
                scene.authority(),
                null,
                CA,
                IssuerUrls.of(URI.create("http://pki.corp"), CA.chain().keyFingerprint()));
        return new Journaled(attempt, issuer, prepared, List.of(new DnsIdentifier("host.corp")));
    }

    private static List<?> audited(EntityManager entityManager, PreparedCertificate prepared) {
        return entityManager
                .createNativeQuery("select document from audit_event where document like :serial", String.class)
                .setParameter("serial", "%" + prepared.serial() + "%")
                .getResultList();
    }

    static IssuanceOutcome outcome(EntityManager entityManager) {
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        return Injected.into(
                new IssuanceOutcome(),
                clock,
                Injected.into(new IssuanceAttempts(), entityManager, CertificateScene.certificates(entityManager)),
                Injected.into(
                        new PendingCertificates(),
                        Injected.into(new Orders(), entityManager),
                        Injected.into(new ManualRequests(), entityManager),
                        Injected.into(new RelayedRequests(), entityManager)),
                Injected.into(new Authorities(), entityManager),
                Injected.into(new AuditLog(), entityManager, clock));
    }
}
