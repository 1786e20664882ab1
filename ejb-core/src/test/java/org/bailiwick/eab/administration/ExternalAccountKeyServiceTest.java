package org.bailiwick.eab.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.eab.ExternalAccountSecret;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.eab.KeyTerms;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.eab.PlainSecrets;
import org.bailiwick.eab.SealedSecret;
import org.bailiwick.eab.Secrets;
import org.bailiwick.hsm.TokenException.DecryptionFailed;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExternalAccountKeyServiceTest {

    private static final NamePolicy CORP = NamePolicy.ofBareRules(List.of("**.corp"), List.of("secret.corp"));

    private final Caller caller = KnownCaller.superAdministrator();

    @ParameterizedTest
    @EnumSource
    void aKeyIsKeptOnItsTermsAndItsSecretIsShownOnce(TestDatabase database) {
        KeyTerms terms = new KeyTerms(
                " host-7 ",
                Optional.of("web team"),
                Optional.of("rack 3"),
                Optional.of(KeyScene.NOW.plusSeconds(60)),
                KeyTerms.ALL_MACS,
                3,
                List.of("shortlived"),
                Optional.of(CORP));
        Provisioner provisioner = provisioner(database);

        IssuedKey issued = as(database, scene -> scene.issuance().create(provisioner.id(), terms));

        ExternalAccountKey found =
                as(database, scene -> scene.keys().find(issued.key().id()));
        assertThat(found.reference()).isEqualTo("host-7");
        assertThat(found.owner()).contains("web team");
        assertThat(found.note()).contains("rack 3");
        assertThat(found.expiresAt()).contains(KeyScene.NOW.plusSeconds(60));
        assertThat(found.macs()).isEqualTo(KeyTerms.ALL_MACS);
        assertThat(found.remainingUses()).isEqualTo(3);
        assertThat(found.profiles()).containsExactly("shortlived");
        assertThat(found.policy()).contains(CORP);
        assertThat(issued.secret().base64url()).hasSize(43);
        assertThat(audited(database, issued.key().id())).containsExactly("external-account-key-created");
    }

    @ParameterizedTest
    @EnumSource
    void aReferenceIsTakenOnceAtAProvisioner(TestDatabase database) {
        Provisioner provisioner = provisioner(database);
        as(database, scene -> scene.issuance().create(provisioner.id(), KeyScene.terms("host")));
        assertRefused(
                Refusal.CONFLICT,
                () -> as(database, scene -> scene.issuance().create(provisioner.id(), KeyScene.terms("host"))));
        as(database, scene -> scene.issuance().create(provisioner(database).id(), KeyScene.terms("host")));
    }

    @ParameterizedTest
    @EnumSource
    void termsThatCannotBeHeldAreRefused(TestDatabase database) {
        Provisioner provisioner = provisioner(database);
        KeyTerms over = new KeyTerms(
                "host",
                Optional.empty(),
                Optional.empty(),
                Optional.of(KeyScene.NOW),
                KeyTerms.ALL_MACS,
                1,
                List.of(),
                Optional.empty());
        KeyTerms odd = new KeyTerms(
                "host",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                KeyTerms.ALL_MACS,
                1,
                List.of("tlsserver", "none"),
                Optional.empty());
        for (KeyTerms terms : List.of(over, odd)) {
            assertRefused(
                    Refusal.INVALID,
                    () -> as(database, scene -> scene.issuance().create(provisioner.id(), terms)));
        }
        assertThat(found(database, KeySearch.ALL, provisioner)).isEmpty();
    }

    /** IDOR. */
    @ParameterizedTest
    @EnumSource
    void anotherTeamsKeyIsNotThere(TestDatabase database) {
        IssuedKey theirs = key(database);
        ResourceId id = theirs.key().id();
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        for (Function<AdministrationScene, ?> operation : List.<Function<AdministrationScene, ?>>of(
                scene -> scene.keys().find(id),
                scene -> scene.keys().boundAccounts(id, PageRequest.of(Optional.empty(), 1)),
                scene -> scene.keys().suspend(id),
                scene -> scene.keys().resume(id),
                scene -> scene.keys().restrict(id, 0, List.of()),
                scene -> scene.revocation().preview(id),
                scene -> scene.revocation().revoke(id),
                scene -> scene.revocation().revokeWithEverything(id),
                scene -> scene.issuance().rebind(id, 1, true),
                scene -> scene.issuance().create(theirs.key().provisioner().id(), KeyScene.terms("mine")),
                scene -> scene.issuance().createAll(theirs.key().provisioner().id(), "reference\nmine\n", true))) {
            assertRefused(
                    Refusal.FOREIGN,
                    () -> database.inTransaction(
                            entityManager -> operation.apply(AdministrationScene.of(entityManager, stranger))));
        }
        database.transact(entityManager -> {
            ExternalAccountKeyService keys =
                    AdministrationScene.of(entityManager, stranger).keys();
            assertThat(keys.list(KeySearch.ALL, PageRequest.of(Optional.empty(), 1))
                            .items())
                    .isEmpty();
            assertThat(keys.export(KeySearch.ALL, PageRequest.of(Optional.empty(), PageRequest.MOST))
                            .items())
                    .noneMatch(line -> line.contains(theirs.key().reference()));
        });
        assertRefused(Refusal.UNKNOWN, () -> as(database, scene -> scene.keys().find(ResourceId.random(KeyScene.NOW))));
    }

    /** docs/adr/0019: it would hinder its owners, and be refused after having waited. */
    @ParameterizedTest
    @EnumSource
    @Timeout(30)
    void nobodyWaitsForAnotherTeamsKey(TestDatabase database) {
        ResourceId id = key(database).key().id();
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(owner -> {
            KeyScene.keys(owner).lock(id);
            assertRefused(
                    Refusal.FOREIGN,
                    () -> database.inTransaction(entityManager -> AdministrationScene.of(entityManager, stranger)
                            .keys()
                            .suspend(id)));
        });
    }

    /** A key that is used all the time can be changed all the same. */
    @ParameterizedTest
    @EnumSource
    void theVersionOfAKeyIsThatOfItsTerms(TestDatabase database) {
        IssuedKey issued = database.inTransaction(
                entityManager -> KeyScene.key(entityManager, Population.provisioner(entityManager), KeyScene.terms(2)));
        ResourceId id = issued.key().id();
        long read = as(database, scene -> scene.keys().find(id)).version();
        assertThat(read).isBetween(0L, 999_999_999_999_999_999L);
        database.transact(entityManager -> KeyScene.use(entityManager, issued));

        long then = as(database, scene -> scene.keys().restrict(id, read, List.of("tlsserver")))
                .version();

        assertThat(then).isNotEqualTo(read);
    }

    /** What was granted is told with the grant. */
    @ParameterizedTest
    @EnumSource
    void theAuditLogTellsOnWhichTermsAKeyWasMade(TestDatabase database) {
        Provisioner provisioner = provisioner(database);
        KeyTerms terms = new KeyTerms(
                "host",
                Optional.of("Web team"),
                Optional.empty(),
                Optional.empty(),
                Set.of(MacAlgorithm.HS256),
                3,
                List.of("shortlived"),
                Optional.of(CORP));
        IssuedKey issued = as(database, scene -> scene.issuance().create(provisioner.id(), terms));
        List<?> told = database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'external-account-key-created' and document like :key")
                .setParameter("key", "%\"" + issued.key().id() + "\"%")
                .getResultList());
        assertThat(told)
                .singleElement()
                .asString()
                .contains(
                        "\"owner\":\"Web team\"",
                        "\"macs\":[\"HS256\"]",
                        "\"profiles\":[\"shortlived\"]",
                        "\"policy\":{\"allow\":{\"dns\":[\"**.corp\"]");
    }

    /** One character that is two UTF-16 code units: H2 counts two, PostgreSQL one. */
    @ParameterizedTest
    @EnumSource
    void theLongestTextsAreKept(TestDatabase database) {
        String two = "\ud83d\ude00";
        Provisioner provisioner = provisioner(database);
        KeyTerms longest = texts(two.repeat(128), two.repeat(128), two.repeat(500));
        ResourceId id = as(database, scene -> scene.issuance().create(provisioner.id(), longest))
                .key()
                .id();
        assertThat(as(database, scene -> scene.keys().find(id)).note()).contains(two.repeat(500));
        for (ThrowingCallable tooLong : List.<ThrowingCallable>of(
                () -> texts(two.repeat(129), "", ""),
                () -> texts("x", two.repeat(129), ""),
                () -> texts("x", "", two.repeat(501)))) {
            assertThatIllegalArgumentException().isThrownBy(tooLong);
        }
    }

    private static KeyTerms texts(String reference, String owner, String note) {
        return new KeyTerms(
                reference,
                Optional.of(owner),
                Optional.of(note),
                Optional.empty(),
                KeyTerms.ALL_MACS,
                1,
                List.of(),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    void keysAreFoundByStateAndText(TestDatabase database) {
        Provisioner provisioner = provisioner(database);
        IssuedKey unbound = create(database, provisioner, "Alpha_1");
        IssuedKey bound = create(database, provisioner, "alpha%2");
        database.transact(entityManager -> KeyScene.use(entityManager, bound));
        IssuedKey suspended = create(database, provisioner, "beta!3");
        as(database, scene -> scene.keys().suspend(suspended.key().id()));
        IssuedKey revoked = create(database, provisioner, "gamma");
        as(database, scene -> scene.revocation().revoke(revoked.key().id()));

        assertThat(withStatus(database, provisioner, ExternalAccountKeyStatus.UNBOUND))
                .containsExactly("Alpha_1");
        assertThat(withStatus(database, provisioner, ExternalAccountKeyStatus.BOUND))
                .containsExactly("alpha%2");
        assertThat(withStatus(database, provisioner, ExternalAccountKeyStatus.SUSPENDED))
                .containsExactly("beta!3");
        assertThat(withStatus(database, provisioner, ExternalAccountKeyStatus.REVOKED))
                .containsExactly("gamma");
        assertThat(withStatus(database, provisioner, ExternalAccountKeyStatus.EXPIRED))
                .isEmpty();
        assertThat(withText(database, provisioner, "ALPHA")).containsExactlyInAnyOrder("Alpha_1", "alpha%2");
        // what LIKE would understand is a character like others
        assertThat(withText(database, provisioner, "%")).containsExactly("alpha%2");
        assertThat(withText(database, provisioner, "_")).containsExactly("Alpha_1");
        assertThat(withText(database, provisioner, "!")).containsExactly("beta!3");
        assertThat(withText(database, provisioner, "web")).hasSize(4);
        assertThat(withText(database, provisioner, "nothing")).isEmpty();
        assertThat(unbound.key().reference()).isEqualTo("Alpha_1");
    }

    @ParameterizedTest
    @EnumSource
    void aListIsReadPageByPageAndTheNewestFirst(TestDatabase database) {
        Provisioner provisioner = provisioner(database);
        for (int i = 0; i < 5; i++) {
            create(database, provisioner, "host-" + i);
        }
        KeySearch search = new KeySearch(Optional.of(provisioner.id()), Optional.empty(), Optional.empty());
        List<String> all = new ArrayList<>();
        Optional<UUID> next = Optional.empty();
        do {
            Optional<UUID> from = next;
            Page<ExternalAccountKey> page = as(database, scene -> scene.keys().list(search, PageRequest.of(from, 2)));
            page.items().forEach(key -> all.add(key.reference()));
            next = page.next();
        } while (next.isPresent());
        assertThat(all).hasSize(5).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void stoppingAndGoingOnIsToldOnce(TestDatabase database) {
        ResourceId id = key(database).key().id();
        for (int i = 0; i < 2; i++) {
            assertThat(as(database, scene -> scene.keys().suspend(id)).statusAt(KeyScene.NOW))
                    .isEqualTo(ExternalAccountKeyStatus.SUSPENDED);
        }
        for (int i = 0; i < 2; i++) {
            assertThat(as(database, scene -> scene.keys().resume(id)).statusAt(KeyScene.NOW))
                    .isEqualTo(ExternalAccountKeyStatus.UNBOUND);
        }
        as(database, scene -> scene.revocation().revoke(id));
        as(database, scene -> scene.revocation().revoke(id));
        for (Function<AdministrationScene, ?> operation : List.<Function<AdministrationScene, ?>>of(
                scene -> scene.keys().suspend(id),
                scene -> scene.keys().resume(id),
                scene -> scene.keys().restrict(id, scene.keys().find(id).version(), List.of()),
                scene -> scene.issuance().rebind(id, 1, false))) {
            assertRefused(Refusal.CONFLICT, () -> as(database, operation));
        }
        assertThat(audited(database, id))
                .containsExactlyInAnyOrder(
                        "external-account-key-suspended",
                        "external-account-key-resumed",
                        "external-account-key-revoked");
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfWhatSomebodyElseChangedIsRefused(TestDatabase database) {
        IssuedKey issued = key(database);
        ResourceId id = issued.key().id();
        long read = as(database, scene -> scene.keys().find(id)).version();

        as(database, scene -> scene.keys().restrict(id, read, List.of("tlsserver")));
        assertRefused(Refusal.STALE, () -> as(database, scene -> scene.keys().restrict(id, read, List.of())));

        long now = as(database, scene -> scene.keys().find(id)).version();
        as(database, scene -> scene.keys().restrict(id, now, List.of("shortlived", "tlsserver")));
        assertThat(as(database, scene -> scene.keys().find(id)).profiles()).containsExactly("shortlived", "tlsserver");
        for (List<String> wrong : List.of(List.of("x"), List.of("tlsserver", "tlsserver"), List.of(""))) {
            assertRefused(
                    Refusal.INVALID,
                    () -> as(database, scene -> scene.keys()
                            .restrict(id, scene.keys().find(id).version(), wrong)));
        }
    }

    /** Point 7: the same reference, a new secret, a history. */
    @ParameterizedTest
    @EnumSource
    void aKeyGetsANewSecretAndTheOldOneIsOfNoUse(TestDatabase database) {
        IssuedKey first = key(database);
        database.transact(entityManager -> KeyScene.use(entityManager, first));

        IssuedKey second =
                as(database, scene -> scene.issuance().rebind(first.key().id(), 2, false));

        assertThat(second.key().id()).isEqualTo(first.key().id());
        assertThat(second.secret().base64url()).isNotEqualTo(first.secret().base64url());
        ExternalAccountKey now =
                as(database, scene -> scene.keys().find(first.key().id()));
        assertThat(now.reference()).isEqualTo(first.key().reference());
        assertThat(now.remainingUses()).isEqualTo(2);
        assertThat(now.secretNumber()).isEqualTo(2);
        assertThat(new PlainSecrets("secrets")
                        .open(now.id(), 2, now.secret().orElseThrow())
                        .base64url())
                .isEqualTo(second.secret().base64url());
        for (int uses : new int[] {0, 10_001}) {
            assertRefused(
                    Refusal.INVALID,
                    () -> as(database, scene -> scene.issuance()
                            .rebind(first.key().id(), uses, false)));
        }
    }

    /** Rotation of the token's key: everything is encrypted anew, and nothing else changes. */
    @ParameterizedTest
    @EnumSource
    void secretsAreEncryptedAnewUnderTheNextKeyOfTheToken(TestDatabase database) {
        List<IssuedKey> three = List.of(key(database), key(database), key(database));
        PlainSecrets next = new PlainSecrets("next-" + Population.name());

        SecretRotation.Rotated rotated = database.inTransaction(entityManager ->
                AdministrationScene.of(entityManager, caller, next).rotation().rotate());

        assertThat(rotated.tokenKey()).isEqualTo(next.currentKey());
        assertThat(rotated.count()).isGreaterThanOrEqualTo(3);
        database.transact(entityManager -> {
            ExternalAccountKeys keys = KeyScene.keys(entityManager);
            assertThat(keys.notSealedUnder(next.currentKey(), new UUID(0, 0), 10))
                    .isEmpty();
            for (IssuedKey issued : three) {
                ExternalAccountKey key = keys.withId(issued.key().id()).orElseThrow();
                assertThat(next.open(key.id(), 1, key.secret().orElseThrow()).base64url())
                        .isEqualTo(issued.secret().base64url());
            }
        });
        assertThat(database.<Integer>inTransaction(entityManager -> AdministrationScene.of(entityManager, caller, next)
                        .rotation()
                        .rotate()
                        .count()))
                .isZero();
    }

    /** One that cannot be read hinders none of the others, and is told. */
    @ParameterizedTest
    @EnumSource
    void aSecretThatCannotBeReadIsPassedOverAndTold(TestDatabase database) {
        List<IssuedKey> three = List.of(key(database), key(database), key(database));
        ResourceId lost = three.get(0).key().id();
        String label = "next-" + Population.name();
        Secrets next = new PlainSecrets(label) {
            @Override
            public ExternalAccountSecret open(ResourceId key, int number, SealedSecret sealed) {
                if (key.equals(lost)) {
                    throw new DecryptionFailed("It was changed", "Give it a new one.", null, null);
                }
                return super.open(key, number, sealed);
            }
        };

        SecretRotation.Rotated rotated = database.inTransaction(entityManager ->
                AdministrationScene.of(entityManager, caller, next).rotation().rotate());

        assertThat(rotated.count()).isGreaterThanOrEqualTo(2);
        assertThat(rotated.unreadable().first()).containsExactly(lost);
        List<?> told = database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'external-account-secrets-rewrapped' and document like :label")
                .setParameter("label", "%\"" + label + "\"%")
                .getResultList());
        assertThat(told).singleElement().asString().contains("\"unreadable\":1");
        // so that other tests find nothing that cannot be read
        database.transact(entityManager ->
                KeyScene.keys(entityManager).lock(lost).orElseThrow().revoke(KeyScene.NOW));
    }

    private IssuedKey key(TestDatabase database) {
        return database.inTransaction(
                entityManager -> KeyScene.key(entityManager, Population.provisioner(entityManager), KeyScene.terms(1)));
    }

    private IssuedKey create(TestDatabase database, Provisioner provisioner, String reference) {
        KeyTerms terms = new KeyTerms(
                reference,
                Optional.of("Web team"),
                Optional.empty(),
                Optional.empty(),
                KeyTerms.ALL_MACS,
                1,
                List.of(),
                Optional.empty());
        return as(database, scene -> scene.issuance().create(provisioner.id(), terms));
    }

    private List<String> withStatus(TestDatabase database, Provisioner provisioner, ExternalAccountKeyStatus status) {
        return found(database, new KeySearch(Optional.empty(), Optional.empty(), Optional.of(status)), provisioner);
    }

    private List<String> withText(TestDatabase database, Provisioner provisioner, String text) {
        return found(database, new KeySearch(Optional.empty(), Optional.of(text), Optional.empty()), provisioner);
    }

    private List<String> found(TestDatabase database, KeySearch search, Provisioner provisioner) {
        KeySearch there = new KeySearch(Optional.of(provisioner.id()), search.text(), search.status());
        return as(database, scene -> scene.keys().list(there, PageRequest.of(Optional.empty(), 200)).items().stream()
                .map(ExternalAccountKey::reference)
                .toList());
    }

    private <T> T as(TestDatabase database, Function<AdministrationScene, T> work) {
        return database.inTransaction(entityManager -> work.apply(AdministrationScene.of(entityManager, caller)));
    }

    private static Provisioner provisioner(TestDatabase database) {
        return database.inTransaction(Population::provisioner);
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private static List<String> audited(TestDatabase database, ResourceId key) {
        return database.inTransaction(entityManager -> {
            List<String> kinds = new ArrayList<>();
            for (Object kind : entityManager
                    .createNativeQuery("select kind from audit_event where document like :key")
                    .setParameter("key", "%\"" + key + "\"%")
                    .getResultList()) {
                kinds.add((String) kind);
            }
            return kinds;
        });
    }
}
