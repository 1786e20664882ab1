package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.ca.SerialNumber;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} at the worst moments, and a database that goes away, on PostgreSQL. A lock that the test holds in the
 * database stops the server just where it is to die. After a restart every order reaches an end with one certificate at
 * most, and every serial that was signed is known.
 */
@OwnServers
class CrashIT {

    private static EmbeddedPostgres postgres;
    private static Map<String, String> settings;
    private static RunningServer server;

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.start();
        settings = new TreeMap<>(Map.of(
                "bailiwick.https-port",
                Integer.toString(FreePort.next()),
                "bailiwick.validation.http01-port",
                Integer.toString(FreePort.next()),
                "bailiwick.validation.seconds",
                "5"));
        settings.putAll(TestServers.on(postgres));
        server = TestServers.start("crash", settings);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        postgres.close();
    }

    /** The second lock is behind the first: the certificate is in the transaction then, and not committed. */
    @ParameterizedTest
    @ValueSource(strings = {"certificate", "audit_event"})
    void killedBetweenSignAndStoreTheOrderIsCompletedAndTheSerialKnown(String table) throws Exception {
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient client = client(accountKey);
        String order = readyOrder(client, "sign-store.localhost");

        killWhileFinalizing(client, order, table);
        assertThat(count("select count(*) from issuance_attempt")).isEqualTo(1);
        String serial = text("select serial from issuance_attempt");
        restart();

        AcmeClient again = client(accountKey);
        JsonObject ended = awaitStatus(again, order, "valid");
        assertThat(ended.getString("status")).isEqualTo("valid");
        assertThat(assertOneCertificate(again, order)).isEqualTo(serial);
    }

    @Test
    void killedWhileTheJournalIsWrittenTheOrderIsStillReady() throws Exception {
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient client = client(accountKey);
        String order = readyOrder(client, "journal.localhost");

        killWhileFinalizing(client, order, "issuance_attempt");
        restart();

        AcmeClient again = client(accountKey);
        assertThat(again.postAsGet(order).json().getString("status")).isEqualTo("ready");
        Answer finalized = again.post(order + "/finalize", Csr.payload(AcmeClient.newKey(), "journal.localhost"));
        assertThat(finalized.json().getString("status")).isEqualTo("valid");
        assertOneCertificate(again, order);
    }

    @Test
    void killedInTheMiddleOfAValidationTheChallengeIsAttemptedAgain() throws Exception {
        KeyPair accountKey = AcmeClient.newKey();
        AcmeClient client = client(accountKey);
        String order = client.newOrder("validation.localhost").header("Location");
        JsonObject challenge = challenge(client, order);
        int port = server.settings().http01Port();

        try (ServerSocket silent = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
            Future<Answer> post = Clients.meanwhile(() -> client.post(challenge.getString("url"), "{}"));
            try (Socket attempt = silent.accept()) {
                assertThat(attempt.isConnected()).isTrue();
                server.kill();
            }
            Clients.awaitEnd(post);
        }

        try (ChallengeResponder responder = new ChallengeResponder(port)) {
            responder.answer(challenge.getString("token"), client.keyAuthorization(challenge.getString("token")));
            restart();
            AcmeClient again = client(accountKey);
            JsonObject ended = awaitStatus(again, order, "ready");
            assertThat(ended.getString("status")).isEqualTo("ready");
            Clients.certificate(again, order, "validation.localhost");
            assertOneCertificate(again, order);
        }
    }

    @Test
    void ofTwentyFinalizesAtOnceOneLeavesACertificate() throws Exception {
        AcmeClient client = client(AcmeClient.newKey());
        String order = readyOrder(client, "race.localhost");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String request = client.jws(
                    client.header(order + "/finalize")
                            .add("kid", client.account())
                            .build(),
                    Csr.payload(AcmeClient.newKey(), "race.localhost"));
            requests.add(() -> client.send(order + "/finalize", request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(Clients.ended(client, order).json().getString("status")).isEqualTo("valid");
        assertOneCertificate(client, order);
    }

    @Test
    void afterAKillNoncesOfBeforeAreRefusedNothingRecordedIsLostAndARevokedCertificateIsReplaced() throws Exception {
        X509Certificate own = Pki.shownBy(server);
        revoke(own);
        AcmeClient client = client(AcmeClient.newKey());
        String unused = newOrder(client);
        String used = newOrder(client);
        assertThat(client.send(client.url("newOrder"), used).status()).isEqualTo(201);

        server.kill();
        restart();

        AuditExport export = AuditExport.awaitEvent(AdminClient.first(server), "order-created", client);
        assertThat(export.events("order-created", client)).hasSize(1);
        assertThat(export.events("account-created", client)).hasSize(1);
        assertThat(export.verify(server)).isEqualTo(0);
        assertRefusedForTheirNonces(client, used, unused);
        assertReplaced(own);
    }

    /** RFC 8555 §6.5: the refusal brings a nonce, and a client tries once more with it. */
    private static void assertRefusedForTheirNonces(AcmeClient client, String... requests)
            throws IOException, InterruptedException {
        String url = client.url("newOrder");
        for (String request : requests) {
            Answer refused = client.send(url, request);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            Clients.assertProblem(refused, "badNonce");
            assertThat(client.send(url, newOrder(client)).status()).isEqualTo(201);
            assertThat(client.send(url, request).problem()).isEqualTo("badNonce");
        }
    }

    private static void revoke(X509Certificate own) throws IOException, InterruptedException {
        AdminClient administrator = AdminClient.first(server);
        String id = AdminClient.ok(
                        administrator.get("/certificates?serial=" + new SerialNumber(own.getSerialNumber()).hex()))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        AdminClient.ok(administrator.post("/certificates/" + id + "/revoke", "{\"reason\":\"keyCompromise\"}"));
    }

    /** Clients that ask would refuse the server's own: the next look, at a start or within the hour, gets another, with another key. */
    private static void assertReplaced(X509Certificate own) throws IOException, InterruptedException {
        X509Certificate next = Pki.shownBy(server);
        for (int looks = 0; looks < 240 && next.getSerialNumber().equals(own.getSerialNumber()); looks++) {
            Thread.sleep(250);
            next = Pki.shownBy(server);
        }
        assertThat(next.getSerialNumber()).isNotEqualTo(own.getSerialNumber());
        assertThat(next.getPublicKey()).isNotEqualTo(own.getPublicKey());
    }

    /** What relying parties fetched before they get again, and whoever asks for more is to come back; nothing is a fault. */
    @Test
    void whileTheDatabaseIsAwayRelyingPartiesAreToldWhatWasToldBefore() throws Exception {
        AcmeClient client = client(AcmeClient.newKey());
        String chain = Clients.certificate(client, readyOrder(client, "away.localhost"), "away.localhost");
        X509Certificate leaf = Chains.leaf(chain);
        OcspClient ocsp = new OcspClient(server, chain).awaitResponder();
        byte[] request = ocsp.request(-1, leaf.getSerialNumber());
        assertThat(OcspClient.word(ocsp.post(request))).isEqualTo("good");
        Map<URI, byte[]> fetched = new LinkedHashMap<>();
        Pki.awaitCrl(Pki.crlUrl(leaf), list -> true);
        for (URI url : List.of(Pki.crlUrl(leaf), Pki.issuerUrl(leaf))) {
            fetched.put(url, Pki.get(url).body());
        }

        permitConnections(false);
        try {
            for (Map.Entry<URI, byte[]> each : fetched.entrySet()) {
                HttpResponse<byte[]> answer = Pki.get(each.getKey());
                assertThat(answer.statusCode()).as("%s", each.getKey()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(each.getValue());
                assertThat(Pki.send("HEAD", each.getKey()).statusCode()).isEqualTo(200);
                URI other = URI.create(each.getKey().toString().replaceAll("[0-9a-f]{64}", "0".repeat(64)));
                HttpResponse<byte[]> later = Pki.get(other);
                assertThat(later.statusCode()).as("%s", other).isEqualTo(503);
                assertThat(later.headers().firstValue("Retry-After")).contains("60");
            }
            assertThat(OcspClient.word(ocsp.post(request))).isEqualTo("good");
            for (byte[] notKept : List.of(ocsp.request(32, leaf.getSerialNumber()), ocsp.request(-1, BigInteger.TWO))) {
                assertThat(OcspClient.status(ocsp.post(notKept))).isEqualTo(OCSPResp.TRY_LATER);
            }
        } finally {
            permitConnections(true);
        }

        byte[] fresh = ocsp.request(32, leaf.getSerialNumber());
        HttpResponse<byte[]> back = ocsp.post(fresh);
        for (int looks = 0; looks < 240 && OcspClient.status(back) == OCSPResp.TRY_LATER; looks++) {
            Thread.sleep(250);
            back = ocsp.post(fresh);
        }
        assertThat(OcspClient.word(back)).isEqualTo("good");
        // for the others: it may have connections that it does not know to be broken
        server.kill();
        restart();
    }

    /** Ends all connections to the server's database and lets nobody in, or lets them in again. */
    private static void permitConnections(boolean permitted) throws SQLException {
        try (Connection connection =
                        postgres.getDatabase("postgres", "template1").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database postgres with allow_connections " + permitted);
            if (!permitted) {
                statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'");
            }
        }
    }

    private static String newOrder(AcmeClient client) throws IOException, InterruptedException {
        return client.jws(
                client.header(client.url("newOrder"))
                        .add("kid", client.account())
                        .build(),
                "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"nonce.localhost\"}]}");
    }

    /** One order, one certificate, and nothing left to do; its serial, as the database has it. */
    private static String assertOneCertificate(AcmeClient client, String order)
            throws SQLException, IOException, InterruptedException, GeneralSecurityException {
        String rows = "from certificate where order_id = '%s'"
                .formatted(ResourceId.parse(order.substring(order.lastIndexOf('/') + 1))
                        .orElseThrow()
                        .value());
        assertThat(count("select count(*) " + rows)).isEqualTo(1);
        assertThat(count("select count(*) from issuance_attempt")).isZero();
        String url = client.postAsGet(order).json().getString("certificate");
        String chain = client.postAsGet(url).body();
        Chains.requireLeadsTo(server.root(), chain);
        String serial = text("select serial " + rows);
        assertThat(Chains.leaf(chain).getSerialNumber()).isEqualTo(new BigInteger(serial, 16));
        return serial;
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
        return Clients.challenge(client, authorization);
    }

    /** Has the database stop the server within finalize, where it inserts into a table, and kills it there. */
    private static void killWhileFinalizing(AcmeClient client, String order, String table)
            throws SQLException, IOException, InterruptedException, ExecutionException, TimeoutException {
        try (Connection holder = postgres.getPostgresDatabase().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("lock table %s in exclusive mode".formatted(table));
            String name = client.postAsGet(order)
                    .json()
                    .getJsonArray("identifiers")
                    .getJsonObject(0)
                    .getString("value");
            Future<Answer> finalizing =
                    Clients.meanwhile(() -> client.post(order + "/finalize", Csr.payload(AcmeClient.newKey(), name)));
            awaitInsertBlocked(table);
            server.kill();
            Clients.awaitEnd(finalizing);
            holder.rollback();
        }
    }

    /** Until somebody who inserts into a table waits for a lock; the audit log's keeper may wait for one of that table, too. */
    private static void awaitInsertBlocked(String table) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String blocked =
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into %s (%%'"
                        .formatted(table);
        while (count(blocked) == 0) {
            assertThat(deadline - System.nanoTime())
                    .as("nanoseconds left for the server to reach the lock")
                    .isPositive();
            Thread.sleep(20);
        }
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
