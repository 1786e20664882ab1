package org.bailiwick.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.AdministratorTokens;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.PolicyChanges;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.Policies;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What pages ask of policies: lists, a policy where it stands, and what it was before. */
class PolicyHistoryTest {

    private static final NamePolicy FIRST = Policies.typed("allow dns **.corp");
    private static final NamePolicy SECOND = Policies.typed("allow dns **.corp; deny dns secret.corp");

    @ParameterizedTest
    @EnumSource
    void everyChangeIsToldWithWhoAndWhen(TestDatabase database) {
        KnownCaller caller = KnownCaller.superAdministrator();
        PolicySubject subject = provisioner(database, caller);
        PolicySubject other = provisioner(database, KnownCaller.superAdministrator());
        replace(database, caller, subject, FIRST, 1);
        replace(database, caller, other, SECOND, 2);
        replace(database, caller, subject, SECOND, 3);

        List<PolicyChange> changes =
                history(database, caller, subject, Optional.empty(), 10).items();
        assertThat(changes).hasSize(2);
        PolicyChange last = changes.get(0);
        assertThat(last.who()).isEqualTo("test");
        assertThat(last.at()).isEqualTo(moment(3));
        assertThat(last.before()).isEqualTo(PolicyDraft.of(FIRST));
        assertThat(last.after()).isEqualTo(PolicyDraft.of(SECOND));
        assertThat(last.difference().added()).extracting(PolicyRule::toString).containsExactly("deny dns secret.corp");
        assertThat(changes.get(1).before()).isEqualTo(PolicyDraft.EMPTY);

        Page<PolicyChange> newest = history(database, caller, subject, Optional.empty(), 1);
        assertThat(newest.items()).hasSize(1);
        assertThat(history(database, caller, subject, newest.next(), 1).items())
                .extracting(PolicyChange::id)
                .containsExactly(changes.get(1).id());
    }

    @ParameterizedTest
    @EnumSource
    void aTeamIsNotToldWhoIsOfAnother(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(entityManager -> Population.provisioner(entityManager));
        KnownCaller own = KnownCaller.of(provisioner.authority().team());
        KnownCaller other = KnownCaller.superAdministrator();
        database.transact(entityManager -> {
            entityManager.persist(own.token());
            entityManager.persist(other.token());
        });
        PolicySubject subject = new PolicySubject(PolicyLevel.PROVISIONER, provisioner.id());
        replace(database, own, subject, FIRST, 1);
        replace(database, other, subject, SECOND, 2);
        assertThat(history(database, own, subject, Optional.empty(), 10).items())
                .extracting(PolicyChange::who)
                .containsExactly(PolicyHistory.STRANGER, "test");
        assertThat(history(database, other, subject, Optional.empty(), 10).items())
                .extracting(PolicyChange::who)
                .containsExactly("test", "test");
    }

