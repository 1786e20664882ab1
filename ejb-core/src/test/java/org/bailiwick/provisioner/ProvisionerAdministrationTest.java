package org.bailiwick.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Pages;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvisionerAdministrationTest {

    private static final Map<String, String> SHORTLIVED = Map.of("bailiwick.profiles", "shortlived");

    @ParameterizedTest
    @EnumSource
    void aTeamMakesChangesAndSwitchesItsOwn(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());
        UUID id = database.inTransaction(entityManager -> administration(entityManager, caller)
                .create(authority.id(), "web", ProvisionerKind.ACME, SHORTLIVED)
                .id());
        long version = database.inTransaction(
                entityManager -> administration(entityManager, caller).find(id).version());

        database.transact(entityManager -> assertThat(administration(entityManager, caller)
                        .configure(id, version, Map.of("bailiwick.limits", "strict"))
                        .version())
                .isGreaterThan(version));
        database.transact(entityManager -> assertThat(
                        administration(entityManager, caller).find(id).ownSettings())
                .isEqualTo(Map.of(Setting.LIMITS, "strict")));
        for (boolean enabled : new boolean[] {false, false, true}) {
            database.transact(entityManager -> assertThat(administration(entityManager, caller)
                            .enable(id, enabled)
                            .enabled())
                    .isEqualTo(enabled));
        }
        assertThat(audited(database, id))
                .containsExactlyInAnyOrder(
                        "provisioner-created", "provisioner-configured", "provisioner-disabled", "provisioner-enabled");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfWhatSomebodyElseChangedIsRefused(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        Caller caller = KnownCaller.superAdministrator();
        long read = provisioner.version();
        database.transact(
                entityManager -> administration(entityManager, caller).configure(provisioner.id(), read, SHORTLIVED));
        database.transact(entityManager -> assertRefused(Refusal.STALE, () -> administration(entityManager, caller)
                .configure(provisioner.id(), read, Map.of())));
        database.transact(entityManager -> assertThat(administration(entityManager, caller)
                        .find(provisioner.id())
                        .ownSettings())
                .isNotEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsIsNotThere(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(entityManager -> {
            ProvisionerAdministration administration = administration(entityManager, stranger);
            assertRefused(Refusal.FOREIGN, () -> administration.find(provisioner.id()));
            assertRefused(Refusal.FOREIGN, () -> administration.configure(provisioner.id(), 0, Map.of()));
            assertRefused(Refusal.FOREIGN, () -> administration.enable(provisioner.id(), false));
            assertRefused(
                    Refusal.FOREIGN,
                    () -> administration.create(provisioner.authority().id(), "mine", ProvisionerKind.ACME, Map.of()));
            assertRefused(
                    Refusal.FOREIGN,
                    () -> administration.list(
                            Optional.of(provisioner.authority().id()), PageRequest.of(Optional.empty(), 1)));
            assertThat(administration
                            .list(Optional.empty(), PageRequest.of(Optional.empty(), 1))
                            .items())
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void oneIsFoundByAPartOfItsName(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());
        database.transact(entityManager -> {
            ProvisionerAdministration administration = administration(entityManager, caller);
            for (String name : List.of("web-1", "web-2", "plant")) {
                administration.create(authority.id(), name, ProvisionerKind.ACME, Map.of());
            }
        });
        Map.of("web", 2, "-1", 1, "plant", 1, "%", 0, "_", 0, "!", 0, "x", 0)
                .forEach((part, found) ->
                        database.transact(entityManager -> assertThat(administration(entityManager, caller)
                                        .search(
                                                Optional.of(authority.id()),
                                                Optional.of(part),
                                                PageRequest.of(Optional.empty(), 9))
                                        .items())
                                .as(part)
                                .hasSize(found)));
    }

    @ParameterizedTest
    @EnumSource
    void theyComeInEachOrder(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Authority other = new Authority(authority.team(), Population.name(), Population.NOW);
        database.transact(entityManager -> entityManager.persist(other));
        Caller caller = KnownCaller.of(authority.team());
        database.transact(entityManager -> {
            ProvisionerAdministration administration = administration(entityManager, caller);
            for (String name : List.of("c", "a", "b")) {
                administration.create(authority.id(), name, ProvisionerKind.ACME, Map.of());
                administration.create(other.id(), name, ProvisionerKind.ACME, Map.of());
            }
        });
        for (ProvisionerColumn column : ProvisionerColumn.values()) {
            for (boolean descending : new boolean[] {false, true}) {
                ListOrder order = new ListOrder(Optional.of(column), descending);
                List<Provisioner> found = database.inTransaction(entityManager -> Pages.all(
                        request -> administration(entityManager, caller)
                                .search(Optional.empty(), Optional.empty(), request),
                        order));
                assertThat(found.stream().map(Provisioner::id).toList())
                        .as(order.toString())
                        .hasSize(6)
                        .doesNotHaveDuplicates();
                Comparator<Provisioner> up = column == ProvisionerColumn.NAME
                        ? Comparator.comparing(Provisioner::name)
                        : Comparator.comparing(each -> each.authority().name());
                assertThat(found).as(order.toString()).isSortedAccordingTo(descending ? up.reversed() : up);
            }
        }
    }

    /** A team must not lead the server to where its network does not let it. */
    @ParameterizedTest
    @EnumSource
    void whereTheServerConnectsToIsNotForATeamToSay(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller team = KnownCaller.of(authority.team());
        Map<String, String> elsewhere = Map.of("bailiwick.validation.targets", "10.0.0.0/8");
        database.transact(entityManager -> assertRefused(Refusal.FORBIDDEN, () -> administration(entityManager, team)
                .create(authority.id(), "x", ProvisionerKind.ACME, elsewhere)));

        Provisioner made =
                database.inTransaction(entityManager -> administration(entityManager, KnownCaller.superAdministrator())
                        .create(authority.id(), "y", ProvisionerKind.ACME, elsewhere));
        // what is there may stay, but not go: the server's own may permit more
        database.transact(entityManager -> assertRefused(Refusal.FORBIDDEN, () -> administration(entityManager, team)
                .configure(made.id(), made.version(), Map.of())));
        database.transact(entityManager -> administration(entityManager, team)
                .configure(
                        made.id(),
                        made.version(),
                        Map.of("bailiwick.validation.targets", "10.0.0.0/8", "bailiwick.limits", "strict")));
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeRightIsRefused(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.of(authority.team());
        for (String name : List.of("", "A", "a b", "-a", "a/b", "a".repeat(64), "ä", "a\n", "..")) {
            database.transact(
                    entityManager -> assertRefused(Refusal.INVALID, () -> administration(entityManager, caller)
                            .create(authority.id(), name, ProvisionerKind.ACME, Map.of())));
        }
        for (Map<String, String> settings : List.of(
                Map.of("profiles", "shortlived"),
                Map.of("bailiwick.profiles", "none"),
                Map.of("bailiwick.host", "evil.test"),
                Map.of("bailiwick.database.password", "x"),
                Map.of("bailiwick.terms-of-service", "javascript:alert(1)"),
                Map.of("bailiwick.limits", "x".repeat(5001)),
                Map.of("", ""))) {
            database.transact(
                    entityManager -> assertRefused(Refusal.INVALID, () -> administration(entityManager, caller)
                            .create(authority.id(), "x", ProvisionerKind.ACME, settings)));
        }
        database.transact(entityManager -> assertThat(administration(entityManager, caller)
                        .list(Optional.of(authority.id()), PageRequest.of(Optional.empty(), 1))
                        .items())
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsTakenOnce(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        database.transact(entityManager -> {
            assertRefused(Refusal.CONFLICT, () -> administration(entityManager, KnownCaller.superAdministrator())
                    .create(provisioner.authority().id(), provisioner.name(), ProvisionerKind.ACME, Map.of()));
            entityManager.getTransaction().setRollbackOnly();
            entityManager.getTransaction().rollback();
            entityManager.getTransaction().begin();
        });
    }

    /** It has no accounts and validates nothing, so only the profiles make sense there. */
    @ParameterizedTest
    @EnumSource
    void aManualOneTakesNoSettingsButProfiles(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        Caller caller = KnownCaller.superAdministrator();
        for (Setting setting : Setting.values()) {
            if (setting != Setting.PROFILES) {
                database.transact(
                        entityManager -> assertRefused(Refusal.INVALID, () -> administration(entityManager, caller)
                                .create(
                                        authority.id(),
                                        "x",
                                        ProvisionerKind.MANUAL,
                                        Map.of(setting.key(), setting.standard().orElse("1")))));
            }
        }
        Provisioner made = database.inTransaction(entityManager ->
                administration(entityManager, caller).create(authority.id(), "m", ProvisionerKind.MANUAL, SHORTLIVED));
        database.transact(entityManager -> {
            Provisioner found = administration(entityManager, caller).find(made.id());
            assertThat(found.kind()).isEqualTo(ProvisionerKind.MANUAL);
            assertThat(found.ownSettings()).isEqualTo(Map.of(Setting.PROFILES, "shortlived"));
            assertRefused(Refusal.INVALID, () -> administration(entityManager, caller)
                    .configure(made.id(), made.version(), Map.of("bailiwick.limits", "strict")));
        });
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static List<String> audited(TestDatabase database, UUID provisioner) {
        return database.inTransaction(entityManager -> {
            List<?> kinds = entityManager
                    .createNativeQuery("select kind from audit_event where document like :id", String.class)
                    .setParameter("id", "%" + provisioner + "%")
                    .getResultList();
            return kinds.stream().map(String::valueOf).toList();
        });
    }

    private static ProvisionerAdministration administration(EntityManager entityManager, Caller caller) {
        Clock clock = Clock.fixed(Population.NOW, ZoneOffset.UTC);
        return Injected.into(
                new ProvisionerAdministration(),
                Injected.into(
                        new Provisioners(),
                        entityManager,
                        Settings.of(Map.of()),
                        Injected.into(new CustomProfiles(), entityManager)),
                Injected.into(new Authorities(), entityManager),
                caller,
                clock,
                Injected.into(new AuditLog(), entityManager, clock));
    }
}
