package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at the worst moments, on PostgreSQL. A lock that the test holds in the database stops the server just
 * where it is to die. After a restart every order reaches an end, and every serial that was signed is known.
 */
class CrashIT {

    private static EmbeddedPostgres postgres;
    private static Map<String, String> settings;
    private static RunningServer server;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.start();
        settings = new TreeMap<>(Map.of(
                "bailiwick.https-port",
                Integer.toString(TestServers.freePort()),
                "bailiwick.validation.http01-port",
                Integer.toString(TestServers.freePort()),
                "bailiwick.validation.seconds",
                "5",
                "bailiwick.database.url",
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()),
                "bailiwick.database.user",
                "postgres",
                "bailiwick.database.password",
                "postgres"));
        server = TestServers.start("crash", settings);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        postgres.close();
    }

    @Test
    void killedBetweenSignAndStoreTheOrderIsCompletedAndTheSerialKnown() throws Exception {
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient client = client(accountKey);
        String order = readyOrder(client, "sign-store.localhost");

        killWhileFinalizing(client, order, "lock table certificate in exclusive mode");
        assertThat(count("select count(*) from issuance_attempt")).isEqualTo(1);
        String serial = text("select serial from issuance_attempt");
        restart();

        JsonObject ended = awaitEnd(client(accountKey), order);
        assertThat(ended.getString("status")).isEqualTo("valid");
        assertThat(count("select count(*) from certificate where serial = '" + serial + "' and der is not null"))
                .isEqualTo(1);
        assertThat(count("select count(*) from issuance_attempt")).isZero();
    }

    @Test
    void killedWhileTheJournalIsWrittenTheOrderIsStillReady() throws Exception {
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient client = client(accountKey);
        String order = readyOrder(client, "journal.localhost");

        killWhileFinalizing(client, order, "lock table issuance_attempt in exclusive mode");
        restart();

        AcmeClient again = client(accountKey);
        assertThat(again.postAsGet(order).json().getString("status")).isEqualTo("ready");
        AcmeClient.Answer finalized =
                again.post(order + "/finalize", Csr.payload(AcmeClient.newKey(), "journal.localhost"));
        assertThat(finalized.json().getString("status")).isEqualTo("valid");
    }

    @Test
    void killedInTheMiddleOfAValidationTheChallengeIsAttemptedAgain() throws Exception {
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient client = client(accountKey);
        String order = client.newOrder("validation.localhost").header("Location");
        JsonObject challenge = challenge(client, order);
        int port = server.settings().http01Port();

        try (ServerSocket silent = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> post = CompletableFuture.runAsync(() -> {
                try {
                    client.post(challenge.getString("url"), "{}");
                } catch (IOException | InterruptedException killed) {
                    // as planned
                }
            });
            try (Socket attempt = silent.accept()) {
                assertThat(attempt.isConnected()).isTrue();
                server.kill();
            }
            post.get(10, TimeUnit.SECONDS);
        }

        try (ChallengeResponder responder = new ChallengeResponder(port)) {
            responder.answer(challenge.getString("token"), client.keyAuthorization(challenge.getString("token")));
            restart();
            JsonObject ended = awaitStatus(client(accountKey), order, "ready");
            assertThat(ended.getString("status")).isEqualTo("ready");
        }
    }

    private static AcmeClient client(KeyPair key) throws IOException, InterruptedException {
        AcmeClient client = new AcmeClient(server.directory(), server.root(), key);
        client.newAccount();
        return client;
    }

    private static void restart() throws IOException, InterruptedException {
        server = TestServers.start("crash", settings);
    }

    private static String readyOrder(AcmeClient client, String name) throws IOException, InterruptedException {
        String order = client.newOrder(name).header("Location");
        JsonObject challenge = challenge(client, order);
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            responder.answer(challenge.getString("token"), client.keyAuthorization(challenge.getString("token")));
            client.post(challenge.getString("url"), "{}");
            awaitStatus(client, order, "ready");
        }
        return order;
    }

    private static JsonObject challenge(AcmeClient client, String order) throws IOException, InterruptedException {
        String authorization =
                client.postAsGet(order).json().getJsonArray("authorizations").getString(0);
        return client.postAsGet(authorization).json().getJsonArray("challenges").getJsonObject(0);
    }

    /** Has the database stop the server within finalize, and kills it there. */
    private static void killWhileFinalizing(AcmeClient client, String order, String lock)
            throws SQLException, IOException, InterruptedException, ExecutionException, TimeoutException {
        try (Connection holder = postgres.getPostgresDatabase().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(lock);
            String name = client.postAsGet(order)
                    .json()
                    .getJsonArray("identifiers")
                    .getJsonObject(0)
                    .getString("value");
            CompletableFuture<Void> finalizing = CompletableFuture.runAsync(() -> {
                try {
                    client.post(order + "/finalize", Csr.payload(AcmeClient.newKey(), name));
                } catch (IOException | InterruptedException killed) {
                    // as planned
                }
            });
            while (count("select count(*) from pg_locks where not granted") == 0) {
                Thread.sleep(20);
            }
            server.kill();
            finalizing.get(10, TimeUnit.SECONDS);
            holder.rollback();
        }
    }

    private static JsonObject awaitEnd(AcmeClient client, String order) throws IOException, InterruptedException {
        return awaitStatus(client, order, "valid");
    }

    private static JsonObject awaitStatus(AcmeClient client, String order, String wanted)
            throws IOException, InterruptedException {
        JsonObject json = client.postAsGet(order).json();
        for (int i = 0; i < 240 && !json.getString("status").equals(wanted); i++) {
            assertThat(json.getString("status")).as(json.toString()).isNotEqualTo("invalid");
            Thread.sleep(250);
            json = client.postAsGet(order).json();
        }
        return json;
    }

    private static int count(String query) throws SQLException {
        return Integer.parseInt(text(query));
    }

    private static String text(String query) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
