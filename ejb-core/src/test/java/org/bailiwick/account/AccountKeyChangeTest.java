package org.bailiwick.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8555 §7.3.5. */
class AccountKeyChangeTest {

    @ParameterizedTest
    @EnumSource
    void theAccountHasTheNewKeyAndEverythingElseStays(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        AccountKey key = Population.key();

        Account changed = database.inTransaction(
                entityManager -> keyChange(entityManager).change(account.id(), thumbprint(account), key));

        assertThat(changed.id()).isEqualTo(account.id());
        Account found = read(database, account);
        assertThat(found.keyThumbprint()).isEqualTo(key.thumbprint().value());
        assertThat(found.publicKey()).isEqualTo(key.subjectPublicKeyInfo());
        assertThat(found.contacts()).isEqualTo(account.contacts());
        assertThat(found.createdAt()).isEqualTo(account.createdAt());
        assertThat(found.status()).isEqualTo(AccountStatus.VALID);
        assertThat(events(database, account, "account-key-changed"))
                .singleElement()
                .asString()
                .contains(account.keyThumbprint(), key.thumbprint().value());
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfAnotherAccountStaysThatAccounts(TestDatabase database) {
        List<Account> two = twoAtOneProvisioner(database);
        Account account = two.get(0);
        Account other = two.get(1);

        Account owner = database.inTransaction(entityManager -> keyChange(entityManager)
                .change(account.id(), thumbprint(account), AccountKey.ofSubjectPublicKeyInfo(other.publicKey())));

        assertThat(owner.id()).isEqualTo(other.id());
        assertThat(read(database, account).keyThumbprint()).isEqualTo(account.keyThumbprint());
        assertThat(events(database, account, "account-key-changed")).isEmpty();
    }

    /** The same key at another provisioner is another account. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatHasAnAccountAtAnotherProvisionerIsFree(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account elsewhere = database.inTransaction(Population::account);

        Account owner = database.inTransaction(entityManager -> keyChange(entityManager)
                .change(account.id(), thumbprint(account), AccountKey.ofSubjectPublicKeyInfo(elsewhere.publicKey())));

        assertThat(owner.id()).isEqualTo(account.id());
    }

    @ParameterizedTest
    @EnumSource
    void aKeyThatIsNotTheAccountsAnyMoreChangesNothing(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        JwkThumbprint another = Population.key().thumbprint();

        database.transact(entityManager -> assertThatThrownBy(
                        () -> keyChange(entityManager).change(account.id(), another, Population.key()))
                .isInstanceOfSatisfying(
                        TooLateException.class,
                        late -> assertThat(late.problem().type()).isEqualTo(ProblemType.MALFORMED)));

        assertThat(read(database, account).keyThumbprint()).isEqualTo(account.keyThumbprint());
    }

    @ParameterizedTest
    @EnumSource
    void aDeactivatedAccountKeepsItsKey(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        database.transact(entityManager ->
                accounts(entityManager).lock(account.id()).orElseThrow().deactivate(Population.NOW));

        database.transact(entityManager -> assertThatThrownBy(
                        () -> keyChange(entityManager).change(account.id(), thumbprint(account), Population.key()))
                .isInstanceOfSatisfying(
                        TooLateException.class,
                        late -> assertThat(late.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED)));
    }

    /** K6. Even if both want the same key: the second is told that it came too late. */
    @ParameterizedTest
    @EnumSource
    void ofTwoChangesAtOnceOneWins(TestDatabase database) {
        for (int round = 0; round < 20; round++) {
            Account account = database.inTransaction(Population::account);
            AccountKey first = Population.key();
            Queue<AccountKey> wanted =
                    new ConcurrentLinkedQueue<>(List.of(first, round % 2 == 0 ? first : Population.key()));

            List<String> results = Rivals.both(database, entityManager -> {
                try {
                    AccountKey mine = wanted.remove();
                    return keyChange(entityManager)
                            .change(account.id(), thumbprint(account), mine)
                            .keyThumbprint();
                } catch (TooLateException late) {
                    return "";
                }
            });

            assertThat(results).containsOnlyOnce("");
            assertThat(results).contains(read(database, account).keyThumbprint());
        }
    }

    /** What the check did not see, the constraint refuses. */
    @ParameterizedTest
    @EnumSource
    void ofTwoAccountsThatWantOneKeyAtOnceOneGetsIt(TestDatabase database) {
        for (int round = 0; round < 20; round++) {
            List<Account> two = twoAtOneProvisioner(database);
            AccountKey key = Population.key();
            Queue<Account> waiting = new ConcurrentLinkedQueue<>(two);

            List<Boolean> got = Rivals.both(database, unused -> {
                Account mine = waiting.remove();
                try {
                    Account owner = database.inTransaction(
                            entityManager -> keyChange(entityManager).change(mine.id(), thumbprint(mine), key));
                    return owner.id().equals(mine.id());
                } catch (KeyTakenException taken) {
                    return false;
                }
            });

            assertThat(got).containsExactlyInAnyOrder(true, false);
            assertThat(two.stream().map(each -> read(database, each).keyThumbprint()))
                    .containsOnlyOnce(key.thumbprint().value());
        }
    }

    /** K5: there is nothing to forget, on any node. */
    @Test
    void theCacheKnowsKeysAndNotWhoseTheyAre() {
        AccountKeyCache cache = new AccountKeyCache();
        Provisioner anywhere = TestDatabase.H2.inTransaction(Population::provisioner);
        AccountKey old = Population.key();
        AccountKey next = Population.key();
        Account account = new Account(anywhere, old, List.of(), null, Population.NOW);
        assertThat(cache.of(account)).isEqualTo(old);

        account.changeKey(next);

        assertThat(cache.of(account)).isEqualTo(next);
    }

    private static List<Account> twoAtOneProvisioner(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Provisioner provisioner = Population.provisioner(entityManager);
            List<Account> two = Stream.generate(
                            () -> new Account(provisioner, Population.key(), List.of(), null, Population.NOW))
                    .limit(2)
                    .toList();
            two.forEach(entityManager::persist);
            return two;
        });
    }

    private static JwkThumbprint thumbprint(Account account) {
        return new JwkThumbprint(account.keyThumbprint());
    }

    private static Account read(TestDatabase database, Account account) {
        return database.inTransaction(
                entityManager -> accounts(entityManager).withId(account.id()).orElseThrow());
    }

    private static List<?> events(TestDatabase database, Account account, String kind) {
        return database.inTransaction(entityManager -> entityManager
                .createNativeQuery("select document from audit_event where kind = :kind and document like :account")
                .setParameter("kind", kind)
                .setParameter("account", "%\"" + account.id() + "\"%")
                .getResultList());
    }

    private static AccountKeyChange keyChange(EntityManager entityManager) {
        AuditLog audit = Injected.into(new AuditLog(), entityManager, Clock.fixed(Population.NOW, ZoneOffset.UTC));
        return Injected.into(new AccountKeyChange(), accounts(entityManager), audit);
    }

    private static Accounts accounts(EntityManager entityManager) {
        return KeyScene.accounts(entityManager, KeyScene.CLOCK);
    }
}
