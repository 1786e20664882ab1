package org.bailiwick.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Permit;
import org.bailiwick.admin.Role;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a person who administers, on both databases. */
class AdministratorTest {

    private static final String OTHER = "another row of words";

    @ParameterizedTest
    @EnumSource
    void whoIsInvitedSetsHisPasswordAndLogsInByIt(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LinkSecret link = LinkSecret.random();
        AdministratorName name = PersonScene.name();
        AdministratorOverview made = scene.create(name, Permit.EVERYTHING, link);
        assertThat(made.state()).isEqualTo("invited");
        assertRefused(Refusal.INVALID, () -> scene.logIn(name.value(), PersonScene.PASSWORD));

        scene.accept(link, PersonScene.PASSWORD);

        assertThat(scene.find(made.id()).state()).isEqualTo("active");
        assertRefused(Refusal.INVALID, () -> scene.logIn(name.value(), OTHER));
        LoggedIn in = scene.logIn(" " + name.value().toUpperCase(Locale.ROOT), PersonScene.PASSWORD);
        assertThat(in.id()).isEqualTo(made.id());
        assertThat(scene.resumes(in)).isTrue();
        assertThat(scene.find(made.id()).lastLogInAt()).isEqualTo(Population.NOW);
        assertThat(scene.refused()).containsExactly("password", "password");
        assertThat(scene.audited(made.id()))
                .containsExactlyInAnyOrder(
                        "administrator-created", "administrator-password-set", "administrator-logged-in");
    }

