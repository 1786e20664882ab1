package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateScene;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.job.Jobs;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.policy.NamePattern;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.ra.RegistrationAuthorities;
import org.bailiwick.ra.RegistrationAuthority;
import org.bailiwick.ra.RelayScene;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Revocation of all certificates that meet some criteria. */
class MassRevocationTest {

    /** When the administrator looks: a minute after all was issued. */
    private static final Instant LATER = Population.NOW.plusSeconds(60);

    private final List<String> scheduled = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void whatAPreviewShowsIsWhatIsRevoked(TestDatabase database) {
        Scene scene = scene(database);
        ResourceId host = scene.certificate("host.branch.corp");
        ResourceId other = scene.certificate("x.y.branch.corp");
        ResourceId stays = scene.certificate("branch.corp");
        RevocationCriteria criteria = named("**.branch.corp");

        RevocationPreview preview = scene.preview(criteria);
        assertThat(preview.certificates()).isEqualTo(2);
        assertThat(preview.first()).extracting(Certificate::id).containsExactlyInAnyOrder(host, other);
        // what is issued from then on is not hit
        ResourceId late = scene.certificate(LATER.plusSeconds(1), "late.branch.corp");

        MassRevocation begun = scene.begin(LATER.plusSeconds(2), criteria, "superseded", preview.token());
        assertThat(scheduled).containsExactly(begun.id().toString());
        scene.run(begun);

        MassRevocation ended = scene.find(begun);
        assertThat(ended.endedAt()).isPresent();
        assertThat(ended.revoked()).isEqualTo(2);
        assertThat(ended.left()).isZero();
        assertThat(ended.criteria()).isEqualTo(criteria);
        for (ResourceId id : List.of(host, other)) {
            assertThat(scene.read(id).revocationReason()).contains(RevocationReason.SUPERSEDED);
        }
        for (ResourceId id : List.of(stays, late)) {
            assertThat(scene.read(id).revoked()).isFalse();
        }
        assertThat(scene.audited(begun.id().toString()))
                .hasSize(4)
                .anyMatch(event -> event.startsWith("mass-revocation-begun")
                        && event.contains("\"criteria\":{\"name\":\"**.branch.corp\"}")
                        && event.contains("\"certificates\":2"))
                .anyMatch(event -> event.startsWith("certificate-withdrawn") && event.contains(host.toString()))
                .anyMatch(event -> event.startsWith("mass-revocation-ended") && event.contains("\"revoked\":2"));
        // it is done once, however often the job runs
        scene.run(begun);
        assertThat(scene.audited(begun.id().toString())).hasSize(4);
    }

    /** What others do between preview and revocation is no conflict: it is counted. */
    @ParameterizedTest
    @EnumSource
    void whatEndedMeanwhileIsSkippedAndCounted(TestDatabase database) {
        Scene scene = scene(database);
        ResourceId revoked = scene.certificate("a.corp");
        scene.certificate("b.corp");
        ResourceId before = scene.certificate("c.corp");
        scene.revoke(before, Population.NOW);
        RevocationCriteria criteria = named("*.corp");
        RevocationPreview preview = scene.preview(criteria);
        assertThat(preview.certificates()).isEqualTo(2);
        scene.revoke(revoked, LATER.plusSeconds(1));

        MassRevocation begun = scene.begin(LATER.plusSeconds(2), criteria, "unspecified", preview.token());
        // the other one expires before the job comes to it
        scene.run(begun, Population.NOW.plus(Duration.ofDays(100)));

        MassRevocation ended = scene.find(begun);
        assertThat(ended.revoked()).isZero();
        assertThat(ended.alreadyRevoked()).isEqualTo(1);
        assertThat(ended.expired()).isEqualTo(1);
        assertThat(ended.endedAt()).isPresent();
    }

