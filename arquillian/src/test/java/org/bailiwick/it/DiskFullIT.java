package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ABUSE D5: a disk is full. With H2 in the server's own process whatever that writes fails, its database and its log: the system
 * refuses to let it write any file beyond the first octet. With PostgreSQL the database fails under load, again and again; H2
 * does not keep every commit then (ADR 17).
 */
@OwnServers
class DiskFullIT {

    private static final String NAME = "disk.localhost";
    private static final int CLIENTS = 4;
    private static final int TIMES = 2;

    /** For each client: so that the test ends, whatever happens. */
    private static final int MOST_ORDERS = 200;

    @TempDir
    private Path folder;

    private Map<String, String> settings;

    /** Serials that clients have a certificate of. */
    private final Set<BigInteger> held = ConcurrentHashMap.newKeySet();

    private final AtomicInteger refused = new AtomicInteger();

    @BeforeEach
    void choosePorts() throws IOException {
        settings = Map.of(
                "bailiwick.https-port", Integer.toString(FreePort.next()),
                "bailiwick.http-port", Integer.toString(FreePort.next()),
                "bailiwick.validation.http01-port", Integer.toString(FreePort.next()));
    }

    @Test
    void everythingIsRefusedWhileTheDiskIsFullAndDoneWhenThereIsRoom() throws Exception {
        RealClient.require("prlimit");
        try (RunningServer server = TestServers.start("disk-full", settings);
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            everythingIsRefusedAndThenDone(server, responder);
            assertThat(known(server)).isEqualTo(held);
        }
    }

    @Test
    void nothingIsHalfDoneOrLostWhenTheDatabaseHasNoRoomUnderLoad() throws Exception {
        RealClient.require("prlimit");
        try (CrampedPostgres postgres = new CrampedPostgres()) {
            Map<String, String> all = new TreeMap<>(settings);
            all.putAll(postgres.settings());
            Set<BigInteger> known;
            try (RunningServer server = TestServers.start("database-full", all);
                    ChallengeResponder responder =
                            new ChallengeResponder(server.settings().http01Port())) {
                fillUnderLoad(server, postgres, responder);
                known = known(server);
                assertThat(known).isEqualTo(held);
            }
            // what was in the database is all there is
            try (RunningServer again = TestServers.start("database-full", all)) {
                assertThat(known(again)).isEqualTo(known);
                HealthIT.awaitReady(Clients.of(again), again, 200);
            }
        }
    }