    @ParameterizedTest
    @EnumSource
    void aLinkWorksOnceAndForThreeDays(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LinkSecret link = LinkSecret.random();
        scene.create(PersonScene.name(), Permit.EVERYTHING, link);
        scene.accept(link, PersonScene.PASSWORD);
        assertRefused(Refusal.INVALID, () -> scene.accept(link, OTHER));

        LinkSecret late = LinkSecret.random();
        scene.create(PersonScene.name(), Permit.EVERYTHING, late);
        scene.pass(Administrator.LINK_LIFE);
        assertRefused(Refusal.INVALID, () -> scene.accept(late, PersonScene.PASSWORD));
        assertRefused(Refusal.INVALID, () -> scene.accept(LinkSecret.random(), PersonScene.PASSWORD));
        assertThat(scene.refused()).containsExactly("link", "link", "link");
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWhoUseALinkAtOnceOneSetsThePassword(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LinkSecret link = LinkSecret.random();
        UUID id = scene.create(PersonScene.name(), Permit.EVERYTHING, link).id();
        List<Boolean> used = Rivals.both(database, entityManager -> {
            try {
                scene.invitationRecords(entityManager).use(link, PasswordHash.of("x", 1, new byte[1]), "10.1.2.3");
                return true;
            } catch (AdminException late) {
                return false;
            }
        });
        assertThat(used).containsExactlyInAnyOrder(true, false);
        assertThat(scene.audited(id)).containsOnlyOnce("administrator-password-set");
    }

    @ParameterizedTest
    @EnumSource
    void aResetEndsPasswordAndSessions(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        AdministratorOverview person = scene.active(Permit.EVERYTHING);
        LoggedIn in = scene.logIn(person.name(), PersonScene.PASSWORD);
        LinkSecret link = LinkSecret.random();
        database.transact(
                entityManager -> scene.administration(entityManager).reset(person.id(), person.version(), link));

        assertThat(scene.resumes(in)).isFalse();
        assertRefused(Refusal.INVALID, () -> scene.logIn(person.name(), PersonScene.PASSWORD));
        scene.accept(link, OTHER);
        assertThat(scene.resumes(in)).isFalse();
        assertThat(scene.resumes(scene.logIn(person.name(), OTHER))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whoIsSuspendedIsOutAtOnceUntilHeIsResumed(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        AdministratorOverview person = scene.active(Permit.EVERYTHING);
        LoggedIn in = scene.logIn(person.name(), PersonScene.PASSWORD);
        database.transact(entityManager -> scene.administration(entityManager).suspend(person.id(), person.version()));

        assertThat(scene.resumes(in)).isFalse();
        assertRefused(Refusal.INVALID, () -> scene.logIn(person.name(), PersonScene.PASSWORD));
        assertThat(scene.refused()).containsExactly("suspended");
        AdministratorOverview suspended = scene.find(person.id());
        assertThat(suspended.state()).isEqualTo("suspended");

        database.transact(
                entityManager -> scene.administration(entityManager).resume(person.id(), suspended.version()));
        // what was logged in before stays out
        assertThat(scene.resumes(in)).isFalse();
        assertThat(scene.resumes(scene.logIn(person.name(), PersonScene.PASSWORD)))
                .isTrue();
        assertThat(scene.audited(person.id())).contains("administrator-suspended", "administrator-resumed");
    }

    @ParameterizedTest
    @EnumSource
    void aSessionEndsAfterTwelveHours(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        LoggedIn in = scene.logIn(scene.active(Permit.EVERYTHING).name(), PersonScene.PASSWORD);
        scene.pass(LoggedIn.LONGEST.minusMillis(1));
        assertThat(scene.resumes(in)).isTrue();
        scene.pass(Duration.ofMillis(1));
        assertThat(scene.resumes(in)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoReplacesHisPasswordEndsTheOthers(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        AdministratorOverview person = scene.active(Permit.EVERYTHING);
        LoggedIn here = scene.logIn(person.name(), PersonScene.PASSWORD);
        LoggedIn there = scene.logIn(person.name(), PersonScene.PASSWORD);
        Optional<Integer> next = database.inTransaction(entityManager -> scene.records(entityManager)
                .replacePassword(person.id(), here.epoch(), PasswordHash.of(OTHER), PersonScene.CLIENT));
        assertThat(scene.resumes(there)).isFalse();
        assertThat(scene.resumes(here.in(next.orElseThrow()))).isTrue();
        Optional<Integer> late = database.inTransaction(entityManager -> scene.records(entityManager)
                .replacePassword(person.id(), here.epoch(), PasswordHash.of(OTHER), PersonScene.CLIENT));
        assertThat(late).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void roleAndTeamAreChangedByWhoReadWhatIsThere(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        UUID team = database.inTransaction(Population::team).id();
        AdministratorOverview person = scene.active(Permit.EVERYTHING);
        Permit operator = new Permit(Role.EAB_OPERATOR, team);
        database.transact(
                entityManager -> scene.administration(entityManager).permit(person.id(), person.version(), operator));

        AdministratorOverview changed = scene.find(person.id());
        assertThat(changed.role()).isEqualTo("eab-operator");
        assertThat(changed.team()).isEqualTo(team);
        assertThat(changed.teamName()).isNotBlank();
        assertRefused(
                Refusal.STALE,
                () -> database.transact(entityManager ->
                        scene.administration(entityManager).permit(person.id(), person.version(), Permit.EVERYTHING)));
        assertRefused(
                Refusal.INVALID,
                () -> database.transact(entityManager -> scene.administration(entityManager)
                        .permit(person.id(), changed.version(), new Permit(Role.AUDITOR, UUID.randomUUID()))));
    }

    @Test
    void someRolesAreOfATeamAndSomeAreNot() {
        UUID team = UUID.randomUUID();
        for (Role role : Role.values()) {
            boolean needs = role == Role.AUTHORITY_ADMINISTRATOR || role == Role.EAB_OPERATOR;
            if (needs) {
                assertRefused(Refusal.INVALID, () -> new Permit(role, null));
            } else {
                assertThat(new Permit(role, null).team()).isNull();
            }
            if (role == Role.SUPER_ADMINISTRATOR) {
                assertRefused(Refusal.INVALID, () -> new Permit(role, team));
            } else {
                assertThat(new Permit(role, team).team()).isEqualTo(team);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsTakenOnce(TestDatabase database) {
        PersonScene scene = new PersonScene(database);
        AdministratorName name = PersonScene.name();
        scene.create(name, Permit.EVERYTHING, LinkSecret.random());
        assertRefused(Refusal.CONFLICT, () -> scene.create(name, Permit.EVERYTHING, LinkSecret.random()));
    }

    @ParameterizedTest
    @EnumSource
    void whoIsOfATeamSeesThoseOfThatTeam(TestDatabase database) {
        UUID team = database.inTransaction(Population::team).id();
        PersonScene all = new PersonScene(database);
        AdministratorOverview own = all.create(PersonScene.name(), new Permit(Role.AUDITOR, team), LinkSecret.random());
        AdministratorOverview foreign = all.create(PersonScene.name(), Permit.EVERYTHING, LinkSecret.random());
        PersonScene auditor = new PersonScene(database, KnownCaller.of(Role.AUDITOR, team));
        assertThat(auditor.find(own.id()).name()).isEqualTo(own.name());
        assertRefused(Refusal.FOREIGN, () -> auditor.find(foreign.id()));
        assertRefused(Refusal.UNKNOWN, () -> auditor.find(UUID.randomUUID()));
        assertThat(database.inTransaction(entityManager -> auditor.administration(entityManager)
                                .list(Optional.empty(), PageRequest.of(Optional.empty(), 50)))
                        .items())
                .extracting(AdministratorOverview::id)
                .containsExactly(own.id());
        assertThat(database.inTransaction(entityManager -> all.administration(entityManager)
                                .list(Optional.of(foreign.name()), PageRequest.of(Optional.empty(), 200)))
                        .items())
                .extracting(AdministratorOverview::id)
                .contains(foreign.id())
                .doesNotContain(own.id());
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }
}