    /** Each node has a clock of its own; what is revoked is what was seen, whoever shows, begins and issues. */
    @ParameterizedTest
    @EnumSource
    void clocksThatDifferChangeNothingOfWhatIsRevoked(TestDatabase database) {
        Scene scene = scene(database);
        ResourceId seen = scene.certificate("a.corp");
        ResourceId ofOneAhead = scene.certificate(LATER.plusSeconds(2), "b.corp");
        RevocationCriteria criteria = named("*.corp");
        RevocationPreview preview = scene.preview(criteria);
        assertThat(preview.first()).extracting(Certificate::id).containsExactly(seen);
        ResourceId laterOfOneAhead = scene.certificate(LATER.plusSeconds(3), "c.corp");
        // revoked since, by a node ahead
        scene.revoke(ofOneAhead, LATER.plusSeconds(4));

        MassRevocation begun = scene.begin(LATER.minusSeconds(30), criteria, "superseded", preview.token());
        scene.run(begun);

        assertThat(scene.find(begun).revoked()).isEqualTo(1);
        assertThat(scene.read(seen).revocationReason()).contains(RevocationReason.SUPERSEDED);
        assertThat(scene.read(laterOfOneAhead).revoked()).isFalse();
        // and who looks again sees what is left
        RevocationPreview again = database.inTransaction(entityManager ->
                scene.administration(entityManager, LATER.plusSeconds(60)).preview(scene.authority(), criteria));
        assertThat(again.first()).extracting(Certificate::id).containsExactly(laterOfOneAhead);
        scene.certificate(LATER.minusSeconds(2), "of-one-behind.corp");
        assertRefused(Refusal.CONFLICT, () -> scene.begin(LATER, criteria, "superseded", preview.token()));
    }

