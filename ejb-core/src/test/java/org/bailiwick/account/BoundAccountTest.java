package org.bailiwick.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.persistence.EntityManager;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.UnfitKeys;
import org.bailiwick.eab.ExternalAccountBindings;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.eab.VerifiedBinding;
import org.bailiwick.key.BlockedKeys;
import org.bailiwick.key.WeakKeyLists;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.limit.RateLimits;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Accounts that are bound to external account keys (RFC 8555 §7.3.4). */
class BoundAccountTest {

    @ParameterizedTest
    @EnumSource
    void accountAndBindingAreMadeTogether(TestDatabase database) {
        IssuedKey key = key(database, "new-account-required", 1);

        Account account = register(database, key, Population.key()).orElseThrow();

        database.transact(entityManager -> {
            Account found = KeyScene.accounts(entityManager, KeyScene.CLOCK)
                    .withId(account.id())
                    .orElseThrow();
            assertThat(found.externalAccountKey().orElseThrow().id())
                    .isEqualTo(key.key().id());
            assertThat(found.externalAccountBinding()).contains("{\"x\":\"y\"}");
            ExternalAccountKey used = KeyScene.read(entityManager, key);
            assertThat(used.secret()).isEmpty();
            assertThat(used.boundAt()).contains(KeyScene.NOW);
        });
    }

    @ParameterizedTest
    @EnumSource
    void whereItIsRequiredThereIsNoAccountWithoutABinding(TestDatabase database) {
        for (String requirement : List.of("new-account-required", "always-required")) {
            Provisioner provisioner =
                    database.inTransaction(entityManager -> KeyScene.provisioner(entityManager, requirement));
            assertThatExceptionOfType(AcmeException.class)
                    .isThrownBy(() -> register(database, provisioner, Optional.empty(), Population.key()))
                    .withMessageContaining("--eab-kid")
                    .satisfies(refused ->
                            assertThat(refused.problem().type()).isEqualTo(ProblemType.EXTERNAL_ACCOUNT_REQUIRED));
        }
        Provisioner open = database.inTransaction(entityManager -> KeyScene.provisioner(entityManager, "not-required"));
        assertThat(register(database, open, Optional.empty(), Population.key())).isPresent();
    }

    /** E5. Two clients on two nodes: 1,000 times on PostgreSQL. */
    @ParameterizedTest
    @EnumSource
    void ofTwoWhoWantTheLastUseOneGetsIt(TestDatabase database) {
        Provisioner provisioner =
                database.inTransaction(entityManager -> KeyScene.provisioner(entityManager, "always-required"));
        int rounds = database == TestDatabase.POSTGRESQL ? 1_000 : 100;
        for (int round = 0; round < rounds; round++) {
            int uses = 1 + round % 2;
            IssuedKey key = database.inTransaction(entityManager -> {
                IssuedKey fresh = KeyScene.key(entityManager, provisioner, KeyScene.terms(uses));
                if (uses == 2) {
                    KeyScene.use(entityManager, fresh);
                }
                return fresh;
            });

            List<Boolean> got = Rivals.both(database, entityManager -> KeyScene.registration(entityManager)
                    .register(provisioner, wanted(Population.key()), Optional.of(KeyScene.verified(key)), KeyScene.NOW)
                    .isPresent());

            assertThat(got).containsExactlyInAnyOrder(true, false);
            database.transact(entityManager -> {
                ExternalAccountKey used = KeyScene.read(entityManager, key);
                assertThat(used.remainingUses()).isZero();
                assertThat(used.secret()).isEmpty();
                assertThat(KeyScene.accountsOf(entityManager, key)).isEqualTo(1);
            });
        }
    }

    /** A client that did not wait for the first answer. */
    @ParameterizedTest
    @EnumSource
    void theSameRequestTwiceAtOnceUsesTheKeyOnce(TestDatabase database) {
        Provisioner provisioner =
                database.inTransaction(entityManager -> KeyScene.provisioner(entityManager, "always-required"));
        for (int round = 0; round < 50; round++) {
            IssuedKey key = database.inTransaction(
                    entityManager -> KeyScene.key(entityManager, provisioner, KeyScene.terms(5)));
            AccountKey mine = Population.key();

            List<Boolean> made = Rivals.both(database, entityManager -> KeyScene.registration(entityManager)
                    .register(provisioner, wanted(mine), Optional.of(KeyScene.verified(key)), KeyScene.NOW)
                    .isPresent());

            assertThat(made).containsExactlyInAnyOrder(true, false);
            database.transact(entityManager -> assertThat(
                            KeyScene.read(entityManager, key).remainingUses())
                    .isEqualTo(4));
        }
    }

