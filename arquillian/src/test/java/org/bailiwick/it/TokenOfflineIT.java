package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The token goes away and comes back while the server runs. */
class TokenOfflineIT {

    @Test
    void whileTheTokenIsAwayNothingIsLostAndReadingGoesOn()
            throws IOException, InterruptedException, GeneralSecurityException {
        String name = "token.localhost";
        try (RunningServer server = TestServers.start("token", Map.of());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String before = Clients.readyOrder(client, responder, name);
            Clients.certificate(client, before, name);
            String certificate = client.postAsGet(before).json().getString("certificate");
            String order = Clients.readyOrder(client, responder, name);
            Path token = server.settings().data().resolve("token");
            Path away = server.settings().data().resolve("token-away");

            Files.move(token, away);
            Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), name));

            assertWaits(answer);
            assertThat(client.postAsGet(certificate).status()).isEqualTo(200);
            assertThat(client.newOrder(name).status()).isEqualTo(201);
            assertThat(Clients.status(client, order)).isIn("ready", "processing");

            Files.move(away, token);
            if (answer.status() == 503) {
                Clients.certificate(client, order, name);
            }
            Answer ended = Clients.ended(client, order);
            assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
            Chains.requireLeadsTo(
                    server.root(),
                    client.postAsGet(ended.json().getString("certificate")).body());
        }
    }

    /** An order that is processing, or "later"; never a fault. */
    private static void assertWaits(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        if (answer.status() == 200) {
            assertThat(answer.json().getString("status")).isEqualTo("processing");
        } else {
            Clients.assertProblem(answer, "serverInternal");
        }
    }
}