    /** A certificate that was stored late is one that nobody saw. */
    @ParameterizedTest
    @EnumSource
    void whatWasNotSeenIsAConflict(TestDatabase database) {
        Scene scene = scene(database);
        scene.certificate("a.corp");
        RevocationCriteria criteria = named("*.corp");
        String token = scene.preview(criteria).token();
        assertRefused(Refusal.CONFLICT, () -> scene.begin(LATER, named("**.elsewhere"), "superseded", token));
        assertRefused(
                Refusal.CONFLICT, () -> scene.begin(LATER.plus(Duration.ofHours(2)), criteria, "superseded", token));
        assertRefused(Refusal.CONFLICT, () -> scene.begin(LATER.minusSeconds(61), criteria, "superseded", token));
        assertRefused(Refusal.INVALID, () -> scene.begin(LATER, criteria, "superseded", "x"));
        assertRefused(Refusal.INVALID, () -> scene.begin(LATER, criteria, "certificateHold", token));

        scene.certificate(LATER.minusMillis(500), "b.corp");
        assertRefused(Refusal.CONFLICT, () -> scene.begin(LATER, criteria, "superseded", token));
        assertThat(scheduled).isEmpty();
        assertThat(scene.list()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keysThatWereCompromisedAreBlocked(TestDatabase database) {
        Scene scene = scene(database);
        AccountKey key = Population.key();
        scene.certificate(key, Population.NOW, "a.corp");
        RevocationCriteria criteria = named("a.corp");
        scene.run(scene.begin(
                LATER, criteria, "keyCompromise", scene.preview(criteria).token()));
        database.transact(entityManager -> assertThat(Injected.into(new BlockedKeys(), entityManager)
                        .contains(KeyFingerprint.of(key.subjectPublicKeyInfo())))
                .isTrue());
    }

    /** A node that dies between two parts leaves what is done done, and another goes on. */
    @ParameterizedTest
    @EnumSource
    void itGoesOnWhereItWasInterrupted(TestDatabase database) {
        Scene scene = scene(database);
        int many = MassRevocationPart.SIZE + 3;
        for (int i = 0; i < many; i++) {
            scene.certificate("host-%d.corp".formatted(i));
        }
        RevocationCriteria criteria = named("*.corp");
        RevocationPreview preview = scene.preview(criteria);
        assertThat(preview.certificates()).isEqualTo(many);
        assertThat(preview.first()).hasSize(100);
        MassRevocation begun = scene.begin(LATER, criteria, "superseded", preview.token());

        assertThat(scene.step(begun, LATER)).isTrue();
        assertThat(scene.find(begun).revoked()).isEqualTo(MassRevocationPart.SIZE);
        assertThat(scene.find(begun).left()).isEqualTo(3);
        assertThat(scene.find(begun).endedAt()).isEmpty();

        scene.run(begun);
        assertThat(scene.find(begun).revoked()).isEqualTo(many);
        assertThat(scene.find(begun).endedAt()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void eachCriterionNarrows(TestDatabase database) {
        Scene scene = scene(database);
        ResourceId first = scene.certificate("a.corp");
        ResourceId second = scene.certificate(Population.NOW.plusSeconds(10), "b.corp");
        ResourceId bound = scene.boundCertificate("a.corp");

        assertThat(scene.hit(criteria(Optional.of(scene.account.id()), Optional.empty(), Optional.empty())))
                .containsExactlyInAnyOrder(first, second);
        assertThat(scene.hit(
                        criteria(Optional.empty(), Optional.of(scene.key.key().id()), Optional.empty())))
                .containsExactly(bound);
        assertThat(scene.hit(criteria(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(scene.account.provisioner().id()))))
                .containsExactlyInAnyOrder(first, second, bound);
        assertThat(scene.hit(issued(Population.NOW.plusSeconds(1), null))).containsExactly(second);
        assertThat(scene.hit(issued(Population.NOW, null))).containsExactlyInAnyOrder(first, second, bound);
        assertThat(scene.hit(issued(null, Population.NOW.plusSeconds(10)))).containsExactlyInAnyOrder(first, bound);
        assertThat(scene.hit(issued(null, Population.NOW))).isEmpty();
        assertThat(scene.hit(new RevocationCriteria(
                        Optional.of(scene.account.id()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(NamePattern.parse("a.corp")),
                        Optional.of(Population.NOW),
                        Optional.of(LATER))))
                .containsExactly(first);
    }

    @ParameterizedTest
    @EnumSource
    void whatAdministratorsAskedForIsFoundByItsProvisioner(TestDatabase database) {
        Scene scene = scene(database);
        scene.certificate("a.corp");
        Provisioner manual = database.inTransaction(entityManager -> {
            Provisioner made = new Provisioner(
                    scene.account.provisioner().authority(), Population.name(), ProvisionerKind.MANUAL, Population.NOW);
            entityManager.persist(made);
            return made;
        });
        ResourceId asked = database.inTransaction(entityManager -> CertificateScene.ofManualRequest(
                        entityManager, manual, scene.caller.id(), CertificateScene.issued(Population.key(), "a.corp"))
                .id());
        assertThat(scene.hit(criteria(Optional.empty(), Optional.empty(), Optional.of(manual.id()))))
                .containsExactly(asked);
    }

    /** E: the registration authority's key was stolen. */
    @ParameterizedTest
    @EnumSource
    void whatARegistrationAuthorityRelayedIsFoundByItAndByItsProvisioner(TestDatabase database) {
        Scene scene = scene(database);
        scene.certificate("a.corp");
        Provisioner provisioner = database.inTransaction(entityManager -> {
            Provisioner made = new Provisioner(
                    scene.account.provisioner().authority(), Population.name(), ProvisionerKind.RA, Population.NOW);
            entityManager.persist(made);
            return made;
        });
        RegistrationAuthority branch =
                database.inTransaction(entityManager -> RelayScene.registrationAuthority(entityManager, provisioner));
        RegistrationAuthority other =
                database.inTransaction(entityManager -> RelayScene.registrationAuthority(entityManager, provisioner));
        ResourceId first = relayed(database, branch);
        ResourceId second = relayed(database, other);
        assertThat(scene.hit(relayedBy(branch))).containsExactly(first);
        assertThat(scene.hit(relayedBy(other))).containsExactly(second);
        assertThat(scene.hit(criteria(Optional.empty(), Optional.empty(), Optional.of(provisioner.id()))))
                .containsExactlyInAnyOrder(first, second);
    }

    private static ResourceId relayed(TestDatabase database, RegistrationAuthority by) {
        return database.inTransaction(entityManager -> CertificateScene.ofRelayedRequest(
                        entityManager,
                        by,
                        RelayScene.message(Optional.empty()),
                        CertificateScene.issued(Population.key(), "a.corp"))
                .id());
    }

    private static RevocationCriteria relayedBy(RegistrationAuthority registrationAuthority) {
        return new RevocationCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(registrationAuthority.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void patternsMeanWhatTheyMeanInPolicies(TestDatabase database) {
        Scene scene = scene(database);
        ResourceId host = scene.certificate("host.corp");
        ResourceId deep = scene.certificate("a.b.corp");
        ResourceId wild = scene.certificate("*.corp");
        ResourceId single = scene.certificate("intranet");
        ResourceId several = scene.certificate("evilcorp", "x.other");
        Map<String, List<ResourceId>> expected = Map.of(
                "host.corp", List.of(host),
                "*.corp", List.of(host, wild),
                "**.corp", List.of(host, deep, wild),
                "*.b.corp", List.of(deep),
                "corp", List.of(),
                "<single-label>", List.of(single, several),
                "x.other", List.of(several),
                "*.other", List.of(several));
        expected.forEach((pattern, hit) -> {
            assertThat(scene.hit(named(pattern))).as(pattern).containsExactlyInAnyOrderElementsOf(hit);
        });
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsThingsAreNotThere(TestDatabase database) {
        Scene scene = scene(database);
        Scene foreign = scene(database);
        ResourceId stays = foreign.certificate("a.corp");
        RevocationCriteria criteria = named("a.corp");
        assertThat(scene.preview(criteria).certificates()).isZero();
        MassRevocation theirs = foreign.begin(
                LATER, criteria, "superseded", foreign.preview(criteria).token());
        UUID authority = foreign.authority();
        assertRefused(Refusal.FOREIGN, () -> scene.asOwner(revocations -> revocations.preview(authority, criteria)));
        assertRefused(
                Refusal.FOREIGN,
                () -> scene.asOwner(revocations -> revocations.begin(authority, criteria, "superseded", "x")));
        assertRefused(Refusal.FOREIGN, () -> scene.asOwner(revocations -> revocations.find(theirs.id())));
        assertRefused(
                Refusal.FOREIGN,
                () -> scene.asOwner(
                        revocations -> revocations.list(Optional.of(authority), PageRequest.of(Optional.empty(), 1))));
        assertRefused(
                Refusal.FOREIGN,
                () -> scene.preview(criteria(Optional.of(foreign.account.id()), Optional.empty(), Optional.empty())));
        assertRefused(
                Refusal.FOREIGN,
                () -> scene.preview(
                        criteria(Optional.empty(), Optional.of(foreign.key.key().id()), Optional.empty())));
        assertRefused(
                Refusal.FOREIGN,
                () -> scene.preview(criteria(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(foreign.account.provisioner().id()))));
        assertRefused(
                Refusal.UNKNOWN,
                () -> scene.preview(
                        criteria(Optional.of(new ResourceId(new UUID(1, 1))), Optional.empty(), Optional.empty())));
        assertThat(scene.list()).isEmpty();
        assertThat(foreign.read(stays).revoked()).isFalse();
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable request) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(request)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static RevocationCriteria named(String pattern) {
        return new RevocationCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(NamePattern.parse(pattern)),
                Optional.empty(),
                Optional.empty());
    }

    private static RevocationCriteria criteria(
            Optional<ResourceId> account, Optional<ResourceId> key, Optional<UUID> provisioner) {
        return new RevocationCriteria(account, key, provisioner, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static RevocationCriteria issued(@Nullable Instant from, @Nullable Instant before) {
        return new RevocationCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(from),
                Optional.ofNullable(before));
    }

    private Scene scene(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Account account = Population.account(entityManager);
            IssuedKey key = KeyScene.key(entityManager, account.provisioner(), KeyScene.terms(1));
            Account bound = new Account(account.provisioner(), Population.key(), List.of(), null, Population.NOW);
            entityManager.persist(bound);
            entityManager.flush();
            entityManager
                    .createNativeQuery("update account set external_account_key_id = :key where id = :id")
                    .setParameter("key", key.key().id().value())
                    .setParameter("id", bound.id().value())
                    .executeUpdate();
            KnownCaller caller =
                    KnownCaller.of(account.provisioner().authority().team());
            entityManager.persist(caller.token());
            return new Scene(database, account, bound, key, caller);
        });
    }

    /** A team with an account, another one that is bound to a key, and who administers them. */
    private final class Scene {

        private final TestDatabase database;
        private final Account account;
        private final Account bound;
        private final IssuedKey key;
        private final Caller caller;

        Scene(TestDatabase database, Account account, Account bound, IssuedKey key, Caller caller) {
            this.database = database;
            this.account = account;
            this.bound = bound;
            this.key = key;
            this.caller = caller;
        }

        UUID authority() {
            return account.provisioner().authority().id();
        }

        ResourceId certificate(String... names) {
            return certificate(Population.NOW, names);
        }

        ResourceId certificate(Instant issued, String... names) {
            return certificate(Population.key(), issued, names);
        }

        ResourceId certificate(AccountKey certified, Instant issued, String... names) {
            return certificate(account, certified, issued, names);
        }

        ResourceId boundCertificate(String... names) {
            return certificate(bound, Population.key(), Population.NOW, names);
        }

        private ResourceId certificate(Account of, AccountKey certified, Instant issued, String... names) {
            return database.inTransaction(entityManager -> CertificateScene.stored(
                            entityManager, of, CertificateScene.issued(certified, names), Optional.empty(), issued)
                    .id());
        }

        RevocationPreview preview(RevocationCriteria criteria) {
            return asOwner(revocations -> revocations.preview(authority(), criteria));
        }

        List<ResourceId> hit(RevocationCriteria criteria) {
            return preview(criteria).first().stream().map(Certificate::id).toList();
        }

        MassRevocation begin(Instant now, RevocationCriteria criteria, String reason, String preview) {
            return database.inTransaction(
                    entityManager -> administration(entityManager, now).begin(authority(), criteria, reason, preview));
        }

        <T> T asOwner(Function<MassRevocationAdministration, T> work) {
            return database.inTransaction(entityManager -> work.apply(administration(entityManager, LATER)));
        }

        void revoke(ResourceId id, Instant when) {
            database.transact(entityManager -> CertificateScene.certificates(entityManager)
                    .revoke(entityManager.find(Certificate.class, id.value()), RevocationReason.SUPERSEDED, when));
        }

        Certificate read(ResourceId id) {
            return database.inTransaction(entityManager -> entityManager.find(Certificate.class, id.value()));
        }

        MassRevocation find(MassRevocation revocation) {
            return asOwner(revocations -> revocations.find(revocation.id()));
        }

        List<MassRevocation> list() {
            return asOwner(revocations -> revocations
                    .list(Optional.of(authority()), PageRequest.of(Optional.empty(), 10))
                    .items());
        }

        void run(MassRevocation revocation) {
            run(revocation, LATER.plusSeconds(5));
        }

        void run(MassRevocation revocation, Instant now) {
            boolean more = true;
            while (more) {
                more = step(revocation, now);
            }
        }

        boolean step(MassRevocation revocation, Instant now) {
            return database.inTransaction(
                    entityManager -> steps(entityManager, now).step(revocation.id()));
        }

        List<String> audited(String mentioned) {
            return database.inTransaction(entityManager -> {
                List<?> events = entityManager
                        .createNativeQuery(
                                "select concat(kind, ' ', document) from audit_event where document like :mentioned",
                                String.class)
                        .setParameter("mentioned", "%\"" + mentioned + "\"%")
                        .getResultList();
                return events.stream().map(String::valueOf).toList();
            });
        }

        private MassRevocationAdministration administration(EntityManager entityManager, Instant now) {
            return Injected.into(
                    new MassRevocationAdministration(),
                    Injected.into(
                            new RevocationTargets(),
                            Injected.into(new Authorities(), entityManager),
                            Injected.into(
                                    new CriteriaSubjects(),
                                    KeyScene.provisioners(entityManager),
                                    KeyScene.accounts(entityManager, clock(now)),
                                    KeyScene.keys(entityManager),
                                    Injected.into(new RegistrationAuthorities(), entityManager)),
                            caller),
                    Injected.into(new CriteriaQuery(), entityManager),
                    all(entityManager),
                    Injected.into(
                            new MassRevocationStart(),
                            all(entityManager),
                            KeyScene.audit(entityManager),
                            new KeptJobs()),
                    clock(now));
        }

        private MassRevocationSteps steps(EntityManager entityManager, Instant now) {
            return Injected.into(
                    new MassRevocationSteps(),
                    all(entityManager),
                    CertificateScene.certificates(entityManager),
                    Injected.into(
                            new Revocations(),
                            CertificateScene.certificates(entityManager),
                            Injected.into(new BlockedKeys(), entityManager)),
                    KeyScene.audit(entityManager),
                    clock(now));
        }

        private MassRevocations all(EntityManager entityManager) {
            return Injected.into(new MassRevocations(), entityManager);
        }

        private Clock clock(Instant now) {
            return Clock.fixed(now, ZoneOffset.UTC);
        }
    }

    /** The queue is the server's; here it is told what to do. */
    private final class KeptJobs extends Jobs {

        @Override
        public void schedule(String job, String subject, Instant at) {
            scheduled.add(subject);
        }
    }
}
