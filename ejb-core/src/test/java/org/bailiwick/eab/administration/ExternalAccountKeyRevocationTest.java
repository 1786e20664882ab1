package org.bailiwick.eab.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.account.Registration;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes with a key that is taken back. */
class ExternalAccountKeyRevocationTest {

    private final Caller caller = KnownCaller.superAdministrator();

    @ParameterizedTest
    @EnumSource
    void theKeyAloneGoesAndItsAccountsStay(TestDatabase database) {
        Scene scene = scene(database);

        assertThat(as(database, services -> services.revocation()
                                .revoke(scene.key().key().id()))
                        .statusAt(KeyScene.NOW))
                .isEqualTo(ExternalAccountKeyStatus.REVOKED);

        assertThat(read(database, scene.account()).status()).isEqualTo(AccountStatus.VALID);
        assertThat(read(database, scene.certificate()).revoked()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void everythingGoesThatThePreviewHasShownAndNothingElse(TestDatabase database) {
        Scene scene = scene(database);
        Scene neighbour = scene(database);

        Cascade preview = as(database, services -> services.revocation()
                .preview(scene.key().key().id()));
        assertThat(preview.accounts())
                .isEqualTo(new Cascade.Some<>(1, List.of(scene.account().id())));
        assertThat(preview.authorizations()).isEqualTo(2);
        assertThat(preview.certificates().first()).singleElement().satisfies(good -> {
            assertThat(good.serial()).isEqualTo(scene.certificate().serial());
            assertThat(good.names()).containsExactly("host.corp");
        });
        assertThat(preview.underWay()).isZero();
        assertThat(preview.isEmpty()).isFalse();
        assertThat(read(database, scene.account()).status()).isEqualTo(AccountStatus.VALID);

        Cascade hit = as(database, services -> services.revocation()
                .revokeWithEverything(scene.key().key().id()));

        assertThat(hit).isEqualTo(preview);
        assertThat(read(database, scene.account()).status()).isEqualTo(AccountStatus.DEACTIVATED);
        assertThat(read(database, scene.certificate()).revocationReason())
                .contains(RevocationReason.PRIVILEGE_WITHDRAWN);
        database.transact(entityManager -> assertThat(entityManager
                        .find(Order.class, scene.order().id().value())
                        .statusAt(KeyScene.NOW))
                .isEqualTo(OrderStatus.INVALID));
        assertThat(read(database, neighbour.account()).status()).isEqualTo(AccountStatus.VALID);
        assertThat(read(database, neighbour.certificate()).revoked()).isFalse();

        // repeating it finds nothing more
        assertThat(as(database, services -> services.revocation()
                                .revokeWithEverything(scene.key().key().id()))
                        .isEmpty())
                .isTrue();
    }

    /** More than end in one transaction, and more than are told one by one. */
    @ParameterizedTest
    @EnumSource
    void howeverMuchHangsOnAKeyItAllGoes(TestDatabase database) {
        int many = CascadeSteps.STRETCH + 1;
        Scene scene = scene(database);
        database.transact(entityManager -> {
            IssuedCertificate issued = CertificateScene.issued(Population.key(), "host.corp");
            for (int i = 1; i < many; i++) {
                CertificateScene.stored(
                        entityManager,
                        scene.account(),
                        new IssuedCertificate(
                                SerialNumber.random(), issued.der(), issued.notBefore(), issued.notAfter()));
            }
        });
        Cascade preview = as(database, services -> services.revocation()
                .preview(scene.key().key().id()));
        assertThat(preview.certificates().count()).isEqualTo(many);
        assertThat(preview.certificates().first()).hasSize(Cascade.FIRST);

        Cascade hit = as(database, services -> services.revocation()
                .revokeWithEverything(scene.key().key().id()));

        assertThat(hit).isEqualTo(preview);
        assertThat(as(database, services -> services.revocation()
                                .preview(scene.key().key().id()))
                        .isEmpty())
                .isTrue();
    }

    /** Each act is told as the administrator's, with the key, and none as its client's. */
    @ParameterizedTest
    @EnumSource
    void whatGoesWithAKeyIsTheAdministratorsDoing(TestDatabase database) {
        Scene scene = scene(database);
        as(database, services -> services.revocation()
                .revokeWithEverything(scene.key().key().id()));
        Scene rebound = scene(database);
        as(database, services -> services.issuance().rebind(rebound.key().key().id(), 1, true));

        for (Scene each : List.of(scene, rebound)) {
            assertThat(audited(database, each.account().id().toString()))
                    .filteredOn(told -> told.contains("account-ended") || told.contains("account-deactivated"))
                    .singleElement()
                    .asString()
                    .startsWith("account-ended")
                    .contains(caller.id().toString(), each.key().key().id().toString());
        }
        assertThat(audited(database, scene.certificate().serial()))
                .singleElement()
                .asString()
                .startsWith("certificate-withdrawn")
                .contains(caller.id().toString(), scene.key().key().id().toString());
    }

    /** Who only gives out keys ends no accounts. */
    @ParameterizedTest
    @EnumSource
    void anOperatorGivesANewSecretAndEndsNoAccount(TestDatabase database) {
        Scene scene = scene(database);
        Caller operator = KnownCaller.of(
                Role.EAB_OPERATOR, scene.key().key().provisioner().team());
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(
                        () -> database.inTransaction(entityManager -> AdministrationScene.of(entityManager, operator)
                                .issuance()
                                .rebind(scene.key().key().id(), 1, true)))
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FORBIDDEN));
        assertThat(read(database, scene.account()).status()).isEqualTo(AccountStatus.VALID);
        database.transact(entityManager -> AdministrationScene.of(entityManager, operator)
                .issuance()
                .rebind(scene.key().key().id(), 1, false));
        assertThat(read(database, scene.account()).status()).isEqualTo(AccountStatus.VALID);
    }

