package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.bailiwick.authorization.OrderScene.ORDERED;
import static org.bailiwick.authorization.OrderScene.saw;
import static org.bailiwick.authorization.OrderScene.sentences;

import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.account.Account;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.Rivals;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.validation.ValidationTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthorizationsTest {

    @ParameterizedTest
    @EnumSource
    void anAccountFindsItsAuthorizationAndNobodyElses(TestDatabase database) {
        Authorization authorization = stored(database, Fact.FAILED);
        Account other = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            Authorizations authorizations = authorizations(entityManager);
            assertThat(authorizations.ownedBy(authorization.account(), authorization.id()))
                    .hasValueSatisfying(found -> {
                        assertThat(found.order()).isEqualTo(authorization.order());
                        assertThat(found.identifier()).isEqualTo(new DnsIdentifier("host.corp"));
                        assertThat(found.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.INVALID);
                        assertThat(found.problem()).contains(OrderScene.REFUSED);
                        assertThat(found.challenges()).hasSize(1);
                    });
            assertThat(authorizations.ownedBy(other.id(), authorization.id())).isEmpty();
            assertThat(authorizations.ownedBy(authorization.account(), ResourceId.random(ORDERED)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void anAccountFindsItsChallengeAndNobodyElses(TestDatabase database) {
        Authorization authorization = stored(database, Fact.MET);
        Challenge challenge = authorization.challenges().get(0);
        ResourceId account = authorization.account();
        Account other = database.inTransaction(Population::account);
        database.transact(entityManager -> {
            Authorizations authorizations = authorizations(entityManager);
            assertThat(authorizations.challengeOwnedBy(account, challenge.id())).hasValueSatisfying(found -> {
                assertThat(found.token()).isEqualTo(challenge.token());
                assertThat(found.type()).isEqualTo(ChallengeType.HTTP_01);
                assertThat(found.status()).isEqualTo(ChallengeStatus.VALID);
                assertThat(found.validatedAt()).isEqualTo(challenge.validatedAt());
                assertThat(found.attempts()).isEqualTo(1);
                assertThat(sentences(found)).containsExactly("1 proven");
                assertThat(found.authorization().id()).isEqualTo(authorization.id());
            });
            assertThat(authorizations.challengeOwnedBy(other.id(), challenge.id()))
                    .isEmpty();
            assertThat(authorizations.challengeOwnedBy(account, authorization.id()))
                    .isEmpty();
            assertThat(authorizations.lockChallengeOwnedBy(account, challenge.id()))
                    .isPresent();
            assertThat(authorizations.lockChallengeOwnedBy(other.id(), challenge.id()))
                    .isEmpty();
            assertThat(authorizations.challenge(challenge.id())).isPresent();
            assertThat(authorizations.challenge(authorization.id())).isEmpty();
        });
    }

    /** V21: one attempt. */
    @ParameterizedTest
    @EnumSource
    void ofTwoThatBeginAChallengeAtOnceOneBegins(TestDatabase database) {
        for (int round = 0; round < 5; round++) {
            Authorization authorization = stored(database, Fact.NOTHING);
            ResourceId challenge = authorization.challenges().get(0).id();
            List<Boolean> begun = Rivals.both(database, entityManager -> authorizations(entityManager)
                    .lockChallengeOwnedBy(authorization.account(), challenge)
                    .orElseThrow()
                    .begin(ORDERED));
            assertThat(begun).containsExactlyInAnyOrder(true, false);
        }
    }

    /** A client that says "ready" again while its result is recorded gets an answer, and the result stays. */
    @ParameterizedTest
    @EnumSource
    void aResultAndARepeatedRequestDoNotLockEachOtherOut(TestDatabase database) {
        for (int round = 0; round < 100; round++) {
            Authorization authorization = stored(database, Fact.BEGUN);
            ResourceId challenge = authorization.challenges().get(0).id();
            AtomicBoolean recorded = new AtomicBoolean();
            List<Boolean> outcomes = Rivals.both(database, entityManager -> {
                if (recorded.compareAndSet(false, true)) {
                    authorizations(entityManager)
                            .lockChallenge(challenge)
                            .orElseThrow()
                            .succeed(saw("proven"), ORDERED);
                    return true;
                }
                return authorizations(entityManager)
                        .lockChallengeOwnedBy(authorization.account(), challenge)
                        .orElseThrow()
                        .begin(ORDERED);
            });
            assertThat(outcomes).containsExactlyInAnyOrder(true, false);
        }
    }

    /** V22: two challenges of one authorization end at once, on two nodes; one of them decides. */
    @ParameterizedTest
    @EnumSource
    void ofTwoChallengesThatEndAtOnceOneDecides(TestDatabase database) {
        for (int round = 0; round < 20; round++) {
            Authorization authorization = twoChallengesBegun(database);
            ResourceId met = authorization.challenges().get(0).id();
            ResourceId failed = authorization.challenges().get(1).id();
            Queue<ResourceId> ids = new ConcurrentLinkedQueue<>(List.of(met, failed));
            Rivals.both(database, entityManager -> {
                ResourceId mine = ids.remove();
                Challenge challenge =
                        authorizations(entityManager).lockChallenge(mine).orElseThrow();
                if (mine.equals(met)) {
                    challenge.succeed(saw("proven"), ORDERED);
                } else {
                    challenge.fail(OrderScene.REFUSED, saw("refused"), ORDERED);
                }
                return mine;
            });
            database.transact(entityManager -> {
                Authorization found = authorizations(entityManager)
                        .ownedBy(authorization.account(), authorization.id())
                        .orElseThrow();
                boolean valid = found.statusAt(ORDERED) == AuthorizationStatus.VALID;
                assertThat(found.challenges())
                        .extracting(Challenge::id, Challenge::status)
                        .containsExactlyInAnyOrder(
                                tuple(met, valid ? ChallengeStatus.VALID : ChallengeStatus.INVALID),
                                tuple(failed, ChallengeStatus.INVALID));
            });
        }
    }

    /** The same without the locks: the version is the second line of defence, and the later one must look again. */
    @ParameterizedTest
    @EnumSource
    void aChallengeThatEndsBehindAnothersBackMustLookAgain(TestDatabase database) {
        Authorization authorization = twoChallengesBegun(database);
        ResourceId met = authorization.challenges().get(0).id();
        ResourceId failed = authorization.challenges().get(1).id();
        assertThatThrownBy(() -> database.transact(late -> {
                    Challenge success = authorizations(late).challenge(met).orElseThrow();
                    database.transact(first -> authorizations(first)
                            .challenge(failed)
                            .orElseThrow()
                            .fail(OrderScene.REFUSED, saw("refused"), ORDERED));
                    success.succeed(saw("proven"), ORDERED);
                }))
                .isInstanceOf(RollbackException.class)
                .hasCauseInstanceOf(OptimisticLockException.class);
        // what its job does then
        database.transact(
                again -> authorizations(again).challenge(met).orElseThrow().succeed(saw("proven"), ORDERED));
        database.transact(entityManager -> {
            Authorization found = authorizations(entityManager)
                    .ownedBy(authorization.account(), authorization.id())
                    .orElseThrow();
            assertThat(found.statusAt(ORDERED)).isEqualTo(AuthorizationStatus.INVALID);
            assertThat(found.challenges()).extracting(Challenge::status).containsOnly(ChallengeStatus.INVALID);
        });
    }

    @ParameterizedTest
    @EnumSource
    void theLongestTraceAndProblemFit(TestDatabase database) {
        Authorization authorization = stored(database, Fact.BEGUN);
        ResourceId id = authorization.challenges().get(0).id();
        // the longest that an attempt may do, of characters that become two in JSON
        ValidationStep step = new ValidationStep(
                ValidationStep.Kind.REDIRECTED,
                "\"".repeat(500),
                "\"".repeat(500),
                "host.corp",
                65_535,
                Collections.nCopies(16, "\"".repeat(500)),
                "::1",
                "[::1]:53");
        ValidationTrace trace = new ValidationTrace(Collections.nCopies(100, step));
        database.transact(entityManager -> authorizations(entityManager)
                .challenge(id)
                .orElseThrow()
                .retryAfter(ProblemType.DNS.problem("…".repeat(3_000)), trace, OrderScene.ORDERED));
        database.transact(entityManager -> {
            Challenge found = authorizations(entityManager).challenge(id).orElseThrow();
            assertThat(found.validationRecord().steps())
                    .hasSize(2)
                    .containsOnly(new ValidationRecord.Step(1, OrderScene.ORDERED, step));
            assertThat(found.problem())
                    .hasValueSatisfying(problem -> assertThat(problem.detail()).isEqualTo("…".repeat(2_000)));
            assertThat(found.status()).isEqualTo(ChallengeStatus.PROCESSING);
        });
    }

    private static Authorization twoChallengesBegun(TestDatabase database) {
        Account account = database.inTransaction(Population::account);
        Order order = new Order(
                account.id(),
                OrderRequest.of(List.of(new DnsIdentifier("host.corp"))),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.HTTP_01, ChallengeType.HTTP_01),
                ORDERED,
                OrderScene.LIFETIME);
        Authorization authorization = order.authorizations().get(0);
        authorization.challenges().forEach(challenge -> challenge.begin(ORDERED));
        database.transact(entityManager -> entityManager.persist(order));
        return authorization;
    }

    private static Authorization stored(TestDatabase database, Fact fact) {
        Account account = database.inTransaction(Population::account);
        Order order = OrderScene.order(account.id(), List.of(fact));
        database.transact(entityManager -> entityManager.persist(order));
        return order.authorizations().get(0);
    }

    private static Authorizations authorizations(EntityManager entityManager) {
        Authorizations authorizations = new Authorizations();
        authorizations.entityManager = entityManager;
        return authorizations;
    }
}