    @ParameterizedTest
    @EnumSource
    void aVersionIsWhatStoodAfterAChangeOrBefore(TestDatabase database) {
        KnownCaller caller = KnownCaller.superAdministrator();
        PolicySubject subject = provisioner(database, caller);
        PolicySubject other = provisioner(database, KnownCaller.superAdministrator());
        replace(database, caller, subject, FIRST, 1);
        replace(database, caller, subject, SECOND, 2);
        String change = history(database, caller, subject, Optional.empty(), 1)
                .items()
                .get(0)
                .text();
        database.transact(entityManager -> {
            PolicyAdministration policies = policies(entityManager, caller, 4);
            assertThat(policies.version(subject, change)).isEqualTo(PolicyDraft.of(SECOND));
            assertThat(policies.version(subject, change + ".before")).isEqualTo(PolicyDraft.of(FIRST));
            assertRefused(Refusal.UNKNOWN, () -> policies.version(other, change));
            for (String none : List.of("", "now", ".before", "AAAAAAAAAAAAAAAAAAAAAA", change + ".before.before")) {
                assertRefused(Refusal.UNKNOWN, () -> policies.version(subject, none));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsListedIsOfTheTeamAndAsSearched(TestDatabase database) {
        Account account = database.inTransaction(entityManager -> {
            Account made = Population.account(entityManager);
            made.provisioner().govern(SECOND);
            return made;
        });
        ExternalAccountKey key = database.inTransaction(entityManager -> KeyScene.key(
                        entityManager, account.provisioner(), KeyScene.terms("<svg onload=alert(1)> REF"))
                .key());
        KnownCaller caller = KnownCaller.of(account.team());
        database.transact(entityManager -> {
            PolicyAdministration policies = policies(entityManager, caller, 1);
            assertThat(list(policies, PolicyLevel.AUTHORITY, "", false))
                    .extracting(PolicyOverview::name)
                    .containsExactly(account.provisioner().authority().name());
            assertThat(list(policies, PolicyLevel.AUTHORITY, "", true)).isEmpty();
            assertThat(list(policies, PolicyLevel.PROVISIONER, "", true))
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.id())
                                .isEqualTo(account.provisioner().id().toString());
                        assertThat(row.parent())
                                .isEqualTo(account.provisioner().authority().name());
                        assertThat(row.allowing()).isEqualTo(1);
                        assertThat(row.denying()).isEqualTo(1);
                    });
            assertThat(list(policies, PolicyLevel.ACCOUNT, "OPS@corp", false))
                    .singleElement()
                    .satisfies(row -> assertThat(row.silent()).isTrue());
            assertThat(list(policies, PolicyLevel.ACCOUNT, account.id().toString(), false))
                    .hasSize(1);
            assertThat(list(policies, PolicyLevel.ACCOUNT, "100%_", false)).isEmpty();
            assertThat(list(policies, PolicyLevel.EXTERNAL_ACCOUNT_KEY, "onload", false))
                    .singleElement()
                    .satisfies(row -> assertThat(row.id()).isEqualTo(key.id().toString()));
        });
        database.transact(entityManager -> assertThat(list(
                        policies(entityManager, KnownCaller.of(new UUID(1, 1)), 1), PolicyLevel.PROVISIONER, "", false))
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyStandsBesideThoseOfTheOtherLevels(TestDatabase database) {
        Account account = database.inTransaction(entityManager -> {
            Account made = Population.account(entityManager);
            made.provisioner().authority().govern(FIRST);
            made.govern(SECOND);
            return made;
        });
        PolicySubject subject =
                new PolicySubject(PolicyLevel.ACCOUNT, account.id().value());
        database.transact(entityManager -> {
            PolicyStanding standing =
                    policies(entityManager, KnownCaller.of(account.team()), 1).standing(subject);
            assertThat(standing.policy()).isEqualTo(PolicyDraft.of(SECOND));
            assertThat(standing.changeable()).isTrue();
            assertThat(standing.others())
                    .extracting(PolicyStanding.Other::level)
                    .containsExactly("authority", "provisioner");
            assertThat(standing.others().get(0).policy()).isEqualTo(PolicyDraft.of(FIRST));
            assertThat(standing.others().get(1).silent()).isTrue();
            assertThat(policies(entityManager, KnownCaller.of(Role.AUDITOR, account.team()), 1)
                            .standing(subject)
                            .changeable())
                    .isFalse();
        });
    }

    /** Policies of keys only; what the others say of a name is explained, and no more. */
    @ParameterizedTest
    @EnumSource
    void anOperatorSeesThePoliciesOfKeysOnly(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        UUID key = database.inTransaction(
                entityManager -> KeyScene.key(entityManager, account.provisioner(), KeyScene.terms(1))
                        .key()
                        .id()
                        .value());
        PolicySubject subject = new PolicySubject(PolicyLevel.EXTERNAL_ACCOUNT_KEY, key);
        PolicySubject above =
                new PolicySubject(PolicyLevel.PROVISIONER, account.provisioner().id());
        database.transact(entityManager -> {
            PolicyAdministration operator =
                    policies(entityManager, KnownCaller.of(Role.EAB_OPERATOR, account.team()), 1);
            PolicyStanding standing = operator.standing(subject);
            assertThat(standing.changeable()).isTrue();
            assertThat(standing.othersShown()).isFalse();
            assertThat(standing.others()).isEmpty();
            assertRefused(Refusal.FORBIDDEN, () -> operator.standing(above));
            assertRefused(Refusal.FORBIDDEN, () -> operator.version(above, "x"));
            assertRefused(Refusal.FORBIDDEN, () -> operator.history(above, PageRequest.of(Optional.empty(), 1)));
            assertRefused(Refusal.FORBIDDEN, () -> list(operator, PolicyLevel.ACCOUNT, "", false));
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAnotherTeamsHasNoHistory(TestDatabase database) {
        PolicySubject subject = provisioner(database, KnownCaller.superAdministrator());
        database.transact(entityManager -> {
            PolicyAdministration foreign = policies(entityManager, KnownCaller.of(new UUID(1, 1)), 1);
            assertRefused(Refusal.FOREIGN, () -> foreign.standing(subject));
            assertRefused(Refusal.FOREIGN, () -> foreign.history(subject, PageRequest.of(Optional.empty(), 1)));
            assertRefused(Refusal.FOREIGN, () -> foreign.version(subject, "x"));
            assertRefused(Refusal.FOREIGN, () -> foreign.requireVersion(subject.level(), subject.id(), 0));
        });
    }

    @ParameterizedTest
    @EnumSource
    void aNameIsTriedWithWhatIsNotSavedYet(TestDatabase database) {
        KnownCaller caller = KnownCaller.superAdministrator();
        PolicySubject subject = provisioner(database, caller);
        List<SubjectName> names = List.of(SubjectName.parse("secret.corp"));
        database.transact(entityManager -> {
            PolicyAdministration policies = policies(entityManager, caller, 1);
            assertThat(policies.explain(subject.level(), subject.id(), SECOND, names)
                            .deciding())
                    .extractingByKey(PolicyLevel.PROVISIONER)
                    .asString()
                    .contains("deny dns secret.corp");
            assertThat(policies.read(subject.level(), subject.id()).policy()).isEmpty();
        });
    }

    private static void assertRefused(Refusal refusal, Runnable call) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(call::run)
                .satisfies(thrown -> assertThat(thrown.refusal()).isEqualTo(refusal));
    }

    private static List<PolicyOverview> list(
            PolicyAdministration policies, PolicyLevel level, String text, boolean withPolicy) {
        Optional<String> wanted = Optional.of(text).filter(any -> !any.isEmpty());
        return policies.list(level, wanted, withPolicy, PageRequest.of(Optional.empty(), 10))
                .items();
    }

    private static Page<PolicyChange> history(
            TestDatabase database, Caller caller, PolicySubject subject, Optional<UUID> before, int limit) {
        return database.inTransaction(
                entityManager -> policies(entityManager, caller, 9).history(subject, PageRequest.of(before, limit)));
    }

    private static void replace(
            TestDatabase database, Caller caller, PolicySubject subject, NamePolicy policy, int second) {
        database.transact(entityManager -> {
            PolicyAdministration policies = policies(entityManager, caller, second);
            long version = policies.read(subject.level(), subject.id()).version();
            policies.requireVersion(subject.level(), subject.id(), version);
            policies.replace(subject.level(), subject.id(), version, policy);
        });
    }

    private static PolicySubject provisioner(TestDatabase database, KnownCaller caller) {
        Provisioner made = database.inTransaction(entityManager -> {
            entityManager.persist(caller.token());
            return Population.provisioner(entityManager);
        });
        return new PolicySubject(PolicyLevel.PROVISIONER, made.id());
    }

    private static Instant moment(int second) {
        return Population.NOW.plusSeconds(second);
    }

    private static PolicyAdministration policies(EntityManager entityManager, Caller caller, int second) {
        Clock clock = Clock.fixed(moment(second), ZoneOffset.UTC);
        PolicyHistory history = Injected.into(
                new PolicyHistory(),
                Injected.into(new PolicyChanges(), entityManager),
                Injected.into(new Administrators(), entityManager),
                Injected.into(new AdministratorTokens(), entityManager));
        return Injected.into(
                new PolicyAdministration(),
                Injected.into(new GovernedSubjects(), entityManager),
                caller,
                Injected.into(new AuditLog(), entityManager, clock),
                clock,
                history);
    }
}
