package org.bailiwick.upstream.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.KnownCaller;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Pages;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.order.Order;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.upstream.outbox.ScriptedCa.Act;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits for another CA, as administrators look at it. */
class OutboxListTest {

    private static final PageRequest FIRST = PageRequest.of(Optional.empty(), 10);

    @ParameterizedTest
    @EnumSource
    void whatWaitsIsToldWithItsNamesAndTheLastAnswer(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        scene.scripted.will(Act.AWAY);
        assertThat(scene.attempt(entry)).isPresent();
        Caller caller = caller(scene);
        OutboxSearch waiting = new OutboxSearch(Optional.of(scene.authority()), Optional.of(OutboxState.WAITING));
        OutboxSearch refused = new OutboxSearch(Optional.of(scene.authority()), Optional.of(OutboxState.REFUSED));
        database.transact(entityManager -> {
            OutboxAdministration outbox = administration(entityManager, scene, caller);
            assertThat(outbox.list(waiting, FIRST).items()).singleElement().satisfies(row -> {
                assertThat(row.id()).isEqualTo(entry);
                assertThat(row.order()).isEqualTo(scene.order.toString());
                assertThat(row.title()).isEqualTo("host.corp");
                assertThat(row.kind()).isEqualTo("certificate");
                assertThat(row.attempts()).isEqualTo(1);
                assertThat(row.problem()).isNotBlank();
                assertThat(row.why()).isEqualTo(row.problem());
                assertThat(row.refused()).isFalse();
            });
            assertThat(outbox.list(refused, FIRST).items()).isEmpty();
            assertThat(outbox.find(entry).names()).containsExactly("host.corp");
            assertThat(outbox.ofOrder(scene.order)).contains(entry);
            assertThat(outbox.ofOrder(scene.account.id())).isEmpty();
            assertThat(outbox.authorities())
                    .containsOnlyKeys(scene.authority())
                    .containsValue(outbox.find(entry).authorityName());
        });
    }

    @Test
    void ofALongAnswerAListHasTheBeginning() {
        OutboxEntry entry = OutboxEntry.revocation(
                UUID.randomUUID(), new byte[] {1}, Optional.empty(), RevocationReason.SUPERSEDED, ORDERED, ORDERED);
        assertThat(OutboxOverview.of(entry, "internal").why()).isNull();
        entry.retry("w".repeat(1000), ORDERED);
        OutboxOverview tried = OutboxOverview.of(entry, "internal");
        assertThat(tried.problem()).hasSize(1000);
        assertThat(tried.why()).isEqualTo("w".repeat(300) + "…");
    }

    @ParameterizedTest
    @EnumSource
    void theyComeInEachOrder(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID first = scene.begin();
        scene.pass(Duration.ofSeconds(1));
        Order ready = OrderScene.order(scene.account.id(), List.of(Fact.MET));
        database.transact(entityManager -> entityManager.persist(ready));
        UUID second = scene.begin(ready.id(), scene.client.csr());
        scene.scripted.will(Act.AWAY);
        assertThat(scene.attempt(second)).isPresent();
        assertThat(ids(database, scene, ListOrder.OLDEST)).containsExactly(first, second);
        assertThat(ids(database, scene, ListOrder.NEWEST)).containsExactly(second, first);
        assertThat(ids(database, scene, ListOrder.ascending(OutboxColumn.NEXT))).containsExactly(first, second);
        assertThat(ids(database, scene, ListOrder.descending(OutboxColumn.NEXT)))
                .containsExactly(second, first);
        assertThat(ids(database, scene, ListOrder.ascending(OutboxColumn.DEADLINE)))
                .containsExactly(first, second);
    }

    @ParameterizedTest
    @EnumSource
    void anotherTeamsAreNotThere(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        UUID entry = scene.begin();
        Caller stranger =
                KnownCaller.of(database.inTransaction(Population::team).id());
        database.transact(entityManager -> {
            OutboxAdministration outbox = administration(entityManager, scene, stranger);
            assertThat(outbox.list(OutboxSearch.of(Optional.empty()), FIRST).items())
                    .isEmpty();
            assertThat(outbox.authorities()).isEmpty();
            assertThat(outbox.ofOrder(scene.order)).isEmpty();
            assertThatExceptionOfType(AdminException.class).isThrownBy(() -> outbox.find(entry));
            assertThatExceptionOfType(AdminException.class).isThrownBy(() -> outbox.retry(entry));
            assertThatExceptionOfType(AdminException.class).isThrownBy(() -> outbox.giveUp(entry));
            assertThatExceptionOfType(AdminException.class)
                    .isThrownBy(() -> outbox.list(OutboxSearch.of(Optional.of(scene.authority())), FIRST));
        });
    }

    private static List<UUID> ids(TestDatabase database, RelayScene scene, ListOrder order) {
        Caller caller = caller(scene);
        return database
                .inTransaction(entityManager -> Pages.all(
                        request -> administration(entityManager, scene, caller)
                                .list(OutboxSearch.of(Optional.of(scene.authority())), request),
                        order))
                .stream()
                .map(OutboxOverview::id)
                .toList();
    }

    private static Caller caller(RelayScene scene) {
        return KnownCaller.of(scene.account.provisioner().authority().team());
    }

    private static OutboxAdministration administration(EntityManager entityManager, RelayScene scene, Caller caller) {
        return Injected.into(
                new OutboxAdministration(),
                scene.outbox(entityManager),
                scene.outcome(entityManager),
                Injected.into(new OutboxOwners(), Injected.into(new Authorities(), entityManager), caller),
                scene.clock());
    }
}
