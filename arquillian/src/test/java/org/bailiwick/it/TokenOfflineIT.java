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

    private static final String NAME = "token.localhost";

    /** Nothing was written down yet, so the client must ask again. */
    @Test
    void aTokenThatIsAwayBeforeItsFirstUseIsServiceUnavailableAndTheOrderStaysReady()
            throws IOException, InterruptedException, GeneralSecurityException {
        // the first start uses the key, for the server's own certificate; the second has no need of it
        TestServers.start("token-unused", Map.of()).close();
        try (RunningServer server = TestServers.start("token-unused", Map.of());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String order = Clients.readyOrder(client, responder, NAME);
            Token token = new Token(server);

            token.goAway();
            for (int i = 0; i < 2; i++) {
                Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));
                Clients.assertRefused(client, answer, 503, "serverInternal");
                assertThat(answer.header("Retry-After")).isEqualTo("60");
                assertThat(Clients.status(client, order)).isEqualTo("ready");
            }
            token.comeBack();

            Chains.requireLeadsTo(server.root(), Clients.certificate(client, order, NAME));
        }
    }

    /** What is to be signed is written down, so the server ends it by itself. */
    @Test
    void aTokenThatIsAwayLaterLeavesTheOrderProcessingUntilItIsBack()
            throws IOException, InterruptedException, GeneralSecurityException {
        try (RunningServer server = TestServers.start("token-used", Map.of());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String before = Clients.readyOrder(client, responder, NAME);
            Clients.certificate(client, before, NAME);
            String certificate = client.postAsGet(before).json().getString("certificate");
            String order = Clients.readyOrder(client, responder, NAME);
            Token token = new Token(server);

            token.goAway();
            Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().getString("status")).isEqualTo("processing");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(client.postAsGet(certificate).status()).isEqualTo(200);
            assertThat(client.newOrder(NAME).status()).isEqualTo(201);
            Clients.assertRefused(
                    client,
                    client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME)),
                    403,
                    "orderNotReady");
            assertThat(Clients.status(client, order)).isEqualTo("processing");

            token.comeBack();
            Answer ended = Clients.ended(client, order);
            assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
            Chains.requireLeadsTo(
                    server.root(),
                    client.postAsGet(ended.json().getString("certificate")).body());
        }
    }

    /** The folder with SoftHSM's objects: without it, the token is gone. */
    private record Token(Path folder, Path away) {

        Token(RunningServer server) {
            this(
                    server.settings().data().resolve("token"),
                    server.settings().data().resolve("token-away"));
        }

        void goAway() throws IOException {
            Files.move(folder, away);
        }

        void comeBack() throws IOException {
            Files.move(away, folder);
        }
    }
}
