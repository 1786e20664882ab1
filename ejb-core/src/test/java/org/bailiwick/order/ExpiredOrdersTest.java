package org.bailiwick.order;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All of it long ago: the other tests' orders, in the same tables, are younger. */
class ExpiredOrdersTest {

    private static final Instant ORDERED = Instant.parse("1999-12-01T00:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Instant EXPIRED = ORDERED.plus(WEEK);

    @ParameterizedTest
    @EnumSource
    void whatCameToNothingIsForgottenWithAllThatBelongsToIt(TestDatabase database) {
        Order pending = ordered(database, order -> {});
        Order ready = ordered(database, order -> OrderScene.meet(order, ORDERED));

        assertThat(forget(database, EXPIRED, 10)).isZero();
        assertThat(forget(database, EXPIRED.plusNanos(1000), 10)).isEqualTo(2);

        for (Order order : List.of(pending, ready)) {
            assertThat(rows(database, "Order o where o.id = :id", order.id().value()))
                    .isZero();
            assertThat(rows(
                            database,
                            "Authorization a where a.order = :id",
                            order.id().value()))
                    .isZero();
            for (Authorization authorization : order.authorizations()) {
                assertThat(rows(
                                database,
                                "Challenge c where c.authorization.id = :id",
                                authorization.id().value()))
                        .isZero();
            }
        }
        assertThat(forget(database, EXPIRED.plusNanos(1000), 10)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatBeganToBeFinalizedIsKept(TestDatabase database) {
        Order failed = ordered(database, order -> {
            OrderScene.meet(order, ORDERED);
            order.beginProcessing(ORDERED);
            order.fail(ProblemType.SERVER_INTERNAL.problem("Not made."));
        });
        Order processing = ordered(database, order -> {
            OrderScene.meet(order, ORDERED);
            order.beginProcessing(ORDERED);
        });
        Order valid = ordered(database, order -> {
            OrderScene.meet(order, ORDERED);
            order.beginProcessing(ORDERED);
            order.complete(ResourceId.random(ORDERED));
        });

        assertThat(forget(database, EXPIRED.plus(WEEK), 10)).isZero();

        for (Order order : List.of(failed, processing, valid)) {
            assertThat(rows(database, "Order o where o.id = :id", order.id().value()))
                    .isOne();
            assertThat(rows(
                            database,
                            "Authorization a where a.order = :id",
                            order.id().value()))
                    .isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void soManyAreForgottenAtOnceAndItIsRecordedHowMany(TestDatabase database) {
        for (int i = 0; i < 5; i++) {
            ordered(database, order -> {});
        }
        long before = recorded(database);

        assertThat(forget(database, EXPIRED.plus(WEEK), 3)).isEqualTo(3);
        assertThat(forget(database, EXPIRED.plus(WEEK), 3)).isEqualTo(2);
        assertThat(forget(database, EXPIRED.plus(WEEK), 3)).isZero();

        assertThat(recorded(database) - before).isEqualTo(2);
    }

    private static Order ordered(TestDatabase database, Consumer<Order> fate) {
        Account account = database.inTransaction(Population::account);
        Order order = new Order(
                account.id(),
                OrderRequest.of(List.of(new DnsIdentifier("host.corp"))),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.HTTP_01, ChallengeType.DNS_01),
                ORDERED,
                WEEK);
        fate.accept(order);
        database.transact(entityManager -> OrderScene.orders(entityManager).add(order));
        return order;
    }

    private static int forget(TestDatabase database, Instant before, int limit) {
        return database.inTransaction(
                entityManager -> Injected.into(new ExpiredOrders(), entityManager, audit(entityManager))
                        .forget(before, limit));
    }

    private static AuditLog audit(EntityManager entityManager) {
        return Injected.into(new AuditLog(), entityManager, Clock.fixed(Population.NOW, ZoneOffset.UTC));
    }

    private static long rows(TestDatabase database, String of, UUID id) {
        return database.inTransaction(entityManager -> entityManager
                .createQuery("select count(*) from " + of, Long.class)
                .setParameter("id", id)
                .getSingleResult());
    }

    private static long recorded(TestDatabase database) {
        return database.inTransaction(entityManager -> entityManager
                .createQuery("select count(*) from RecordedEvent e where e.kind = 'orders-forgotten'", Long.class)
                .getSingleResult());
    }
}
