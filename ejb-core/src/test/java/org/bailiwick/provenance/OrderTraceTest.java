package org.bailiwick.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.bailiwick.authorization.OrderScene.ORDERED;

import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.OrderScene;
import org.bailiwick.authorization.OrderScene.Fact;
import org.bailiwick.authorization.ValidationRecord;
import org.bailiwick.order.Order;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the owner of a client is shown of its order. */
class OrderTraceTest {

    private static final Instant LATER = ORDERED.plusSeconds(7200);

    private static final String THUMBPRINT = "t".repeat(43);

    @Test
    void anOrderSaysOfEachNameWhetherAndHowItWasProven() {
        Order order = OrderScene.order(List.of(Fact.MET, Fact.FAILED, Fact.NOTHING));
        OrderDetails details = OrderDetails.of(order, LATER);
        assertThat(details.status()).isEqualTo("invalid");
        assertThat(details.authorizations())
                .extracting(AuthorizationDetails::number, AuthorizationDetails::status, AuthorizationDetails::method)
                .containsExactly(tuple(1, "valid", "http-01"), tuple(2, "invalid", null), tuple(3, "pending", null));
        assertThat(details.authorizations().get(0).validatedAt()).isEqualTo(ORDERED.plusSeconds(3600));
        assertThat(details.authorizations().get(1).problem()).isEqualTo("Nobody answered.");
    }

    /** At the top of its page, whatever it has below. */
    @Test
    void anOrderSaysWhyItFailed() {
        Instant end = ORDERED.plus(OrderScene.LIFETIME);
        assertThat(OrderDetails.of(OrderScene.order(List.of(Fact.MET, Fact.FAILED)), LATER)
                        .failure())
                .isEqualTo("host.corp: Nobody answered.");
        assertThat(OrderDetails.of(OrderScene.order(List.of(Fact.GIVEN_UP)), LATER)
                        .failure())
                .isEqualTo("host.corp: the client gave this name up.");
        Order idle = OrderScene.order(List.of(Fact.NOTHING));
        assertThat(OrderDetails.of(idle, LATER).failure()).isNull();
        assertThat(OrderDetails.of(idle, end).failure()).isEqualTo("The client did not finish this order in time.");
        Order refused = OrderScene.order(List.of(Fact.MET));
        refused.beginProcessing(LATER);
        refused.fail(ProblemType.BAD_CSR.problem("The CSR has another name."));
        assertThat(OrderDetails.of(refused, end).failure()).isEqualTo("The CSR has another name.");
    }

    @Test
    void aChallengeSaysWhatWasDoneAndWhatWasExpected() {
        Order order = OrderScene.order(List.of(Fact.FAILED));
        Challenge challenge = order.authorizations().get(0).challenges().get(0);
        ChallengeDetails details = ChallengeDetails.of(challenge, THUMBPRINT);
        assertThat(details.type()).isEqualTo("http-01");
        assertThat(details.status()).isEqualTo("invalid");
        assertThat(details.problem()).isEqualTo("Nobody answered.");
        assertThat(details.place())
                .isEqualTo("http://host.corp/.well-known/acme-challenge/"
                        + challenge.token().value());
        assertThat(details.proof()).isEqualTo(challenge.token().value() + "." + THUMBPRINT);
        assertThat(details.steps()).singleElement().satisfies(step -> {
            assertThat(step.attempt()).isEqualTo(1);
            assertThat(step.first()).isTrue();
            assertThat(step.sentence()).isEqualTo("not proven");
        });
    }

    /** Each has a label on the page: {@code step.} and the word. */
    @ParameterizedTest
    @EnumSource
    void everyKindOfStepHasAWordAndATone(Kind kind) {
        ValidationStep happened = new ValidationStep(kind, "it happened", null, null, null, List.of(), null, null);
        TraceStep step = TraceStep.of(new ValidationRecord.Step(2, ORDERED, happened), false);
        assertThat(step.kind()).matches("[a-z]+(-[a-z]+)?");
        assertThat(step.tone()).isIn("good", "bad", "neutral");
        assertThat(step.first()).isFalse();
        assertThat(step.at()).isEqualTo(ORDERED);
    }
}
