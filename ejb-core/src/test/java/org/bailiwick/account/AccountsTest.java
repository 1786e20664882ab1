package org.bailiwick.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.hibernate.Hibernate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountsTest {

    @ParameterizedTest
    @EnumSource
    void anAccountIsFoundAtItsProvisionerAndAtNoOther(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account other = database.inTransaction(Population::account);
        String authority = account.provisioner().authority().name();
        String provisioner = account.provisioner().name();
        database.transact(entityManager -> {
            Accounts accounts = accounts(entityManager);
            assertThat(accounts.at(authority, provisioner, account.id())).hasValueSatisfying(found -> {
                assertThat(found.id()).isEqualTo(account.id());
                assertThat(found.keyThumbprint()).isEqualTo(account.keyThumbprint());
                assertThat(found.publicKey()).isEqualTo(account.publicKey());
                assertThat(found.createdAt()).isEqualTo(Population.NOW);
                assertThat(found.status()).isEqualTo(AccountStatus.VALID);
                assertThat(Hibernate.isInitialized(found.provisioner())).isTrue();
                assertThat(Hibernate.isInitialized(found.provisioner().authority()))
                        .isTrue();
            });
            assertThat(accounts.at(authority, provisioner, other.id())).isEmpty();
            assertThat(accounts.at(other.provisioner().authority().name(), provisioner, account.id()))
                    .isEmpty();
            assertThat(accounts.at(authority, other.provisioner().name(), account.id()))
                    .isEmpty();
            assertThat(accounts.at(authority, provisioner, ResourceId.random(Population.NOW)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAccountOfADisabledProvisionerIsNotFound(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Provisioner provisioner = account.provisioner();
        database.transact(entityManager -> entityManager
                .createQuery("update Provisioner p set p.disabledAt = :now where p.id = :id")
                .setParameter("now", Population.NOW)
                .setParameter("id", provisioner.id())
                .executeUpdate());
        database.transact(entityManager -> assertThat(
                        accounts(entityManager).at(provisioner.authority().name(), provisioner.name(), account.id()))
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void anAccountIsFoundByItsKeyAtItsProvisioner(TestDatabase database) {
        AccountKey key = Population.key();
        Account account = database.inTransaction(entityManager -> {
            Account fresh = new Account(Population.provisioner(entityManager), key, List.of(), null, Population.NOW);
            accounts(entityManager).add(fresh);
            return fresh;
        });
        Account other = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            Accounts accounts = accounts(entityManager);
            assertThat(accounts.withKey(account.provisioner().id(), key.thumbprint()))
                    .map(Account::id)
                    .contains(account.id());
            assertThat(accounts.withKey(other.provisioner().id(), key.thumbprint()))
                    .isEmpty();
            assertThat(accounts.withKey(
                            account.provisioner().id(), Population.key().thumbprint()))
                    .isEmpty();
            assertThat(accounts.haveKey(key.thumbprint())).isTrue();
            assertThat(accounts.haveKey(Population.key().thumbprint())).isFalse();
            assertThat(accounts.withId(account.id())).isPresent();
            assertThat(accounts.withId(ResourceId.random(Population.NOW))).isEmpty();
        });
    }

    /** RFC 8555 §7.3.1: a key has one account. It is seen when it is added, not only at the commit. */
    @ParameterizedTest
    @EnumSource
    void aKeyHasOneAccountAtAProvisioner(TestDatabase database) {
        AccountKey key = Population.key();
        Provisioner provisioner = database.inTransaction(entityManager -> {
            Provisioner fresh = Population.provisioner(entityManager);
            accounts(entityManager).add(new Account(fresh, key, List.of(), null, Population.NOW));
            return fresh;
        });
        database.transact(entityManager -> assertThatThrownBy(() -> accounts(entityManager)
                        .add(new Account(
                                entityManager.find(Provisioner.class, provisioner.id()),
                                key,
                                List.of(),
                                null,
                                Population.NOW)))
                .isInstanceOf(KeyTakenException.class));
    }

    @ParameterizedTest
    @EnumSource
    void theSameKeyAtAnotherProvisionerIsAnotherAccount(TestDatabase database) {
        AccountKey key = Population.key();
        database.transact(entityManager -> {
            for (int i = 0; i < 2; i++) {
                accounts(entityManager)
                        .add(new Account(Population.provisioner(entityManager), key, List.of(), null, Population.NOW));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void contactsTermsAndDeactivationAreKept(TestDatabase database) {
        URI terms = URI.create("https://ca.corp/" + "t".repeat(1000 - "https://ca.corp/".length()));
        Account account = database.inTransaction(entityManager -> {
            Account fresh = new Account(
                    Population.provisioner(entityManager),
                    Population.key(),
                    List.of(new Contact("mailto:ops@corp.internal")),
                    terms,
                    Population.NOW);
            accounts(entityManager).add(fresh);
            return fresh;
        });
        List<Contact> longest = Contact.parse(Collections.nCopies(10, "mailto:a@b" + ".c".repeat(155)));
        database.transact(entityManager -> {
            Account found = accounts(entityManager).withId(account.id()).orElseThrow();
            assertThat(found.contacts()).containsExactly(new Contact("mailto:ops@corp.internal"));
            found.reachAt(longest);
            found.deactivate(Population.NOW);
            found.deactivate(Population.NOW.plusSeconds(1));
        });
        database.transact(entityManager -> {
            Account found = accounts(entityManager).withId(account.id()).orElseThrow();
            assertThat(found.contacts()).isEqualTo(longest);
            assertThat(found.terms()).contains(terms);
            assertThat(found.status()).isEqualTo(AccountStatus.DEACTIVATED);
        });
    }

    @ParameterizedTest
    @EnumSource
    void contactsCanBeTakenBack(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        database.transact(entityManager ->
                accounts(entityManager).lock(account.id()).orElseThrow().reachAt(List.of()));
        database.transact(entityManager -> assertThat(accounts(entityManager)
                        .withId(account.id())
                        .orElseThrow()
                        .contacts())
                .isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void whoChangesAnAccountWaitsForWhoDeactivatesItAndComesTooLate(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        List<Boolean> first = Rivals.both(database, entityManager -> {
            Account locked = accounts(entityManager).lock(account.id()).orElseThrow();
            try {
                locked.reachAt(List.of());
                locked.deactivate(Population.NOW);
                return true;
            } catch (TooLateException late) {
                assertThat(late.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED);
                return false;
            }
        });
        assertThat(first).containsExactlyInAnyOrder(true, false);
        database.transact(entityManager -> assertThat(accounts(entityManager).lock(ResourceId.random(Population.NOW)))
                .isEmpty());
    }

    private static Accounts accounts(EntityManager entityManager) {
        Accounts accounts = new Accounts();
        accounts.entityManager = entityManager;
        return accounts;
    }
}
