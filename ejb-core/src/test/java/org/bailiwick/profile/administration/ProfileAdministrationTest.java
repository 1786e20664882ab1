package org.bailiwick.profile.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.ca.ProfileBuilder;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.profile.CustomProfile;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerAdministration;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProfileAdministrationTest {

    private static final CertificateProfile VPN =
            new ProfileBuilder().name("vpn").build();
    private static final CertificateProfile LONGER = new ProfileBuilder()
            .name("vpn")
            .validity(Duration.ofDays(8), Duration.ZERO)
            .build();
    private static final Map<String, String> OFFERING = Map.of("bailiwick.profiles", "tlsserver, vpn");

    private final Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void aTeamMakesChangesAndDeletesItsOwn(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());

        database.transact(entityManager -> assertThat(
                        administration(entityManager, caller).create(authority.id(), VPN))
                .isEqualTo(VPN));
        database.transact(entityManager -> {
            ProfileAdministration administration = administration(entityManager, caller);
            assertThat(administration.find(authority.id(), "vpn")).isEqualTo(VPN);
            assertThat(administration.find(authority.id(), "mutual")).isEqualTo(CertificateProfile.mutual());
            assertThat(administration.list(authority.id()))
                    .extracting(CertificateProfile::name)
                    .containsExactly("tlsserver", "shortlived", "tlsclient", "mutual", "vpn");
            assertRefused(Refusal.UNKNOWN, () -> administration.find(authority.id(), "none"));
        });
        database.transact(entityManager -> administration(entityManager, caller)
                .replace(authority.id(), "vpn", CustomProfile.version(VPN), LONGER));
        database.transact(entityManager -> assertRefused(Refusal.STALE, () -> administration(entityManager, caller)
                .replace(authority.id(), "vpn", CustomProfile.version(VPN), VPN)));
        database.transact(entityManager -> assertRefused(Refusal.STALE, () -> administration(entityManager, caller)
                .delete(authority.id(), "vpn", CustomProfile.version(VPN))));
        database.transact(entityManager -> assertThat(administration(entityManager, caller)
                        .delete(authority.id(), "vpn", CustomProfile.version(LONGER)))
                .isEqualTo(LONGER));
        database.transact(entityManager -> {
            assertRefused(
                    Refusal.UNKNOWN, () -> administration(entityManager, caller).find(authority.id(), "vpn"));
            assertThat(audited(entityManager, authority.id()))
                    .containsExactlyInAnyOrder("profile-created", "profile-changed", "profile-deleted");
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereAlreadyIsInTheWay(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());
        database.transact(entityManager -> administration(entityManager, caller).create(authority.id(), VPN));
        for (CertificateProfile taken : List.of(VPN, CertificateProfile.mutual())) {
            database.transact(
                    entityManager -> assertRefused(Refusal.CONFLICT, () -> administration(entityManager, caller)
                            .create(authority.id(), taken)));
        }
        CertificateProfile builtIn = CertificateProfile.tlsserver();
        database.transact(entityManager -> assertRefused(Refusal.CONFLICT, () -> administration(entityManager, caller)
                .replace(authority.id(), "tlsserver", CustomProfile.version(builtIn), builtIn)));
        database.transact(entityManager -> assertRefused(Refusal.CONFLICT, () -> administration(entityManager, caller)
                .delete(authority.id(), "tlsserver", CustomProfile.version(builtIn))));
        database.transact(entityManager -> assertRefused(Refusal.INVALID, () -> administration(entityManager, caller)
                .replace(authority.id(), "vpn", CustomProfile.version(VPN), builtIn)));
        // each authority has names of its own
        Authority other = database.inTransaction(Population::authority);
        database.transact(entityManager ->
                administration(entityManager, KnownCaller.superAdministrator()).create(other.id(), VPN));
    }

    @ParameterizedTest
    @EnumSource
    void thereAreNotTooMany(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());
        for (int i = 0; i < ProfileAdministration.MOST; i++) {
            CertificateProfile profile = new ProfileBuilder().name("p" + i).build();
            database.transact(
                    entityManager -> administration(entityManager, caller).create(authority.id(), profile));
        }
        database.transact(entityManager -> assertRefused(
                Refusal.CONFLICT, () -> administration(entityManager, caller).create(authority.id(), VPN)));
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsIsNotThere(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(entityManager -> {
            ProfileAdministration administration = administration(entityManager, stranger);
            assertRefused(Refusal.FOREIGN, () -> administration.list(authority.id()));
            assertRefused(Refusal.FOREIGN, () -> administration.find(authority.id(), "tlsserver"));
            assertRefused(Refusal.FOREIGN, () -> administration.create(authority.id(), VPN));
            assertRefused(Refusal.FOREIGN, () -> administration.replace(authority.id(), "vpn", 0, VPN));
            assertRefused(Refusal.FOREIGN, () -> administration.delete(authority.id(), "vpn", 0));
            assertRefused(Refusal.UNKNOWN, () -> administration.list(UUID.randomUUID()));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aProvisionerOffersItAndKeepsItFromBeingDeleted(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());
        database.transact(entityManager -> assertRefused(Refusal.INVALID, () -> provisioning(entityManager, caller)
                .create(authority.id(), "early", ProvisionerKind.ACME, OFFERING)));
        database.transact(entityManager -> administration(entityManager, caller).create(authority.id(), VPN));
        Provisioner made = database.inTransaction(entityManager ->
                provisioning(entityManager, caller).create(authority.id(), "gate", ProvisionerKind.ACME, OFFERING));
        database.transact(entityManager ->
                assertThat(offered(entityManager, made)).containsExactly(CertificateProfile.tlsserver(), VPN));
        database.transact(entityManager -> assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() ->
                        administration(entityManager, caller).delete(authority.id(), "vpn", CustomProfile.version(VPN)))
                .withMessageContaining("gate")
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT)));
        database.transact(entityManager -> administration(entityManager, caller)
                .replace(authority.id(), "vpn", CustomProfile.version(VPN), LONGER));
        database.transact(entityManager ->
                assertThat(offered(entityManager, made)).containsExactly(CertificateProfile.tlsserver(), LONGER));
        database.transact(
                entityManager -> provisioning(entityManager, caller).configure(made.id(), made.version(), Map.of()));
        database.transact(entityManager ->
                administration(entityManager, caller).delete(authority.id(), "vpn", CustomProfile.version(LONGER)));
    }

    /** Another authority's profile is not its own. */
    @ParameterizedTest
    @EnumSource
    void aProvisionerNamesNoOtherAuthoritys(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Authority other = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.superAdministrator();
        database.transact(entityManager -> administration(entityManager, caller).create(authority.id(), VPN));
        database.transact(entityManager -> assertRefused(Refusal.INVALID, () -> provisioning(entityManager, caller)
                .create(other.id(), "gate", ProvisionerKind.ACME, OFFERING)));
    }

    /** Whoever comes second sees what the first did. */
    @ParameterizedTest
    @EnumSource
    void whoDeletesAndWhoNamesItDoNotBothSucceed(TestDatabase database) {
        Caller caller = KnownCaller.superAdministrator();
        for (int round = 0; round < 5; round++) {
            Authority authority = database.inTransaction(Population::authority);
            database.transact(
                    entityManager -> administration(entityManager, caller).create(authority.id(), VPN));
            AtomicInteger turn = new AtomicInteger();
            List<Boolean> done = Rivals.both(
                    database,
                    entityManager -> succeeds(
                            turn.getAndIncrement() == 0
                                    ? () -> administration(entityManager, caller)
                                            .delete(authority.id(), "vpn", CustomProfile.version(VPN))
                                    : () -> provisioning(entityManager, caller)
                                            .create(authority.id(), "gate", ProvisionerKind.ACME, OFFERING)));
            assertThat(done).containsExactlyInAnyOrder(true, false);
        }
    }

    /** A profile costs the node that reads it one statement after each change, and none otherwise. */
    @ParameterizedTest
    @EnumSource
    void profilesAreReadOnceAfterEachChange(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        UUID authority = provisioner.authority().id();
        Caller caller = KnownCaller.superAdministrator();
        CustomProfiles node = new CustomProfiles();
        assertThat(statements(database, node, provisioner.id())).isZero();
        database.transact(entityManager -> administration(entityManager, caller).create(authority, VPN));
        assertThat(statements(database, node, provisioner.id())).isEqualTo(1);
        assertThat(statements(database, node, provisioner.id())).isZero();
        database.transact(entityManager ->
                administration(entityManager, caller).replace(authority, "vpn", CustomProfile.version(VPN), LONGER));
        assertThat(statements(database, node, provisioner.id())).isEqualTo(1);
        database.transact(entityManager -> assertThat(Injected.into(node, entityManager)
                        .of(entityManager.find(Authority.class, authority))
                        .named("vpn"))
                .contains(LONGER));
    }

    private static long statements(TestDatabase database, CustomProfiles node, UUID provisioner) {
        return database.inTransaction(entityManager -> {
            Authority authority =
                    entityManager.find(Provisioner.class, provisioner).authority();
            long before = database.statistics().getPrepareStatementCount();
            Injected.into(node, entityManager).of(authority);
            return database.statistics().getPrepareStatementCount() - before;
        });
    }

    /** What the client was offered, or nothing. */
    @ParameterizedTest
    @EnumSource
    void anOrderKeepsTheProfileThatItWasMadeWith(TestDatabase database) {
        KnownProfiles before = KnownProfiles.with(List.of(VPN));
        ResourceId account = database.inTransaction(Population::account).id();
        Order order = order(account, VPN);
        database.transact(entityManager -> entityManager.persist(order));
        Order found = database.inTransaction(entityManager -> {
            Order read = entityManager.find(Order.class, order.id().value());
            assertThat(read.authorizations()).hasSize(1);
            return read;
        });
        assertThat(found.profile()).isEqualTo("vpn");
        assertThat(found.profileAmong(before)).isEqualTo(VPN);
        assertInvalidProfile("changed", () -> found.profileAmong(KnownProfiles.with(List.of(LONGER))));
        assertInvalidProfile("deleted", () -> found.profileAmong(KnownProfiles.BUILT_IN));
        assertThat(order(account, CertificateProfile.shortlived()).profileAmong(before))
                .isEqualTo(CertificateProfile.shortlived());
    }

    private static Order order(ResourceId account, CertificateProfile profile) {
        return new Order(
                account,
                OrderRequest.of(List.of(new DnsIdentifier("host.corp"))),
                profile,
                List.of(ChallengeType.HTTP_01),
                Population.NOW,
                Duration.ofDays(7));
    }

    private static void assertInvalidProfile(String because, ThrowingCallable request) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(request)
                .withMessageContaining(because)
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID_PROFILE));
    }

    private static boolean succeeds(Runnable request) {
        try {
            request.run();
            return true;
        } catch (AdminException tooLate) {
            return false;
        }
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static List<CertificateProfile> offered(EntityManager entityManager, Provisioner provisioner) {
        Provisioner found = entityManager.find(Provisioner.class, provisioner.id());
        assertThat(found.ownSettings()).containsKey(Setting.PROFILES);
        return provisioners(entityManager).settingsOf(found).profiles();
    }

    private static List<String> audited(EntityManager entityManager, UUID authority) {
        List<?> kinds = entityManager
                .createNativeQuery("select kind from audit_event where document like :id", String.class)
                .setParameter("id", "%" + authority + "%")
                .getResultList();
        return kinds.stream().map(String::valueOf).toList();
    }

    private static CustomProfiles profiles(EntityManager entityManager) {
        return Injected.into(new CustomProfiles(), entityManager);
    }

    private static Provisioners provisioners(EntityManager entityManager) {
        return Injected.into(new Provisioners(), entityManager, Settings.of(Map.of()), profiles(entityManager));
    }

    private ProvisionerAdministration provisioning(EntityManager entityManager, Caller caller) {
        return Injected.into(
                new ProvisionerAdministration(),
                provisioners(entityManager),
                Injected.into(new Authorities(), entityManager),
                caller,
                clock,
                Injected.into(new AuditLog(), entityManager, clock));
    }

    private ProfileAdministration administration(EntityManager entityManager, Caller caller) {
        CustomProfiles profiles = profiles(entityManager);
        return Injected.into(
                new ProfileAdministration(),
                profiles,
                caller,
                Injected.into(new OwnAuthorities(), profiles, caller, Injected.into(new Authorities(), entityManager)),
                Injected.into(
                        new ProfileChanges(),
                        profiles,
                        provisioners(entityManager),
                        clock,
                        Injected.into(new AuditLog(), entityManager, clock)));
    }
}
