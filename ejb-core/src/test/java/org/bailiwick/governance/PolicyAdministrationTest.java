package org.bailiwick.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.account.Account;
import org.bailiwick.account.Contact;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.governance.Impact.RefusedRenewal;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.Policies;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.policy.PolicyViolation;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyAdministrationTest {

    /** So that of two certificates one is the newer. */
    private static final AtomicInteger MOMENTS = new AtomicInteger();

    private static final NamePolicy CORP = Policies.bare("**.corp, <wildcard>", "");
    private static final NamePolicy NO_SECRET = Policies.bare("**.corp", "secret.corp");

    @ParameterizedTest
    @EnumSource
    void aPolicyOfEachLevelIsReplacedAndRead(TestDatabase database) {
        Account account = account(database);
        for (Governed governed :
                List.of(account, account.provisioner(), account.provisioner().authority())) {
            PolicyLevel level = governed.level();
            UUID id = id(account, level);
            GovernedPolicy before = read(database, level, id);
            assertThat(before.policy()).isEqualTo(governed.policy());

            GovernedPolicy written = database.inTransaction(
                    entityManager -> policies(entityManager).replace(level, id, before.version(), NO_SECRET));

            assertThat(written.policy()).contains(NO_SECRET);
            assertThat(written.version()).isNotEqualTo(before.version()).isBetween(0L, 999_999_999_999_999_999L);
            assertThat(read(database, level, id)).isEqualTo(written);
            database.transact(entityManager -> assertThat(entityManager
                            .find(Account.class, account.id().value())
                            .issuancePolicy()
                            .levels())
                    .containsEntry(level, NO_SECRET));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyThatSomebodyElseChangedIsNotOverwritten(TestDatabase database) {
        UUID id = account(database).provisioner().id();
        long version = read(database, PolicyLevel.PROVISIONER, id).version();
        database.transact(
                entityManager -> policies(entityManager).replace(PolicyLevel.PROVISIONER, id, version, NO_SECRET));
        database.transact(entityManager -> assertRefused(Refusal.STALE, () -> policies(entityManager)
                .replace(PolicyLevel.PROVISIONER, id, version, NamePolicy.EMPTY)));
        assertThat(read(database, PolicyLevel.PROVISIONER, id).policy()).contains(NO_SECRET);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoWhoReplaceAtOnceOneIsTold(TestDatabase database) {
        for (int round = 0; round < 10; round++) {
            UUID id = account(database).provisioner().id();
            long version = read(database, PolicyLevel.PROVISIONER, id).version();
            AtomicInteger number = new AtomicInteger();
            List<Boolean> replaced = Rivals.both(database, entityManager -> {
                NamePolicy own = Policies.bare("", "host-" + number.incrementAndGet());
                try {
                    policies(entityManager).replace(PolicyLevel.PROVISIONER, id, version, own);
                    return true;
                } catch (AdminException told) {
                    assertThat(told.refusal()).isEqualTo(Refusal.STALE);
                    return false;
                }
            });
            assertThat(replaced).containsExactlyInAnyOrder(true, false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theVersionIsThePolicysAndNotTheAccounts(TestDatabase database) {
        Account account = account(database);
        UUID id = account.id().value();
        long version = read(database, PolicyLevel.ACCOUNT, id).version();
        database.transact(entityManager ->
                entityManager.find(Account.class, id).reachAt(List.of(new Contact("mailto:other@corp.internal"))));
        assertThat(read(database, PolicyLevel.ACCOUNT, id).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @EnumSource
    void aChangeIsAuditedWithBothPolicies(TestDatabase database) {
        UUID id = account(database).provisioner().authority().id();
        long version = read(database, PolicyLevel.AUTHORITY, id).version();
        GovernedPolicy written = database.inTransaction(
                entityManager -> policies(entityManager).replace(PolicyLevel.AUTHORITY, id, version, NO_SECRET));
        database.transact(entityManager ->
                policies(entityManager).replace(PolicyLevel.AUTHORITY, id, written.version(), NO_SECRET));
        assertThat(audited(database, id))
                .singleElement()
                .asString()
                .contains(
                        "\"administrator\":",
                        "\"level\":\"authority\"",
                        "\"before\":{\"allow\":{\"dns\":[\"**.corp\"]},\"allowWildcardNames\":true}",
                        "\"policy\":{\"allow\":{\"dns\":[\"**.corp\"]},\"deny\":{\"dns\":[\"secret.corp\"]}}");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAnotherTeamsDoesNotExist(TestDatabase database) {
        Account account = account(database);
        for (PolicyLevel level : List.of(PolicyLevel.AUTHORITY, PolicyLevel.PROVISIONER, PolicyLevel.ACCOUNT)) {
            UUID id = id(account, level);
            database.transact(entityManager -> {
                PolicyAdministration foreign = policies(entityManager, KnownCaller.of(new UUID(1, 1)));
                assertRefused(Refusal.FOREIGN, () -> foreign.read(level, id));
                assertRefused(Refusal.FOREIGN, () -> foreign.replace(level, id, 0, NamePolicy.EMPTY));
                assertRefused(Refusal.FOREIGN, () -> foreign.explain(level, id, List.of()));
                assertRefused(Refusal.FOREIGN, () -> foreign.impact(level, id, NamePolicy.EMPTY, Optional.empty(), 1));
                assertRefused(Refusal.UNKNOWN, () -> foreign.read(level, new UUID(1, 1)));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsExplainedIsWhatAllLevelsSay(TestDatabase database) {
        Account account = account(database);
        database.transact(entityManager -> {
            Account found = entityManager.find(Account.class, account.id().value());
            found.provisioner().govern(NO_SECRET);
            found.govern(Policies.bare("host.corp", ""));
        });
        List<SubjectName> names = List.of(SubjectName.parse("secret.corp"));
        database.transact(entityManager -> {
            PolicyAdministration policies = policies(entityManager);
            assertThat(policies.explain(PolicyLevel.ACCOUNT, id(account, PolicyLevel.ACCOUNT), names)
                            .violations())
                    .extracting(PolicyViolation::level, PolicyViolation::rule)
                    .containsExactly(
                            tuple(PolicyLevel.PROVISIONER, "deny dns secret.corp"),
                            tuple(PolicyLevel.ACCOUNT, "no rule allows it"));
            assertThat(policies.explain(PolicyLevel.PROVISIONER, id(account, PolicyLevel.PROVISIONER), names)
                            .violations())
                    .hasSize(1);
            assertThat(policies.explain(PolicyLevel.AUTHORITY, id(account, PolicyLevel.AUTHORITY), names)
                            .permitted())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTighterPolicyIsToldWhichRenewalsItStops(TestDatabase database) {
        Account account = account(database);
        Certificate stopped = stored(database, account, "secret.corp", "host.corp");
        stored(database, account, "host.corp");

        for (PolicyLevel level : List.of(PolicyLevel.AUTHORITY, PolicyLevel.PROVISIONER, PolicyLevel.ACCOUNT)) {
            Impact impact = impact(database, account, level, NO_SECRET);
            assertThat(impact.examined()).isEqualTo(2);
            assertThat(impact.refused()).isEqualTo(1);
            assertThat(impact.refusedToday()).isZero();
            assertThat(impact.items()).singleElement().satisfies(refused -> {
                assertThat(refused.certificate()).isEqualTo(stopped.id());
                assertThat(refused.serial()).isEqualTo(stopped.serial());
                assertThat(refused.account()).contains(account.id());
                assertThat(refused.notAfter()).isEqualTo(stopped.notAfter());
                assertThat(refused.names()).contains(SubjectName.parse("secret.corp"), SubjectName.parse("host.corp"));
                assertThat(refused.violations()).allSatisfy(violation -> {
                    assertThat(violation.level()).isEqualTo(level);
                    assertThat(violation.rule()).isEqualTo("deny dns secret.corp");
                });
            });
        }
        assertThat(read(database, PolicyLevel.AUTHORITY, id(account, PolicyLevel.AUTHORITY))
                        .policy())
                .contains(CORP);
    }

    /** They are judged by the policy of their provisioner, at whichever level one is proposed. */
    @ParameterizedTest
    @EnumSource
    void whatAdministratorsAskedForIsStoppedToo(TestDatabase database) {
        KnownCaller caller = KnownCaller.superAdministrator();
        Provisioner manual = database.inTransaction(entityManager -> {
            Provisioner made = new Provisioner(
                    Population.authority(entityManager), Population.name(), ProvisionerKind.MANUAL, Population.NOW);
            made.authority().govern(CORP);
            made.govern(NO_SECRET);
            entityManager.persist(made);
            entityManager.persist(caller.token());
            return made;
        });
        List<Certificate> both = new ArrayList<>();
        for (String name : List.of("secret.corp", "host.corp")) {
            both.add(database.inTransaction(entityManager -> CertificateScene.ofManualRequest(
                    entityManager, manual, caller.id(), CertificateScene.issued(Population.key(), name))));
        }
        database.transact(entityManager -> {
            Impact ofProvisioner = policies(entityManager)
                    .impact(PolicyLevel.PROVISIONER, manual.id(), NO_SECRET, Optional.empty(), 10);
            assertThat(ofProvisioner.examined()).isEqualTo(2);
            assertThat(ofProvisioner.items())
                    .extracting(RefusedRenewal::certificate)
                    .containsExactly(both.get(0).id());
            Impact ofAuthority = policies(entityManager)
                    .impact(PolicyLevel.AUTHORITY, manual.authority().id(), NO_SECRET, Optional.empty(), 10);
            assertThat(ofAuthority.examined()).isEqualTo(2);
            assertThat(ofAuthority.refused()).isEqualTo(1);
            assertThat(ofAuthority.refusedToday()).as("by its provisioner").isEqualTo(1);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theKeyThatAnAccountIsBoundToIsALevelToo(TestDatabase database) {
        Account account = account(database);
        UUID key = bound(database, account);
        Certificate stopped = stored(database, account, "secret.corp");
        stored(database, account(database), "secret.corp");
        PolicyLevel level = PolicyLevel.EXTERNAL_ACCOUNT_KEY;

        database.transact(entityManager -> {
            Impact impact = policies(entityManager).impact(level, key, NO_SECRET, Optional.empty(), 10);
            assertThat(impact.items()).extracting(RefusedRenewal::certificate).containsExactly(stopped.id());
            assertThat(impact.items().get(0).violations())
                    .extracting(PolicyViolation::level)
                    .contains(level);
        });
        long version = read(database, level, key).version();
        database.transact(entityManager -> policies(entityManager).replace(level, key, version, NO_SECRET));
        database.transact(entityManager -> assertThat(policies(entityManager)
                        .explain(PolicyLevel.ACCOUNT, account.id().value(), List.of(SubjectName.parse("secret.corp")))
                        .violations())
                .extracting(PolicyViolation::level)
                .containsOnly(level));
    }

    @ParameterizedTest
    @EnumSource
    void aKeysPolicyIsChangedAsThatOfAnyLevel(TestDatabase database) {
        Account account = account(database);
        PolicyLevel level = PolicyLevel.EXTERNAL_ACCOUNT_KEY;
        UUID key = key(database, account);
        long none = read(database, level, key).version();
        database.transact(entityManager -> bind(entityManager, account, key));
        // one more account at the key is nothing that who edits its policy must hear of
        long narrowed = replace(database, level, key, none, NO_SECRET).version();
        database.transact(entityManager -> assertRefused(
                Refusal.STALE, () -> policies(entityManager).replace(level, key, none, NamePolicy.EMPTY)));
        assertThat(replace(database, level, key, narrowed, NamePolicy.EMPTY).version())
                .isEqualTo(none);
        assertThat(audited(database, new ResourceId(key))).hasSize(2).anySatisfy(event -> assertThat(event.toString())
                .contains("\"level\":\"externalAccountKey\"", "\"policy\":{\"allow\":{\"dns\":[\"**.corp\"]}"));
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyPolicyInPlaceOfNoneIsNoChange(TestDatabase database) {
        Account account = account(database);
        for (Map.Entry<PolicyLevel, UUID> each : Map.of(
                        PolicyLevel.PROVISIONER, account.provisioner().id(),
                        PolicyLevel.ACCOUNT, account.id().value(),
                        PolicyLevel.EXTERNAL_ACCOUNT_KEY, key(database, account))
                .entrySet()) {
            long version = read(database, each.getKey(), each.getValue()).version();
            assertThat(replace(database, each.getKey(), each.getValue(), version, NamePolicy.EMPTY)
                            .version())
                    .isEqualTo(version);
            assertThat(audited(database, each.getValue())).isEmpty();
            assertThat(audited(database, new ResourceId(each.getValue()))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedKeyIsGivenNoPolicy(TestDatabase database) {
        PolicyLevel level = PolicyLevel.EXTERNAL_ACCOUNT_KEY;
        UUID key = key(database, account(database));
        long version = read(database, level, key).version();
        database.transact(entityManager ->
                entityManager.find(ExternalAccountKey.class, key).revoke(Population.NOW));
        database.transact(entityManager ->
                assertRefused(Refusal.CONFLICT, () -> policies(entityManager).replace(level, key, version, NO_SECRET)));
        assertThat(audited(database, new ResourceId(key))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anOperatorOfKeysHasToDoWithTheirPoliciesOnly(TestDatabase database) {
        Account account = account(database);
        UUID key = bound(database, account);
        stored(database, account, "secret.corp");
        UUID team = account.provisioner().team();
        database.transact(entityManager -> {
            PolicyAdministration operator = policies(entityManager, KnownCaller.of(Role.EAB_OPERATOR, team));
            PolicyLevel level = PolicyLevel.EXTERNAL_ACCOUNT_KEY;
            List<SubjectName> names = List.of(SubjectName.parse("secret.corp"));
            long version = operator.read(level, key).version();
            assertThat(operator.impact(level, key, NO_SECRET, Optional.empty(), 10)
                            .refused())
                    .isEqualTo(1);
            assertThat(operator.explain(level, key, names).permitted()).isTrue();
            operator.replace(level, key, version, NO_SECRET);
            assertThat(operator.explain(level, key, names).permitted()).isFalse();
            for (PolicyLevel other : List.of(PolicyLevel.AUTHORITY, PolicyLevel.PROVISIONER, PolicyLevel.ACCOUNT)) {
                // there or not
                for (UUID id : List.of(id(account, other), new UUID(1, 1))) {
                    assertRefused(Refusal.FORBIDDEN, () -> operator.read(other, id));
                    assertRefused(Refusal.FORBIDDEN, () -> operator.replace(other, id, 0, NO_SECRET));
                    assertRefused(Refusal.FORBIDDEN, () -> operator.impact(other, id, NO_SECRET, Optional.empty(), 10));
                    assertRefused(Refusal.FORBIDDEN, () -> operator.explain(other, id, names));
                }
            }
        });
        database.transact(entityManager -> {
            PolicyAdministration stranger = policies(entityManager, KnownCaller.of(Role.EAB_OPERATOR, new UUID(1, 1)));
            assertRefused(Refusal.FOREIGN, () -> stranger.read(PolicyLevel.EXTERNAL_ACCOUNT_KEY, key));
        });
    }

    @ParameterizedTest
    @EnumSource
    void certificatesThatNobodyWillRenewDoNotCount(TestDatabase database) {
        Account account = account(database);
        Certificate revoked = stored(database, account, "secret.corp", "revoked.corp");
        Certificate replaced = stored(database, account, "secret.corp", "replaced.corp");
        Account gone = new Account(account.provisioner(), Population.key(), List.of(), null, Population.NOW);
        gone.deactivate(Population.NOW);
        database.transact(entityManager -> entityManager.persist(gone));
        stored(database, gone, "secret.corp");
        database.transact(entityManager -> {
            CertificateScene.certificates(entityManager)
                    .revoke(
                            entityManager.find(Certificate.class, revoked.id().value()),
                            RevocationReason.SUPERSEDED,
                            Population.NOW);
            CertificateScene.stored(
                    entityManager,
                    account,
                    CertificateScene.issued(Population.key(), "host.corp"),
                    Optional.of(replaced.id()));
        });
        stored(database, account(database), "secret.corp");

        Impact impact = impact(database, account, PolicyLevel.AUTHORITY, NO_SECRET);
        assertThat(impact.refused()).isZero();
        // the successor of the one that was replaced
        assertThat(impact.examined()).isEqualTo(1);

        Certificate valid = stored(database, account, "secret.corp");
        assertThat(impact(database, account, PolicyLevel.AUTHORITY, NO_SECRET).refused())
                .isEqualTo(1);
        Instant expired = valid.notAfter().plusSeconds(1);
        database.transact(entityManager -> assertThat(policies(entityManager, KnownCaller.superAdministrator(), expired)
                        .impact(
                                PolicyLevel.AUTHORITY,
                                id(account, PolicyLevel.AUTHORITY),
                                NO_SECRET,
                                Optional.empty(),
                                10)
                        .examined())
                .isZero());
    }

    /** More pages than one; the oldest pages are the last. */
    @ParameterizedTest
    @EnumSource
    void ofManyForTheSameNamesTheNewestIsTold(TestDatabase database) {
        Account account = account(database);
        IssuedCertificate host = CertificateScene.issued(Population.key(), "host.corp");
        IssuedCertificate secret = CertificateScene.issued(Population.key(), "secret.corp");
        for (int i = 0; i < 30; i++) {
            // few at a time: before each query Hibernate looks whether one of the others has changed
            database.transact(entityManager -> {
                for (int j = 0; j < 20; j++) {
                    CertificateScene.stored(entityManager, account, again(host));
                    CertificateScene.stored(entityManager, account, again(secret));
                }
            });
        }
        Certificate newest = stored(database, account, "secret.corp");

        Impact impact = impact(database, account, PolicyLevel.AUTHORITY, NO_SECRET);
        // of both names one
        assertThat(impact.examined()).isEqualTo(2);
        assertThat(impact.refused()).isEqualTo(1);
        assertThat(impact.items()).extracting(RefusedRenewal::certificate).containsExactly(newest.id());
    }

    /** What ends first is what somebody has to do something about first, however old it is. */
    @ParameterizedTest
    @EnumSource
    void whatEndsFirstIsToldFirstAndAllIsToldPageByPage(TestDatabase database) {
        Account account = account(database);
        List<Certificate> byEnd = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byEnd.add(ending(database, account, i % 2 == 0 ? 50 - i : 20 - i, "secret.corp", "host-" + i + ".corp"));
        }
        ending(database, account, 60, "host.lan");
        byEnd.sort(Comparator.comparing(Certificate::notAfter));
        List<ResourceId> told = new ArrayList<>();
        Optional<Impact.Position> after = Optional.empty();
        do {
            Optional<Impact.Position> from = after;
            Impact impact = database.inTransaction(entityManager -> policies(entityManager)
                    .impact(PolicyLevel.ACCOUNT, id(account, PolicyLevel.ACCOUNT), NO_SECRET, from, 2));
            assertThat(impact.refused()).isEqualTo(6);
            assertThat(impact.refusedToday()).isEqualTo(1);
            assertThat(impact.items()).hasSize(2);
            impact.items().forEach(refused -> told.add(refused.certificate()));
            after = impact.next();
            assertThat(after.map(Impact.Position::toString).flatMap(Impact.Position::parse))
                    .isEqualTo(after);
        } while (after.isPresent());
        assertThat(told)
                .hasSize(6)
                .startsWith(byEnd.stream().map(Certificate::id).toArray(ResourceId[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.x", "-1.AAAAAAAAAAAAAAAAAAAAAA", "99999999999999999999.AAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoPositionIsNone(String text) {
        assertThat(Impact.Position.parse(text)).isEmpty();
    }

    private static Certificate ending(TestDatabase database, Account account, int days, String... names) {
        IssuedCertificate issued = CertificateScene.issued(Population.key(), names);
        IssuedCertificate ending = new IssuedCertificate(
                SerialNumber.random(),
                issued.der(),
                issued.notBefore(),
                Population.NOW.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS));
        Instant now = Population.NOW.plusSeconds(MOMENTS.incrementAndGet());
        return database.inTransaction(
                entityManager -> CertificateScene.stored(entityManager, account, ending, Optional.empty(), now));
    }

    private static GovernedPolicy replace(
            TestDatabase database, PolicyLevel level, UUID id, long version, NamePolicy policy) {
        return database.inTransaction(entityManager -> policies(entityManager).replace(level, id, version, policy));
    }

    private static List<?> audited(TestDatabase database, Object id) {
        return database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'policy-changed' and document like :id",
                        String.class)
                .setParameter("id", "%" + id + "%")
                .getResultList());
    }

    private static UUID key(TestDatabase database, Account account) {
        return database.inTransaction(
                entityManager -> KeyScene.key(entityManager, account.provisioner(), KeyScene.terms(1))
                        .key()
                        .id()
                        .value());
    }

    private static UUID bound(TestDatabase database, Account account) {
        UUID key = key(database, account);
        database.transact(entityManager -> bind(entityManager, account, key));
        return key;
    }

    private static void bind(EntityManager entityManager, Account account, UUID key) {
        entityManager
                .createNativeQuery("update account set external_account_key_id = :key where id = :id")
                .setParameter("key", key)
                .setParameter("id", account.id().value())
                .executeUpdate();
        entityManager
                .createNativeQuery("update external_account_key set version = version + 1 where id = :key")
                .setParameter("key", key)
                .executeUpdate();
    }

    private static IssuedCertificate again(IssuedCertificate issued) {
        return new IssuedCertificate(SerialNumber.random(), issued.der(), issued.notBefore(), issued.notAfter());
    }

    private static Certificate stored(TestDatabase database, Account account, String... names) {
        IssuedCertificate issued = CertificateScene.issued(Population.key(), names);
        Instant now = Population.NOW.plusSeconds(MOMENTS.incrementAndGet());
        return database.inTransaction(
                entityManager -> CertificateScene.stored(entityManager, account, issued, Optional.empty(), now));
    }

    private static Impact impact(TestDatabase database, Account account, PolicyLevel level, NamePolicy proposed) {
        return database.inTransaction(entityManager ->
                policies(entityManager).impact(level, id(account, level), proposed, Optional.empty(), 10));
    }

    private static GovernedPolicy read(TestDatabase database, PolicyLevel level, UUID id) {
        return database.inTransaction(entityManager -> policies(entityManager).read(level, id));
    }

    private static void assertRefused(Refusal refusal, Runnable call) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(call::run)
                .satisfies(thrown -> assertThat(thrown.refusal()).isEqualTo(refusal));
    }

    private static Account account(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Account account = Population.account(entityManager);
            account.provisioner().authority().govern(CORP);
            return account;
        });
    }

    private static UUID id(Account account, PolicyLevel level) {
        return switch (level) {
            case AUTHORITY -> account.provisioner().authority().id();
            case PROVISIONER -> account.provisioner().id();
            case ACCOUNT -> account.id().value();
            case EXTERNAL_ACCOUNT_KEY -> throw new IllegalArgumentException("it has none");
        };
    }

    private static PolicyAdministration policies(EntityManager entityManager) {
        return policies(entityManager, KnownCaller.superAdministrator());
    }

    private static PolicyAdministration policies(EntityManager entityManager, Caller caller) {
        return policies(entityManager, caller, Population.NOW);
    }

    private static PolicyAdministration policies(EntityManager entityManager, Caller caller, Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return Injected.into(
                new PolicyAdministration(),
                Injected.into(new GovernedSubjects(), entityManager),
                caller,
                Injected.into(new AuditLog(), entityManager, clock),
                clock);
    }
}
