package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.account.Accounts;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.validation.NotProven;
import org.bailiwick.validation.Proven;
import org.bailiwick.validation.ValidationResult;
import org.bailiwick.validation.ValidationTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeactivationServiceTest {

    private static final Instant NOW = ORDERED.plusSeconds(7200);
    private static final Proven PROVEN = new Proven(new ValidationTrace(List.of()));
    private static final NotProven PASSING =
            new NotProven(ProblemType.CONNECTION.problem("Nobody answered."), true, new ValidationTrace(List.of()));

    /** RFC 8555 §7.3.6: "cancel any pending operations". */
    @ParameterizedTest
    @EnumSource
    void anAccountThatIsGivenUpEndsWhatIsPending(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        List<Order> orders = Stream.of(
                        List.of(Fact.NOTHING),
                        List.of(Fact.MET, Fact.BEGUN),
                        List.of(Fact.MET),
                        List.of(Fact.FAILED),
                        List.of(Fact.GIVEN_UP))
                .map(facts -> stored(database, account, facts))
                .toList();
        Order processing = OrderScene.order(account.id(), List.of(Fact.MET));
        processing.beginProcessing(ORDERED);
        Order valid = OrderScene.order(account.id(), List.of(Fact.MET));
        valid.beginProcessing(ORDERED);
        valid.complete(ResourceId.random(ORDERED));
        database.transact(entityManager -> {
            entityManager.persist(processing);
            entityManager.persist(valid);
        });
        Account other = database.inTransaction(Population::account);
        Order others = stored(database, other, List.of(Fact.MET));

        Account given = database.inTransaction(
                entityManager -> deactivation(entityManager).deactivate(account.id()));

        assertThat(given.status()).isEqualTo(AccountStatus.DEACTIVATED);
        assertThat(orders)
                .allSatisfy(order -> assertThat(status(database, order)).isEqualTo(OrderStatus.INVALID));
        assertThat(status(database, processing)).isEqualTo(OrderStatus.PROCESSING);
        assertThat(status(database, valid)).isEqualTo(OrderStatus.VALID);
        assertThat(authorizations(database, orders.get(1)))
                .containsExactly(AuthorizationStatus.DEACTIVATED, AuthorizationStatus.DEACTIVATED);
        assertThat(authorizations(database, orders.get(3))).containsExactly(AuthorizationStatus.INVALID);
        assertThat(status(database, others)).isEqualTo(OrderStatus.READY);
    }

    @ParameterizedTest
    @EnumSource
    void anAccountIsGivenUpInFourStatementsHoweverManyAuthorizationsItHas(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        for (int i = 0; i < 20; i++) {
            stored(database, account, List.of(Fact.NOTHING, Fact.MET, Fact.BEGUN));
        }
        database.statistics().clear();

        database.transact(entityManager -> deactivation(entityManager).deactivate(account.id()));

        // the account locked and changed, its authorizations, the audit event; Hibernate reads the provisioner besides
        assertThat(database.statistics().getPrepareStatementCount()).isLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void ofTwoThatGiveAnAccountUpAtOnceOneIsRecorded(TestDatabase database) {
        Account account = database.inTransaction(Population::account);

        List<AccountStatus> both = Rivals.both(database, entityManager -> deactivation(entityManager)
                .deactivate(account.id())
                .status());

        assertThat(both).containsExactly(AccountStatus.DEACTIVATED, AccountStatus.DEACTIVATED);
        List<?> events = database.inTransaction(entityManager -> entityManager
                .createNativeQuery("select id from audit_event where document like :account")
                .setParameter("account", "%" + account.id() + "%")
                .getResultList());
        assertThat(events).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aValidationInFlightMakesNothingValidAfterTheAccountIsGivenUp(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = stored(database, account, List.of(Fact.BEGUN));
        database.transact(entityManager -> deactivation(entityManager).deactivate(account.id()));

        assertThat(recorded(database, order, PROVEN)).isEqualTo(ChallengeStatus.INVALID);

        assertThat(authorizations(database, order)).containsExactly(AuthorizationStatus.DEACTIVATED);
        assertThat(status(database, order)).isEqualTo(OrderStatus.INVALID);
    }

    /** An order that the deactivation did not see, as it was made at the same moment. */
    @ParameterizedTest
    @EnumSource
    void anOrderThatIsMadeWhileTheAccountIsGivenUpComesToNothing(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        database.transact(entityManager -> deactivation(entityManager).deactivate(account.id()));
        Order order = stored(database, account, List.of(Fact.BEGUN));
        assertThat(status(database, order)).isEqualTo(OrderStatus.PENDING);

        assertThat(recorded(database, order, PROVEN)).isEqualTo(ChallengeStatus.INVALID);

        assertThat(authorizations(database, order)).containsExactly(AuthorizationStatus.DEACTIVATED);
        assertThat(status(database, order)).isEqualTo(OrderStatus.INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void whatWasGivenUpIsNotTriedAgain(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = stored(database, account, List.of(Fact.BEGUN));
        assertThat(recorded(database, order, PASSING)).isEqualTo(ChallengeStatus.PROCESSING);

        database.transact(entityManager -> deactivation(entityManager)
                .deactivate(account.id(), order.authorizations().get(0).id()));

        assertThat(recorded(database, order, PASSING)).isEqualTo(ChallengeStatus.INVALID);
        assertThat(authorizations(database, order)).containsExactly(AuthorizationStatus.DEACTIVATED);
    }

    /** RFC 8555 §7.5.2. */
    @ParameterizedTest
    @EnumSource
    void anAuthorizationThatIsGivenUpEndsItsOrder(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Account other = database.inTransaction(Population::account);
        for (Fact fact : List.of(Fact.NOTHING, Fact.BEGUN, Fact.MET)) {
            Order order = stored(database, account, List.of(fact, Fact.MET));
            ResourceId authorization = order.authorizations().get(0).id();

            database.transact(entityManager -> deactivation(entityManager).deactivate(other.id(), authorization));
            assertThat(authorizations(database, order)).doesNotContain(AuthorizationStatus.DEACTIVATED);

            database.transact(entityManager -> deactivation(entityManager).deactivate(account.id(), authorization));
            assertThat(authorizations(database, order))
                    .containsExactly(AuthorizationStatus.DEACTIVATED, AuthorizationStatus.VALID);
            assertThat(status(database, order)).isEqualTo(OrderStatus.INVALID);
        }
    }

    /** Whoever is first: in the end it is given up, and nobody waits for the other for ever. */
    @ParameterizedTest
    @EnumSource
    void givingUpAndAResultDoNotLockEachOtherOut(TestDatabase database) {
        for (int round = 0; round < 40; round++) {
            Account account = database.inTransaction(Population::account);
            Order order = stored(database, account, List.of(Fact.BEGUN, Fact.MET, Fact.NOTHING));
            boolean wholeAccount = round % 2 == 0;
            AtomicBoolean recording = new AtomicBoolean();

            Rivals.both(database, entityManager -> {
                ResourceId authorization = order.authorizations().get(0).id();
                if (recording.compareAndSet(false, true)) {
                    outcome(entityManager).record(challenge(order), PROVEN);
                } else if (wholeAccount) {
                    deactivation(entityManager).deactivate(account.id());
                } else {
                    deactivation(entityManager).deactivate(account.id(), authorization);
                }
                return authorization;
            });

            assertThat(authorizations(database, order).get(0)).isEqualTo(AuthorizationStatus.DEACTIVATED);
            assertThat(status(database, order)).isEqualTo(OrderStatus.INVALID);
        }
    }

    private static Order stored(TestDatabase database, Account account, List<Fact> facts) {
        Order order = OrderScene.order(account.id(), facts);
        database.transact(entityManager -> entityManager.persist(order));
        return order;
    }

    /** The challenge after a result of its attempt. */
    private static ChallengeStatus recorded(TestDatabase database, Order order, ValidationResult result) {
        database.transact(entityManager -> outcome(entityManager).record(challenge(order), result));
        return database.inTransaction(entityManager ->
                entityManager.find(Challenge.class, challenge(order).value()).status());
    }

    private static ResourceId challenge(Order order) {
        return order.authorizations().get(0).challenges().get(0).id();
    }

    private static OrderStatus status(TestDatabase database, Order order) {
        return database.inTransaction(entityManager ->
                entityManager.find(Order.class, order.id().value()).statusAt(NOW));
    }

    private static List<AuthorizationStatus> authorizations(TestDatabase database, Order order) {
        return database.inTransaction(
                entityManager -> entityManager.find(Order.class, order.id().value()).authorizations().stream()
                        .map(authorization -> authorization.statusAt(NOW))
                        .toList());
    }

    private static DeactivationService deactivation(EntityManager entityManager) {
        return Injected.into(
                new DeactivationService(),
                Injected.into(
                        new AccountEnding(),
                        Injected.into(new Accounts(), entityManager),
                        Injected.into(new Authorizations(), entityManager),
                        Injected.into(new AuditLog(), entityManager, clock()),
                        clock()),
                Injected.into(new Authorizations(), entityManager),
                Injected.into(new AuditLog(), entityManager, clock()),
                clock());
    }

    private static ValidationOutcome outcome(EntityManager entityManager) {
        return Injected.into(
                new ValidationOutcome(),
                Injected.into(new AuditLog(), entityManager, clock()),
                Injected.into(new Accounts(), entityManager),
                Injected.into(new Authorizations(), entityManager),
                clock());
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }
}