    /** Between the MAC and the account an administrator may act. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatWasStoppedMeanwhileBindsNothing(TestDatabase database) {
        for (Consumer<ExternalAccountKey> stop : List.<Consumer<ExternalAccountKey>>of(
                key -> key.suspend(KeyScene.NOW), key -> key.revoke(KeyScene.NOW))) {
            IssuedKey key = key(database, "not-required", 1);
            change(database, key, stop);
            assertThat(register(database, key, Population.key())).isEmpty();
            database.transact(entityManager ->
                    assertThat(KeyScene.accountsOf(entityManager, key)).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereItIsAlwaysRequiredTheAccountStandsAndFallsWithItsKey(TestDatabase database) {
        IssuedKey key = key(database, "always-required", 1);
        Account account = register(database, key, Population.key()).orElseThrow();

        requireValid(database, account, KeyScene.CLOCK);
        change(database, key, found -> found.suspend(KeyScene.NOW));
        assertRefused(database, account, KeyScene.CLOCK, "is suspended");
        change(database, key, ExternalAccountKey::resume);
        requireValid(database, account, KeyScene.CLOCK);
        assertRefused(database, account, Clock.offset(KeyScene.CLOCK, Duration.ofHours(1)), "expired at");
        change(database, key, found -> found.revoke(KeyScene.NOW));
        assertRefused(database, account, KeyScene.CLOCK, "is revoked");
    }

    @ParameterizedTest
    @EnumSource
    void anAccountWithoutAKeyIsRefusedWhereOneIsAlwaysRequired(TestDatabase database) {
        Account account = database.inTransaction(entityManager -> {
            Account fresh = new Account(
                    KeyScene.provisioner(entityManager, "always-required"),
                    Population.key(),
                    List.of(),
                    null,
                    KeyScene.NOW);
            entityManager.persist(fresh);
            return fresh;
        });
        assertRefused(database, account, KeyScene.CLOCK, "Make one with another key and an external account binding");
    }

    @ParameterizedTest
    @EnumSource
    void elsewhereAnAccountOutlivesItsKey(TestDatabase database) {
        for (String requirement : List.of("not-required", "new-account-required")) {
            IssuedKey key = key(database, requirement, 1);
            Account account = register(database, key, Population.key()).orElseThrow();
            change(database, key, found -> found.revoke(KeyScene.NOW));
            requireValid(database, account, KeyScene.CLOCK);
        }
    }

    /** Whatever the key says. */
    @ParameterizedTest
    @EnumSource
    void aDeactivatedAccountIsRefusedAsThat(TestDatabase database) {
        IssuedKey key = key(database, "always-required", 1);
        Account account = register(database, key, Population.key()).orElseThrow();
        database.transact(entityManager -> KeyScene.accounts(entityManager, KeyScene.CLOCK)
                .lock(account.id())
                .orElseThrow()
                .deactivate(KeyScene.NOW));
        assertThatExceptionOfType(TooLateException.class)
                .isThrownBy(() -> requireValid(database, account, KeyScene.CLOCK));
    }

    private static IssuedKey key(TestDatabase database, String requirement, int uses) {
        return database.inTransaction(entityManager ->
                KeyScene.key(entityManager, KeyScene.provisioner(entityManager, requirement), KeyScene.terms(uses)));
    }

    /** A stranger may not have the token work, or the log written, as often as he likes. */
    @ParameterizedTest
    @EnumSource
    void aBindingIsCountedBeforeTheTokenIsAsked(TestDatabase database) {
        IssuedKey key = key(database, "new-account-required", 1);
        RateLimiter exhausted = new RateLimiter() {
            @Override
            public void take(RateLimits limits, RateLimit limit, UUID scope, String subject) {
                throw new RateLimitedException("Too many.", Duration.ofSeconds(1));
            }
        };
        Registration wanted = new Registration(
                Population.key(),
                List.of(),
                true,
                Optional.of(KeyScene.binding(key, MacAlgorithm.HS256)),
                InetAddress.getLoopbackAddress());
        database.transact(entityManager -> {
            NewAccountService service = Injected.into(
                    new NewAccountService(),
                    KeyScene.accounts(entityManager, KeyScene.CLOCK),
                    Injected.into(KeyScene.registration(entityManager), exhausted),
                    // asks nobody: it has neither keys nor secrets
                    new ExternalAccountBindings(),
                    unfitKeys(entityManager),
                    KeyScene.CLOCK);
            assertThatExceptionOfType(RateLimitedException.class)
                    .isThrownBy(() -> service.create(key.key().provisioner(), wanted));
        });
    }

    private static UnfitKeys unfitKeys(EntityManager entityManager) {
        return Injected.into(
                new UnfitKeys(),
                Injected.into(new BlockedKeys(), entityManager),
                Injected.into(new Authorities(), entityManager),
                new WeakKeyLists());
    }

    private static Optional<Account> register(TestDatabase database, IssuedKey key, AccountKey mine) {
        return database.inTransaction(entityManager -> KeyScene.registration(entityManager)
                .register(
                        KeyScene.provisioners(entityManager)
                                .withId(key.key().provisioner().id())
                                .orElseThrow(),
                        wanted(mine),
                        Optional.of(KeyScene.verified(key)),
                        KeyScene.NOW));
    }

    private static Optional<Account> register(
            TestDatabase database, Provisioner provisioner, Optional<VerifiedBinding> binding, AccountKey mine) {
        return database.inTransaction(entityManager ->
                KeyScene.registration(entityManager).register(provisioner, wanted(mine), binding, KeyScene.NOW));
    }

    private static Registration wanted(AccountKey key) {
        return new Registration(key, List.of(), true, Optional.empty(), InetAddress.getLoopbackAddress());
    }

    private static void requireValid(TestDatabase database, Account account, Clock clock) {
        database.transact(entityManager -> {
            Accounts accounts = KeyScene.accounts(entityManager, clock);
            accounts.requireValid(accounts.withId(account.id()).orElseThrow());
        });
    }

    private static void assertRefused(TestDatabase database, Account account, Clock clock, String because) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> requireValid(database, account, clock))
                .withMessageContaining(because)
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED));
    }

    private static void change(TestDatabase database, IssuedKey key, Consumer<ExternalAccountKey> change) {
        database.transact(entityManager ->
                change.accept(KeyScene.keys(entityManager).lock(key.key().id()).orElseThrow()));
    }
}
