package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** {@code bailiwick.validation.targets}: nobody is ever connected to at an address that is not among them. */
class ValidationTargetsIT {

    /** One of the shared server, with targets of its own. */
    static final String PROVISIONER = "targeted";

    static final String TARGETS = "default, 127.0.0.1, ::1";

    /** Loopback, and in none of these targets; the server's other provisioners may contact it. */
    private static final String FORBIDDEN = "127.0.0.2";

    private final RunningServer server = SharedServer.get();

    @Test
    void aRedirectToAnAddressThatIsNoTargetConnectsToNobody() throws IOException, InterruptedException {
        try (Listener listener = new Listener(FORBIDDEN, server)) {
            URI targeted = ProvisionersIT.directory(server, PROVISIONER);
            JsonObject plain = failedRedirect(targeted, FORBIDDEN);
            JsonObject mapped = failedRedirect(targeted, "[::ffff:7f00:2]");

            assertThat(listener.connections()).isZero();
            // as of any other server to which a redirect leads
            assertThat(plain.getString("type")).endsWith(":incorrectResponse");
            assertThat(mapped.getString("type")).endsWith(":incorrectResponse");
        }
    }

    /** Without this the test above might look at the wrong place. */
    @Test
    void aRedirectToAnAddressThatIsATargetDoes() throws IOException, InterruptedException {
        try (Listener listener = new Listener(FORBIDDEN, server)) {
            failedRedirect(server.directory(), FORBIDDEN);

            assertThat(listener.connections()).isPositive();
        }
    }

    /** Has a challenge redirected to the http-01 port of a host; its error. */
    private JsonObject failedRedirect(URI directory, String host) throws IOException, InterruptedException {
        int port = server.settings().http01Port();
        AcmeClient client = new AcmeClient(directory, server.root());
        assertThat(client.newAccount().status()).isEqualTo(201);
        try (ChallengeResponder responder = new ChallengeResponder(port)) {
            Answer order = client.newOrder("targets.localhost");
            String authorization = Clients.authorizations(order.json()).get(0);
            JsonObject challenge = Clients.challenge(client, authorization);
            responder.redirect(challenge.getString("token"), "http://%s:%d/".formatted(host, port));

            client.post(challenge.getString("url"), "{}");

            assertThat(Clients.ended(client, authorization).json().getString("status"))
                    .isEqualTo("invalid");
            assertThat(responder.requestsFor(challenge.getString("token"))).isPositive();
            return client.postAsGet(challenge.getString("url")).json().getJsonObject("error");
        }
    }

    /** Accepts connections at a server's http-01 port, closes and counts them. */
    private static final class Listener implements AutoCloseable {

        private final ServerSocket socket;
        private final AtomicInteger connections = new AtomicInteger();

        Listener(String address, RunningServer server) throws IOException {
            socket = new ServerSocket(server.settings().http01Port(), 10, InetAddress.getByName(address));
            Thread accepting = new Thread(this::accept, "listener");
            accepting.setDaemon(true);
            accepting.start();
        }

        private void accept() {
            while (true) {
                try {
                    socket.accept().close();
                    connections.incrementAndGet();
                } catch (SocketException closed) {
                    return;
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        }

        int connections() {
            return connections.get();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
