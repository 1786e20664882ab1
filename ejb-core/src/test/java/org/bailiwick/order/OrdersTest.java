package org.bailiwick.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrdersTest {

    private static final Duration WEEK = Duration.ofDays(7);

    @ParameterizedTest
    @EnumSource
    void anAccountFindsItsOrderAndNobodyElses(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account other = database.inTransaction(Population::account);
        Order order = added(database, account, "host.corp");
        database.transact(entityManager -> {
            Orders orders = orders(entityManager);
            assertThat(orders.ownedBy(account.id(), order.id())).hasValueSatisfying(found -> {
                assertThat(found.id()).isEqualTo(order.id());
                assertThat(found.account()).isEqualTo(account.id());
                assertThat(found.identifiers()).containsExactly(new DnsIdentifier("host.corp"));
                assertThat(found.statusAt(Population.NOW)).isEqualTo(OrderStatus.PENDING);
                assertThat(found.certificate()).isEmpty();
                assertThat(found.problem()).isEmpty();
            });
            assertThat(orders.ownedBy(other.id(), order.id())).isEmpty();
            assertThat(orders.ownedBy(account.id(), ResourceId.random(Population.NOW)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anOrderIsLockedByItsId(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = added(database, account, "host.corp");
        database.transact(entityManager -> {
            assertThat(orders(entityManager).lock(order.id())).map(Order::id).contains(order.id());
            assertThat(orders(entityManager).lock(ResourceId.random(Population.NOW)))
                    .isEmpty();
        });
    }

    /** RFC 8555 §7.4: the other one gets "orderNotReady". */
    @ParameterizedTest
    @EnumSource
    void ofTwoThatFinalizeAnOrderAtOnceOneBegins(TestDatabase database) {
        for (int round = 0; round < 5; round++) {
            Account account = database.inTransaction(Population::account);
            Order order = OrderScene.order(account.id(), List.of(Fact.MET));
            database.transact(entityManager -> orders(entityManager).add(order));
            List<Boolean> begun = Rivals.both(database, entityManager -> {
                Order locked = orders(entityManager).lock(order.id()).orElseThrow();
                try {
                    locked.beginProcessing(OrderScene.ORDERED);
                    return true;
                } catch (AcmeException refusal) {
                    assertThat(refusal.problem().type()).isEqualTo(ProblemType.ORDER_NOT_READY);
                    return false;
                }
            });
            assertThat(begun).containsExactlyInAnyOrder(true, false);
            assertThat(read(database, order).statusAt(OrderScene.ORDERED)).isEqualTo(OrderStatus.PROCESSING);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrderThatWasChangedMeanwhileIsNotOverwritten(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = OrderScene.order(account.id(), List.of(Fact.MET));
        database.transact(entityManager -> orders(entityManager).add(order));
        assertThatThrownBy(() -> database.transact(late -> {
                    Order stale = orders(late).ownedBy(account.id(), order.id()).orElseThrow();
                    database.transact(first ->
                            orders(first).lock(order.id()).orElseThrow().beginProcessing(OrderScene.ORDERED));
                    stale.beginProcessing(OrderScene.ORDERED);
                }))
                .isInstanceOf(RollbackException.class)
                .hasCauseInstanceOf(OptimisticLockException.class);
    }

    @ParameterizedTest
    @EnumSource
    void anOrderKeepsHowItEnded(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = OrderScene.order(account.id(), List.of(Fact.MET));
        order.beginProcessing(OrderScene.ORDERED);
        order.fail(ProblemType.SERVER_INTERNAL.problem("x".repeat(5_000)));
        database.transact(entityManager -> orders(entityManager).add(order));
        Order found = read(database, order);
        assertThat(found.statusAt(OrderScene.ORDERED)).isEqualTo(OrderStatus.INVALID);
        assertThat(found.problem()).contains(ProblemType.SERVER_INTERNAL.problem("x".repeat(2_000)));
    }

    @ParameterizedTest
    @EnumSource
    void timesAreTheSameInstantsWhateverTheTimeZone(TestDatabase database) {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Account account = database.inTransaction(Population::account);
                Order order = added(database, account, "host.corp");
                TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
                Order found = read(database, order);
                assertThat(found.createdAt()).as(zone).isEqualTo(Population.NOW);
                assertThat(found.expiresAt()).as(zone).isEqualTo(Population.NOW.plus(WEEK));
                assertThat(found.authorizations().get(0).expiresAt()).as(zone).isEqualTo(Population.NOW.plus(WEEK));
                // and for whoever else looks at the row
                OffsetDateTime column = database.inTransaction(entityManager -> (OffsetDateTime) entityManager
                        .createNativeQuery("select created_at from acme_order where id = :id", OffsetDateTime.class)
                        .setParameter("id", order.id().value())
                        .getSingleResult());
                assertThat(column.toInstant()).as(zone).isEqualTo(Population.NOW);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLongestNameFits(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        String name = "a23456789.".repeat(25) + "abc";
        assertThat(name).hasSize(253);
        Order order = added(database, account, name);
        assertThat(read(database, order).identifiers()).containsExactly(new DnsIdentifier(name));
    }

    @ParameterizedTest
    @EnumSource
    void anOrderWithAHundredNamesKeepsTheirOrder(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        String[] names = IntStream.range(0, 100)
                .mapToObj(i -> "host-%d.corp".formatted((i * 37) % 100))
                .toArray(String[]::new);
        Order order = added(database, account, names);
        database.statistics().clear();
        Order found = read(database, order);
        assertThat(found.identifiers()).extracting(Identifier::value).containsExactly(names);
        assertThat(found.statusAt(Population.NOW)).isEqualTo(OrderStatus.PENDING);
        assertThat(database.statistics().getPrepareStatementCount()).isEqualTo(1);
    }

    /** RFC 8555 §7.1.2.1: not those that are invalid. The query and the entity say the same. */
    @ParameterizedTest
    @EnumSource
    void theListHasAnAccountsOrdersThatAreNotInvalid(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account other = database.inTransaction(Population::account);
        List<Order> all = new ArrayList<>();
        for (Fact one : Fact.values()) {
            for (Fact another : Fact.values()) {
                all.add(OrderScene.order(account.id(), List.of(one, another)));
            }
        }
        for (int end = 0; end < 3; end++) {
            Order order = OrderScene.order(account.id(), List.of(Fact.MET));
            order.beginProcessing(OrderScene.ORDERED);
            if (end == 1) {
                order.complete(ResourceId.random(OrderScene.ORDERED));
                // an authorization that was given up later takes no certificate away
                order.authorizations().get(0).deactivate(OrderScene.ORDERED);
            }
            if (end == 2) {
                order.fail(ProblemType.SERVER_INTERNAL.problem("Broken."));
            }
            all.add(order);
        }
        database.transact(entityManager -> {
            all.forEach(orders(entityManager)::add);
            orders(entityManager).add(OrderScene.order(other.id(), List.of(Fact.MET)));
        });

        Instant expiry = OrderScene.ORDERED.plus(OrderScene.LIFETIME);
        for (Instant now : List.of(OrderScene.ORDERED.plusSeconds(7200), expiry.minusMillis(1), expiry)) {
            List<ResourceId> notInvalid = all.stream()
                    .filter(order -> order.statusAt(now) != OrderStatus.INVALID)
                    .map(Order::id)
                    .toList();
            OrdersList list = list(database, account, Optional.empty(), 100, now);
            assertThat(list.orders()).containsExactlyInAnyOrderElementsOf(notInvalid);
            assertThat(list.next()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theListIsPagedTheNewestFirst(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        List<ResourceId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Order order = madeAt(account, Population.NOW.plusSeconds(i));
            database.transact(entityManager -> orders(entityManager).add(order));
            newestFirst.add(0, order.id());
        }

        List<ResourceId> read = new ArrayList<>();
        Optional<ResourceId> after = Optional.empty();
        for (int size : List.of(3, 3, 1)) {
            OrdersList page = list(database, account, after, 3, Population.NOW);
            assertThat(page.orders()).hasSize(size);
            read.addAll(page.orders());
            after = page.next();
        }

        assertThat(after).isEmpty();
        assertThat(read).containsExactlyElementsOf(newestFirst);
        // a page that ends where the list ends has no next
        assertThat(list(database, account, Optional.empty(), 7, Population.NOW).next())
                .isEmpty();
    }

    /** A9: a position is no more than a point in time. */
    @ParameterizedTest
    @EnumSource
    void aPositionThatIsNoOrderOfTheAccountShowsNobodyElses(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account other = database.inTransaction(Population::account);
        Order mine = madeAt(account, Population.NOW);
        Order others = madeAt(other, Population.NOW.plusSeconds(1));
        database.transact(entityManager -> {
            orders(entityManager).add(mine);
            orders(entityManager).add(others);
        });

        assertThat(list(database, account, Optional.of(others.id()), 10, Population.NOW)
                        .orders())
                .containsExactly(mine.id());
        assertThat(list(database, account, Optional.of(mine.id()), 10, Population.NOW)
                        .orders())
                .isEmpty();
        for (UUID extreme : List.of(new UUID(0, 0), new UUID(-1, -1), new UUID(Long.MIN_VALUE, 0))) {
            assertThat(list(database, account, Optional.of(new ResourceId(extreme)), 10, Population.NOW)
                            .orders())
                    .doesNotContain(others.id());
        }
    }

    /** An insert for each of the three tables, and one for the audit log, however many rows. */
    @ParameterizedTest
    @EnumSource
    void newOrderIsFourStatements(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        database.statistics().clear();
        added(database, account, "host.corp");
        assertThat(database.statistics().getPrepareStatementCount()).isEqualTo(4);
        database.statistics().clear();
        added(
                database,
                account,
                IntStream.range(0, 50).mapToObj(i -> "host-" + i).toArray(String[]::new));
        assertThat(database.statistics().getPrepareStatementCount()).isEqualTo(4);
    }

    /** The order and its authorizations, and what was changed. */
    @ParameterizedTest
    @EnumSource
    void beginningToFinalizeIsThreeStatements(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = OrderScene.order(account.id(), List.of(Fact.MET, Fact.MET, Fact.MET));
        database.transact(entityManager -> orders(entityManager).add(order));
        database.statistics().clear();
        database.transact(entityManager ->
                orders(entityManager).lock(order.id()).orElseThrow().beginProcessing(OrderScene.ORDERED));
        assertThat(database.statistics().getPrepareStatementCount()).isEqualTo(3);
    }

    private static Order read(TestDatabase database, Order order) {
        return database.inTransaction(entityManager ->
                orders(entityManager).ownedBy(order.account(), order.id()).orElseThrow());
    }

    private static Order madeAt(Account account, Instant now) {
        return new Order(
                account.id(),
                OrderRequest.of(List.of(new DnsIdentifier("host.corp"))),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.HTTP_01),
                now,
                WEEK);
    }

    private static OrdersList list(
            TestDatabase database, Account account, Optional<ResourceId> after, int limit, Instant now) {
        return database.inTransaction(entityManager -> orders(entityManager).newestOf(account.id(), after, limit, now));
    }

    private static Order added(TestDatabase database, Account account, String... names) {
        List<Identifier> identifiers =
                List.of(names).stream().<Identifier>map(DnsIdentifier::new).toList();
        Order order = new Order(
                account.id(),
                OrderRequest.of(identifiers),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.HTTP_01),
                Population.NOW,
                WEEK);
        database.transact(entityManager -> orders(entityManager).add(order));
        return order;
    }

    private static Orders orders(EntityManager entityManager) {
        return OrderScene.orders(entityManager);
    }
}
