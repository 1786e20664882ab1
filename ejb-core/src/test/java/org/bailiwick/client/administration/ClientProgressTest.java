package org.bailiwick.client.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.client.ClientDirectory;
import org.bailiwick.config.Settings;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.order.Order;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerAdministration;
import org.bailiwick.provisioner.ProvisionerCatalogue;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientProgressTest {

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final Instant SINCE = OrderScene.ORDERED;
    private static final Instant NOW = SINCE.plus(Duration.ofHours(2));

    @ParameterizedTest
    @EnumSource
    void aClientComesFromAnAccountToACertificate(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        assertThat(progress(database, provisioner, Optional.empty(), NOW)).isEqualTo(ClientProgress.NONE);

        Account account = database.inTransaction(Population::account);
        ClientProgress registered = progress(database, account.provisioner(), Optional.empty(), NOW);
        assertThat(registered.registeredAt()).isEqualTo(Population.NOW);
        assertThat(registered.orderedAt()).isNull();

        ResourceId order = ordered(database, account, Fact.NOTHING);
        ClientProgress ordered = progress(database, account.provisioner(), Optional.empty(), NOW);
        assertThat(ordered.orderedAt()).isEqualTo(OrderScene.ORDERED);
        assertThat(ordered.names()).containsExactly("host.corp");
        assertThat(ordered.status()).isEqualTo("pending");
        assertThat(ordered.problem()).isEmpty();
        assertThat(ordered.done()).isFalse();
        assertThat(ordered.order()).isEqualTo(order.toString());
        assertThat(ordered.certificate()).isEmpty();

        database.transact(entityManager -> {
            Order found = OrderScene.orders(entityManager).lock(order).orElseThrow();
            OrderScene.meet(found, NOW);
            found.beginProcessing(NOW);
            Account owner = entityManager.find(Account.class, account.id().value());
            Certificate certificate = CertificateScene.stored(
                    entityManager, owner, CertificateScene.issued(Population.key(), "host.corp"));
            found.complete(certificate.id());
        });
        ClientProgress done = progress(database, account.provisioner(), Optional.empty(), NOW);
        assertThat(done.status()).isEqualTo("valid");
        assertThat(done.issued()).containsExactly("host.corp");
        assertThat(done.done()).isTrue();
        assertThat(done.certificate()).isNotEmpty();
        // and nothing of it at another one
        assertThat(progress(database, provisioner, Optional.empty(), NOW)).isEqualTo(ClientProgress.NONE);
    }

    @ParameterizedTest
    @EnumSource
    void whyNothingComesOfAnOrderIsSaid(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ordered(database, account, Fact.FAILED);
        ClientProgress failed = progress(database, account.provisioner(), Optional.empty(), NOW);
        assertThat(failed.status()).isEqualTo("invalid");
        assertThat(failed.problem()).isEqualTo("Nobody answered.");
    }

    @ParameterizedTest
    @EnumSource
    void ofOneKeyOnlyItsClientIsSeen(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ordered(database, account, Fact.NOTHING);
        ExternalAccountKey key = database.inTransaction(entityManager -> KeyScene.key(
                        entityManager,
                        entityManager.find(
                                Provisioner.class, account.provisioner().id()),
                        terms())
                .key());
        assertThat(progress(database, account.provisioner(), Optional.of(key.id()), NOW))
                .isEqualTo(ClientProgress.NONE);
        database.transact(entityManager -> entityManager
                .createNativeQuery("update account set external_account_key_id = :key where id = :id")
                .setParameter("key", key.id().value())
                .setParameter("id", account.id().value())
                .executeUpdate());
        ClientProgress seen = progress(database, account.provisioner(), Optional.of(key.id()), NOW);
        assertThat(seen.registeredAt()).isNotNull();
        assertThat(seen.orderedAt()).isNotNull();
        // who gives out keys sees how far their clients are, and nothing that leads to what is not for him
        database.transact(entityManager -> {
            ClientAdministration clients =
                    clients(entityManager, KnownCaller.of(Role.EAB_OPERATOR, account.team()), NOW);
            ClientProgress own = clients.progress(account.provisioner().id(), Optional.of(key.id()), SINCE);
            assertThat(own.names()).containsExactly("host.corp");
            assertThat(own.order()).isEmpty();
            assertThatExceptionOfType(AdminException.class)
                    .isThrownBy(() -> clients.progress(account.provisioner().id(), Optional.empty(), SINCE))
                    .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FORBIDDEN));
        });
    }

    /** However long ago the page was opened, a day is looked at. */
    @ParameterizedTest
    @EnumSource
    void whatIsOlderThanADayIsNotLookedAt(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        ordered(database, account, Fact.NOTHING);
        assertThat(progress(database, account.provisioner(), Optional.empty(), SINCE.plus(Duration.ofDays(2)))
                        .orderedAt())
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsIsNotThere(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(entityManager -> {
            ClientAdministration clients = clients(entityManager, stranger, NOW);
            assertThatExceptionOfType(AdminException.class)
                    .isThrownBy(() -> clients.find(provisioner.id()))
                    .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FOREIGN));
            assertThatExceptionOfType(AdminException.class)
                    .isThrownBy(() -> clients.progress(provisioner.id(), Optional.empty(), SINCE))
                    .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FOREIGN));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryIsToldWithWhatHolds(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(entityManager -> {
            Provisioner made = KeyScene.provisioner(entityManager, "new-account-required");
            Population.issuer(
                    entityManager, made.authority().id(), AUTHORITY.chain().pem());
            return made;
        });
        Provisioner manual = database.inTransaction(entityManager -> {
            Provisioner made = new Provisioner(
                    Population.authority(entityManager), Population.name(), ProvisionerKind.MANUAL, Population.NOW);
            entityManager.persist(made);
            return made;
        });
        database.transact(entityManager -> {
            ClientAdministration clients = clients(entityManager, KnownCaller.superAdministrator(), NOW);
            ClientDirectory directory = clients.find(provisioner.id());
            assertThat(directory.url())
                    .endsWith("/acme/%s/%s/directory"
                            .formatted(provisioner.authority().name(), provisioner.name()));
            assertThat(directory.keyRequired()).isTrue();
            assertThat(directory.ready()).isTrue();
            assertThat(directory.challenges()).containsExactly("http-01", "dns-01", "tls-alpn-01");
            assertThat(directory.readAt()).isEqualTo(NOW);
            assertThatExceptionOfType(AdminException.class)
                    .isThrownBy(() -> clients.find(manual.id()))
                    .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN));
        });
    }

    private static KeyTerms terms() {
        return new KeyTerms(
                Population.name().value(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                KeyTerms.ALL_MACS,
                1,
                List.of(),
                Optional.empty());
    }

    private static ResourceId ordered(TestDatabase database, Account account, Fact fact) {
        return database.inTransaction(entityManager -> {
            Order order = OrderScene.order(account.id(), List.of(fact));
            OrderScene.orders(entityManager).add(order);
            return order.id();
        });
    }

    private static ClientProgress progress(
            TestDatabase database, Provisioner provisioner, Optional<ResourceId> key, Instant now) {
        return database.inTransaction(entityManager ->
                clients(entityManager, KnownCaller.superAdministrator(), now).progress(provisioner.id(), key, SINCE));
    }

    private static ClientAdministration clients(EntityManager entityManager, Caller caller, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        Settings settings = Settings.of(Map.of());
        Provisioners provisioners = Injected.into(
                new Provisioners(), entityManager, settings, Injected.into(new CustomProfiles(), entityManager));
        AuthorityAdministration ofAuthorities = Injected.into(new AuthorityAdministration(), authorities, caller);
        return Injected.into(
                new ClientAdministration(),
                Injected.into(
                        new ProvisionerCatalogue(),
                        Injected.into(
                                new ProvisionerAdministration(),
                                provisioners,
                                authorities,
                                caller,
                                clock,
                                Injected.into(new AuditLog(), entityManager, clock)),
                        ofAuthorities,
                        provisioners,
                        settings,
                        caller),
                ofAuthorities,
                Injected.into(new ProgressQueries(), entityManager, caller),
                clock);
    }
}
