package org.bailiwick.eab.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Pages;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.KeyDescription;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as pages show them, and what people keep right about them. */
class KeyOverviewTest {

    private static final Instant LATER = KeyScene.NOW.plusSeconds(7_200);

    private final Caller caller = KnownCaller.superAdministrator();

    @ParameterizedTest
    @EnumSource
    void aPageShowsWhatIsKnownOfAKeyButItsSecret(TestDatabase database) {
        IssuedKey issued = key(database);
        KeyOverview fresh = overview(database, issued);
        assertThat(fresh.id()).isEqualTo(issued.key().id().toString());
        assertThat(fresh.state()).isEqualTo("unbound");
        assertThat(fresh.owner()).isEqualTo("ops");
        assertThat(fresh.note()).isEmpty();
        assertThat(fresh.place()).contains(" / ");
        assertThat(fresh.boundAt()).isNull();
        assertThat(fresh.toString()).doesNotContain(issued.secret().base64url());

        database.transact(entityManager -> KeyScene.use(entityManager, issued));
        assertThat(overview(database, issued).boundAt()).isEqualTo(KeyScene.NOW);
        KeySearch there = new KeySearch(Optional.of(fresh.provisioner()), Optional.empty(), Optional.empty());
        assertThat(as(database, scene -> scene.keys().overviews(there, PageRequest.of(Optional.empty(), 10)))
                        .items())
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo("bound"));
    }

    /** The newest order counts, of whichever of its accounts; being bound is no use yet. */
    @ParameterizedTest
    @EnumSource
    void itsLastUseIsTheNewestOrderOfAnAccountThatIsBoundToIt(TestDatabase database) {
        IssuedKey issued = database.inTransaction(
                entityManager -> KeyScene.key(entityManager, Population.provisioner(entityManager), KeyScene.terms(2)));
        IssuedKey idle = key(database);
        assertThat(overview(database, issued).lastUsedAt()).isNull();
        for (int i = 0; i < 2; i++) {
            database.transact(entityManager -> {
                Account account = Population.account(entityManager);
                entityManager.persist(OrderScene.order(account.id(), List.of(Fact.NOTHING)));
                entityManager.flush();
                entityManager
                        .createNativeQuery("update account set external_account_key_id = :key where id = :id")
                        .setParameter("key", issued.key().id().value())
                        .setParameter("id", account.id().value())
                        .executeUpdate();
            });
        }
        assertThat(overview(database, issued).lastUsedAt()).isEqualTo(OrderScene.ORDERED);
        KeySearch there = new KeySearch(
                Optional.of(overview(database, issued).provisioner()), Optional.empty(), Optional.empty());
        assertThat(as(database, scene -> scene.keys().overviews(there, PageRequest.of(Optional.empty(), 10)))
                        .items())
                .singleElement()
                .satisfies(row -> assertThat(row.lastUsedAt()).isEqualTo(OrderScene.ORDERED));
        assertThat(overview(database, idle).lastUsedAt()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whoAnswersForAKeyAndUntilWhenIsChangedAndTold(TestDatabase database) {
        IssuedKey issued = key(database);
        ResourceId id = issued.key().id();
        KeyDescription other = new KeyDescription(Optional.of(" Web team "), Optional.of("rack 3"), Optional.of(LATER));
        long read = overview(database, issued).version();

        describe(database, id, read, other);

        KeyOverview now = overview(database, issued);
        assertThat(now.owner()).isEqualTo("Web team");
        assertThat(now.note()).isEqualTo("rack 3");
        assertThat(now.expiresAt()).isEqualTo(LATER);
        assertThat(now.version()).isNotEqualTo(read);
        assertRefused(Refusal.STALE, () -> describe(database, id, read, other));
        // nothing new is not told
        describe(database, id, now.version(), other);
        assertThat(described(database, id))
                .singleElement()
                .asString()
                .contains(
                        "\"owner\":\"Web team\"", "\"note\":\"rack 3\"", "\"expires\":\"2027-03-28T03:30:00.123456Z\"");
        describe(database, id, now.version(), new KeyDescription(Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(overview(database, issued).expiresAt()).isNull();
    }

    /** It is a way to end a key that nobody would look for; and what has expired is not changed by a note about it. */
    @ParameterizedTest
    @EnumSource
    void aTimeThatIsOverIsNotGivenToAKeyButMayBeItsOwn(TestDatabase database) {
        IssuedKey issued = key(database);
        ResourceId id = issued.key().id();
        assertRefused(
                Refusal.INVALID,
                () -> describe(database, id, overview(database, issued).version(), until(KeyScene.NOW)));
        Instant past = KeyScene.NOW.minusSeconds(60);
        database.transact(entityManager -> KeyScene.read(entityManager, issued).describe(until(past)));
        KeyDescription note = new KeyDescription(Optional.empty(), Optional.of("gone"), Optional.of(past));
        describe(database, id, overview(database, issued).version(), note);
        assertThat(overview(database, issued).state()).isEqualTo("expired");

        describe(database, id, overview(database, issued).version(), until(LATER));
        assertThat(overview(database, issued).state()).isEqualTo("unbound");
        as(database, scene -> scene.revocation().revoke(id));
        assertRefused(
                Refusal.CONFLICT,
                () -> describe(database, id, overview(database, issued).version(), until(LATER)));
    }

    /** IDOR. */
    @ParameterizedTest
    @EnumSource
    void anotherTeamSeesAndChangesNothing(TestDatabase database) {
        IssuedKey theirs = key(database);
        ResourceId id = theirs.key().id();
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        for (Function<AdministrationScene, ?> operation :
                List.<Function<AdministrationScene, ?>>of(scene -> scene.keys().overview(id), scene -> {
                    scene.keys().describe(id, 0, until(LATER));
                    return id;
                })) {
            assertRefused(
                    Refusal.FOREIGN,
                    () -> database.inTransaction(
                            entityManager -> operation.apply(AdministrationScene.of(entityManager, stranger))));
        }
        database.transact(entityManager -> {
            AdministrationScene scene = AdministrationScene.of(entityManager, stranger);
            assertThat(scene.keys().provisioners()).isEmpty();
            assertThat(scene.issuance().provisioners()).isEmpty();
            assertThat(scene.keys()
                            .overviews(KeySearch.ALL, PageRequest.of(Optional.empty(), 1))
                            .items())
                    .isEmpty();
        });
        Caller own = KnownCaller.of(theirs.key().team());
        assertThat(database.<Map<UUID, String>>inTransaction(entityManager ->
                        AdministrationScene.of(entityManager, own).keys().provisioners()))
                .containsEntry(
                        theirs.key().provisioner().id(),
                        overview(database, theirs).place());
    }

    @ParameterizedTest
    @EnumSource
    void keysComeInEachOrder(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        BulkResult made = as(database, scene -> scene.issuance()
                .createAll(
                        provisioner.id(),
                        "reference,owner,expires\nc,Web,\nA,web,2037-01-02\ne,,2037-01-01\nb,,\nD,Ops,2037-01-01\n",
                        false));
        database.transact(entityManager -> {
            KeyScene.use(entityManager, made.issued().get(1));
            KeyScene.use(entityManager, made.issued().get(3));
        });
        KeySearch there = new KeySearch(Optional.of(provisioner.id()), Optional.empty(), Optional.empty());
        for (KeyColumn column : KeyColumn.values()) {
            List<KeyOverview> up = as(
                    database,
                    scene -> Pages.all(request -> scene.keys().overviews(there, request), ListOrder.ascending(column)));
            assertThat(up).as(column.name()).isSortedAccordingTo(by(column));
            List<String> ids = up.stream().map(KeyOverview::id).toList();
            assertThat(ids).as(column.name()).hasSize(5).doesNotHaveDuplicates();
            List<KeyOverview> down = as(
                    database,
                    scene ->
                            Pages.all(request -> scene.keys().overviews(there, request), ListOrder.descending(column)));
            List<String> backwards =
                    new ArrayList<>(down.stream().map(KeyOverview::id).toList());
            Collections.reverse(backwards);
            assertThat(backwards).as(column.name()).isEqualTo(ids);
        }
    }

    private static Comparator<KeyOverview> by(KeyColumn column) {
        return switch (column) {
            case REFERENCE -> Comparator.comparing(key -> key.reference().toLowerCase(Locale.ROOT));
            case OWNER -> Comparator.comparing(key -> key.owner().toLowerCase(Locale.ROOT));
            case EXPIRES ->
                Comparator.comparing(key -> Optional.ofNullable(key.expiresAt()).orElse(Instant.MAX));
        };
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfKeysTellsHowFarItIsAndEachSecretAsItIs(TestDatabase database) {
        Provisioner provisioner = database.inTransaction(Population::provisioner);
        List<Integer> told = new ArrayList<>();
        BulkResult made = as(database, scene -> scene.issuance()
                .createAll(provisioner.id(), "reference,owner\n=1+1,x\nb,\nc,\n", false, told::add));
        assertThat(told).containsExactly(1, 2, 3);
        for (IssuedKey issued : made.issued()) {
            assertThat(KeyExport.line(issued)).endsWith("," + issued.secret().base64url() + "\r\n");
        }
        assertThat(KeyExport.line(made.issued().get(0))).contains(",'=1+1,x,");
        assertThat(made.issued()).allSatisfy(issued -> assertThat(issued.key().statusAt(KeyScene.NOW))
                .isEqualTo(ExternalAccountKeyStatus.UNBOUND));

        told.clear();
        as(database, scene -> scene.issuance().createAll(provisioner.id(), "reference\nd\n", true, told::add));
        assertThat(told).isEmpty();
    }

    @Test
    void aDayIsItsBeginningInUtc() {
        assertThat(KeyDescription.expiry("2027-12-31")).isEqualTo("2027-12-31T00:00:00Z");
        assertThat(KeyDescription.expiry("2027-12-31T08:00:00Z")).isEqualTo("2027-12-31T08:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2027-13-01", "31.12.2027", "2027-12-31T08:00", "2027-12-31 08:00"})
    void whatIsNoTimeSaysHowOneIsWritten(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyDescription.expiry(text))
                .withMessageContaining("2027-12-31T00:00:00Z");
    }

    private IssuedKey key(TestDatabase database) {
        return database.inTransaction(
                entityManager -> KeyScene.key(entityManager, Population.provisioner(entityManager), KeyScene.terms(1)));
    }

    private KeyOverview overview(TestDatabase database, IssuedKey issued) {
        return as(database, scene -> scene.keys().overview(issued.key().id()));
    }

    private void describe(TestDatabase database, ResourceId id, long version, KeyDescription description) {
        database.transact(entityManager ->
                AdministrationScene.of(entityManager, caller).keys().describe(id, version, description));
    }

    private static KeyDescription until(Instant expiry) {
        return new KeyDescription(Optional.empty(), Optional.empty(), Optional.of(expiry));
    }

    private static List<?> described(TestDatabase database, ResourceId id) {
        return database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select document from audit_event where kind = 'external-account-key-described' and document like :key")
                .setParameter("key", "%\"" + id + "\"%")
                .getResultList());
    }

    private <T> T as(TestDatabase database, Function<AdministrationScene, T> work) {
        return database.inTransaction(entityManager -> work.apply(AdministrationScene.of(entityManager, caller)));
    }

    private static void assertRefused(Refusal refusal, ThrowingCallable call) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }
}
