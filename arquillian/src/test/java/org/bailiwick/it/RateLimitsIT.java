package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** RFC 8555 §6.6; at a provisioner that nobody else uses. */
class RateLimitsIT {

    /** Of the shared server. */
    static final String PROVISIONER = "limited";

    static final String LIMITS =
            "new-account=2/1h, new-order=6/1h, name=2/1d, failed-validation=1/1d, provisioner=7/1d";

    private final RunningServer server = SharedServer.get();

    @Test
    void whatIsTooMuchIsRefusedWithTheTimeToWait() throws IOException, InterruptedException {
        AcmeClient client = registered();
        AcmeClient other = registered();
        AcmeClient third = client();
        assertLimited(third, third.newAccount(), "new-account");
        // who has an account makes none
        assertThat(client.newAccount().status()).isEqualTo(200);

        // who does not show control of a name uses nothing of it up
        for (int i = 0; i < 2; i++) {
            assertThat(client.newOrder("a.localhost").status()).isEqualTo(201);
        }
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            Clients.readyOrder(other, responder, "a.localhost");
            Clients.readyOrder(other, responder, "a.localhost", "b.localhost");
        }
        assertLimited(client, client.newOrder("a.localhost"), "name");
        assertLimited(client, client.newOrder("*.a.localhost"), "name");

        Answer failing = client.newOrder("fails.localhost");
        String authorization = Clients.authorizations(failing.json()).get(0);
        client.post(Clients.challenge(client, authorization).getString("url"), "{}");
        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("invalid");
        assertLimited(client, client.newOrder("fails.localhost"), "failed-validation");

        assertLimited(client, client.newOrder("c.localhost"), "new-order");
        assertThat(other.newOrder("c.localhost").status()).isEqualTo(201);

        // of all orders above six were made, and no refused one counts here
        assertThat(other.newOrder("d.localhost").status()).isEqualTo(201);
        assertLimited(other, other.newOrder("e.localhost"), "provisioner");
    }

    private AcmeClient registered() throws IOException, InterruptedException {
        AcmeClient client = client();
        assertThat(client.newAccount().status()).isEqualTo(201);
        return client;
    }

    private AcmeClient client() throws IOException, InterruptedException {
        return new AcmeClient(ProvisionersIT.directory(server, PROVISIONER), server.root());
    }

    private static void assertLimited(AcmeClient client, Answer answer, String limit)
            throws IOException, InterruptedException {
        Clients.assertRefused(client, answer, 429, "rateLimited");
        assertThat(answer.json().getString("detail")).contains("\"" + limit + "\"");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }
}