    private void everythingIsRefusedAndThenDone(RunningServer server, ChallengeResponder responder)
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        AcmeClient client = Clients.registeredAt(server);
        AdminClient administrator = AdminClient.first(server);
        Certified good = Certified.get(client, responder, NAME);
        Certified bad = Certified.get(client, responder, NAME);
        held.add(good.certificate().getSerialNumber());
        held.add(bad.certificate().getSerialNumber());
        String ready = Clients.readyOrder(client, responder, NAME);
        String finalize = Clients.finalizeUrl(client, ready);
        Pki.awaitCrl(Pki.crlUrl(good.certificate()), crl -> true);
        OcspClient ocsp = new OcspClient(server, good.pem()).awaitResponder();
        assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, good.certificate().getSerialNumber()))))
                .isEqualTo("good");
        HealthIT.awaitReady(client, server, 200);

        fill(server);
        assertUnavailable(client.newOrder(NAME));
        for (int i = 0; i < 2; i++) {
            assertUnavailable(client.post(finalize, Csr.payload(AcmeClient.newKey(), NAME)));
            assertUnavailable(client.post(client.url("revokeCert"), bad.revocation(4)));
            Answer team = administrator.post("/teams", "{\"name\":\"room\"}");
            AdminClient.assertRefused(team, 503);
            assertThat(team.header("Retry-After")).isEqualTo("60");
        }
        assertThat(Pki.get(Pki.crlUrl(good.certificate())).statusCode()).isEqualTo(200);
        assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, good.certificate().getSerialNumber()))))
                .isEqualTo("good");
        assertReadinessSays(client, server, "disk is full");
        assertThat(HealthIT.get(client, server, "/health/live").status()).isEqualTo(200);

        makeRoom(server);
        HealthIT.awaitReady(client, server, 200);
        // connections that were broken are found within ten seconds
        assertThat(ended(client, ready)).isEqualTo("ready");
        held.add(Chains.leaf(certificate(client, ready, NAME)).getSerialNumber());
        assertThat(persistently(() -> client.post(client.url("revokeCert"), bad.revocation(4)))
                        .status())
                .isEqualTo(200);
        BigInteger serial = bad.certificate().getSerialNumber();
        Pki.awaitCrl(Pki.crlUrl(bad.certificate()), crl -> crl.getRevokedCertificate(serial) != null);
        AdminClient.created(whenItAnswers(() -> administrator.post("/teams", "{\"name\":\"room\"}")));
        // both logs are written again
        awaitLog(server, "server.log", "Health check database is UP");
        awaitLog(server, "server.ndjson", "\"message\":\"Health check database is UP");
    }

    /** Clients issue all the time, and again and again there is no room. */
    private void fillUnderLoad(RunningServer server, CrampedPostgres postgres, ChallengeResponder responder)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        AtomicBoolean stop = new AtomicBoolean();
        try {
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(issuing(Clients.registeredAt(server), responder, i, stop)));
            }
            for (int i = 0; i < TIMES; i++) {
                awaitMore(held::size, clients);
                postgres.fill();
                awaitMore(refused::get, clients);
                postgres.makeRoom();
            }
            awaitMore(held::size, clients);
            stop.set(true);
            int orders = 0;
            for (Future<Integer> client : clients) {
                orders += client.get(); // throws if one of its orders failed
            }
            System.out.printf(
                    "%d clients, no room %d times: %d orders, each with its certificate; %d requests were told to come again%n",
                    CLIENTS, TIMES, orders, refused.get());
        } finally {
            stop.set(true);
            postgres.makeRoom();
            threads.shutdownNow();
        }
    }

    /** Order after order, each to its certificate, however often that is put off. */
    private Callable<Integer> issuing(AcmeClient client, ChallengeResponder responder, int number, AtomicBoolean stop) {
        String name = "disk-%d.localhost".formatted(number);
        return () -> {
            int orders = 0;
            while (!stop.get() && orders < MOST_ORDERS) {
                String order = ready(client, responder, name);
                held.add(Chains.leaf(certificate(client, order, name)).getSerialNumber());
                orders++;
            }
            return orders;
        };
    }

    private String ready(AcmeClient client, ChallengeResponder responder, String name)
            throws IOException, InterruptedException {
        Answer order = persistently(() -> client.newOrder(name));
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        String authorization = Clients.authorizations(order.json()).get(0);
        Answer asked = persistently(() -> client.postAsGet(authorization));
        JsonObject challenge = asked.json().getJsonArray("challenges").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("type").equals("http-01"))
                .findFirst()
                .orElseThrow();
        String token = challenge.getString("token");
        responder.answer(token, client.keyAuthorization(token));
        Answer ready = persistently(() -> client.post(challenge.getString("url"), "{}"));
        assertThat(ready.status()).as(ready.body()).isEqualTo(200);
        assertThat(ended(client, authorization)).isEqualTo("valid");
        return order.header("Location");
    }

    private String certificate(AcmeClient client, String order, String name) throws IOException, InterruptedException {
        String status = "ready";
        while (status.equals("ready")) {
            Answer finalized = client.post(order + "/finalize", Csr.payload(AcmeClient.newKey(), name));
            if (finalized.status() == 503) {
                tell(finalized);
            } else {
                assertThat(finalized.status()).as(finalized.body()).isEqualTo(200);
            }
            status = ended(client, order);
        }
        assertThat(status).isEqualTo("valid");
        Answer valid = persistently(() -> client.postAsGet(order));
        Answer chain = persistently(() -> client.postAsGet(valid.json().getString("certificate")));
        assertThat(chain.status()).as(chain.body()).isEqualTo(200);
        return chain.body();
    }

    /** How an order or an authorization ends. */
    private String ended(AcmeClient client, String url) throws IOException, InterruptedException {
        for (int polls = 0; polls < 900; polls++) {
            Answer answer = persistently(() -> client.postAsGet(url));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            String status = answer.json().getString("status");
            if (!List.of("pending", "processing").contains(status)) {
                return status;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(url + " does not end");
    }

    /** A request of a client. */
    private interface Request {
        Answer send() throws IOException, InterruptedException;
    }

    /** Asks again as long as it is told to. */
    private Answer persistently(Request request) throws IOException, InterruptedException {
        Answer answer = request.send();
        for (int times = 0; times < 600 && answer.status() == 503; times++) {
            tell(answer);
            answer = request.send();
        }
        return answer;
    }

    /** The same for an administrator. */
    private static Answer whenItAnswers(Request request) throws IOException, InterruptedException {
        Answer answer = request.send();
        for (int times = 0; times < 600 && answer.status() == 503; times++) {
            Thread.sleep(100);
            answer = request.send();
        }
        return answer;
    }

    private void tell(Answer answer) throws InterruptedException {
        assertUnavailable(answer);
        refused.incrementAndGet();
        Thread.sleep(100);
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        Clients.assertProblem(answer, "serverInternal");
        assertThat(answer.header("Retry-After")).isEqualTo("60");
        assertThat(answer.header("Replay-Nonce")).isNotBlank();
    }

    /** The serials of all certificates that orders had, as the server knows them; each row is read. */
    private static Set<BigInteger> known(RunningServer server) throws IOException, InterruptedException {
        AdminClient administrator = AdminClient.first(server);
        Set<BigInteger> serials = new HashSet<>();
        String page = "/certificates?limit=100";
        while (true) {
            String asked = page;
            JsonObject answer = AdminClient.ok(whenItAnswers(() -> administrator.get(asked)));
            answer.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                    .filter(certificate -> certificate.containsKey("order"))
                    .forEach(certificate -> serials.add(new BigInteger(certificate.getString("serial"), 16)));
            if (!answer.containsKey("next")) {
                return serials;
            }
            page = "/certificates?limit=100&cursor=" + answer.getString("next");
        }
    }

    /** It is said soon, and for two rounds of checks, after which it is in the log, too: not now and then. */
    private static void assertReadinessSays(AcmeClient client, RunningServer server, String sentence)
            throws IOException, InterruptedException {
        Answer answer = HealthIT.awaitReady(client, server, 503);
        for (int looks = 0; looks < 60 && !answer.body().contains(sentence); looks++) {
            Thread.sleep(250);
            answer = HealthIT.awaitReady(client, server, 503);
        }
        for (int looks = 0; looks < 48; looks++) {
            answer = HealthIT.get(client, server, "/health/ready");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains(sentence, "\"database\",\"status\":\"DOWN\"");
            Thread.sleep(250);
        }
    }

    /** What was being written when there was no room is cut off within a line. */
    private static void awaitLog(RunningServer server, String file, String sentence)
            throws IOException, InterruptedException {
        Path log = server.settings().data().resolve("log").resolve(file);
        for (int looks = 0; looks < 120 && !Files.readString(log).contains(sentence); looks++) {
            Thread.sleep(500);
        }
        assertThat(Files.readString(log)).contains(sentence);
    }

    /** Until it has grown, or a client has given up. */
    private static void awaitMore(IntSupplier count, List<Future<Integer>> clients) throws Exception {
        int before = count.getAsInt();
        while (count.getAsInt() < before + CLIENTS) {
            for (Future<Integer> client : clients) {
                if (client.isDone()) {
                    throw new AssertionError("it went on for only %d orders".formatted(client.get()));
                }
            }
            Thread.sleep(50);
        }
    }

    private void fill(RunningServer server) throws IOException, InterruptedException {
        limit(server, "1:");
    }

    private void makeRoom(RunningServer server) throws IOException, InterruptedException {
        limit(server, "unlimited:");
    }

    /** The soft limit alone, which may be lifted again. */
    private void limit(RunningServer server, String octets) throws IOException, InterruptedException {
        RealClient.run(folder, Map.of(), List.of("prlimit", "--pid", Long.toString(server.pid()), "--fsize=" + octets));
    }
}