    /** Point 7: the old account goes with the old secret if that is wanted; both are known afterwards. */
    @ParameterizedTest
    @EnumSource
    void aNewSecretMayEndTheAccountsOfTheOldOne(TestDatabase database) {
        for (boolean deactivate : new boolean[] {false, true}) {
            Scene scene = scene(database);
            IssuedKey again = as(database, services -> services.issuance()
                    .rebind(scene.key().key().id(), 1, deactivate));
            assertThat(read(database, scene.account()).status())
                    .isEqualTo(deactivate ? AccountStatus.DEACTIVATED : AccountStatus.VALID);
            assertThat(read(database, scene.certificate()).revoked()).isFalse();

            Account next = database.inTransaction(
                    entityManager -> register(entityManager, scene.key().key().provisioner(), again));
            List<BoundAccount> history = as(database, services -> services.keys()
                    .boundAccounts(again.key().id(), PageRequest.of(Optional.empty(), 10))
                    .items());
            assertThat(history)
                    .extracting(BoundAccount::account)
                    .containsExactlyInAnyOrder(next.id(), scene.account().id());
        }
    }

    private record Scene(IssuedKey key, Account account, Order order, Certificate certificate) {}

    private static Scene scene(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = KeyScene.provisioner(entityManager, "always-required");
            IssuedKey key = KeyScene.key(entityManager, provisioner, KeyScene.terms(1));
            Account account = register(entityManager, provisioner, key);
            Order order = new Order(
                    account.id(),
                    OrderRequest.of(List.of(new DnsIdentifier("a.corp"), new DnsIdentifier("b.corp"))),
                    CertificateProfile.tlsserver(),
                    List.of(ChallengeType.HTTP_01),
                    KeyScene.NOW,
                    Duration.ofDays(1));
            entityManager.persist(order);
            AccountKey certified = Population.key();
            Certificate certificate =
                    CertificateScene.stored(entityManager, account, CertificateScene.issued(certified, "host.corp"));
            return new Scene(key, account, order, certificate);
        });
    }

    private static Account register(EntityManager entityManager, Provisioner provisioner, IssuedKey key) {
        return KeyScene.registration(entityManager)
                .register(
                        provisioner,
                        new Registration(
                                Population.key(), List.of(), true, Optional.empty(), InetAddress.getLoopbackAddress()),
                        Optional.of(KeyScene.verified(key)),
                        KeyScene.NOW)
                .orElseThrow();
    }

    private static List<String> audited(TestDatabase database, String mentioned) {
        return database.inTransaction(entityManager -> {
            List<String> told = new ArrayList<>();
            for (Object event : entityManager
                    .createNativeQuery(
                            "select concat(kind, ' ', document) from audit_event where document like :mentioned")
                    .setParameter("mentioned", "%\"" + mentioned + "\"%")
                    .getResultList()) {
                told.add((String) event);
            }
            return told;
        });
    }

    private <T> T as(TestDatabase database, Function<AdministrationScene, T> work) {
        return database.inTransaction(entityManager -> work.apply(AdministrationScene.of(entityManager, caller)));
    }

    private static Account read(TestDatabase database, Account account) {
        return database.inTransaction(
                entityManager -> entityManager.find(Account.class, account.id().value()));
    }

    private static Certificate read(TestDatabase database, Certificate certificate) {
        return database.inTransaction(entityManager ->
                entityManager.find(Certificate.class, certificate.id().value()));
    }
}
