package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.stream.IntStream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Validations wait for hosts of strangers: whose hosts do not answer keeps nobody else waiting. */
class FairShareIT {

    @Test
    void oneAccountIsAttemptedAFewTimesAtOnceHoweverManyChallengesItHas() throws IOException, InterruptedException {
        AcmeClient slow = Clients.registered();
        AcmeClient other = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            // more than a node has threads for
            Answer order = slow.newOrder(IntStream.range(0, 80)
                    .mapToObj(i -> "hangs-" + i + ".localhost")
                    .toArray(String[]::new));
            for (String authorization : Clients.authorizations(order.json())) {
                JsonObject challenge = Clients.challenge(slow, authorization);
                responder.hold(challenge.getString("token"));
                assertThat(slow.post(challenge.getString("url"), "{}").json().getString("status"))
                        .isEqualTo("processing");
            }

            Clients.readyOrder(other, responder, "quick.localhost");

            assertThat(responder.mostHeld()).isPositive().isLessThanOrEqualTo(8);
            assertThat(Clients.status(slow, order.header("Location"))).isEqualTo("pending");
            slow.post(slow.account(), "{\"status\":\"deactivated\"}");
        }
    }
}
