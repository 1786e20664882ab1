package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The token is away from the beginning, and comes while the server runs. */
@OwnServers
class TokenFirstUseIT {

    private static final String NAME = "token.localhost";

    /** Nothing was written down yet, so the client must ask again. */
    @Test
    void aTokenThatIsAwayBeforeItsFirstUseIsServiceUnavailableAndTheOrderStaysReady()
            throws IOException, InterruptedException, GeneralSecurityException {
        // the first start uses the keys, for its own certificate, CRLs and the OCSP responder; the second does not
        try (RunningServer first = TestServers.start("token-unused", Map.of())) {
            String root = Files.readString(first.root());
            ServerLog.of(first).awaitSentence("This server has a new TLS certificate");
            X509Certificate own = Pki.shownBy(first);
            X509Certificate issuing = Chains.leaf(
                    Pki.pem("CERTIFICATE", Pki.get(Pki.issuerUrl(own)).body()));
            Pki.awaitCrl(Pki.crlUrl(own), crl -> true).verify(issuing.getPublicKey());
            Pki.awaitCrl(Pki.crlUrl(issuing), crl -> true)
                    .verify(Chains.leaf(root).getPublicKey());
            ServerLog.of(first).awaitSentence("has an OCSP responder until");
        }
        try (RunningServer server = TestServers.begin("token-unused", Map.of());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            TokenFolder token = new TokenFolder(server);
            // before readiness looks whether it signs
            token.goAway();
            server.awaitReady();
            AcmeClient client = Clients.registeredAt(server);
            String order = Clients.readyOrder(client, responder, NAME);

            for (int i = 0; i < 2; i++) {
                Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));
                Clients.assertRefused(client, answer, 503, "serverInternal");
                assertThat(answer.header("Retry-After")).isEqualTo("60");
                assertLogged(server, answer);
                assertThat(Clients.status(client, order)).isEqualTo("ready");
            }
            assertThat(HealthIT.awaitReady(client, server, 503).body())
                    .contains("\"signing\",\"status\":\"DOWN\"", "\"database\",\"status\":\"UP\"");
            token.comeBack();

            Chains.requireLeadsTo(server.root(), Clients.certificate(client, order, NAME));
            HealthIT.awaitReady(client, server, 200);
        }
    }

    /** The client's id leads to the line of the log that says why. */
    private static void assertLogged(RunningServer server, Answer answer) throws IOException {
        assertThat(JsonLog.about(server, answer.header("X-Request-Id"))).anySatisfy(line -> {
            assertThat(line.getString("message")).startsWith("Incident ");
            assertThat(line.getJsonObject("exception").getString("exceptionType"))
                    .contains("TokenException");
            assertThat(line.getJsonObject("exception").getJsonArray("frames")).isNotEmpty();
        });
    }
}
