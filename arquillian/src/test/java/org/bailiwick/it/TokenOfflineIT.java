package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.Test;

/** The token goes away and comes back while the server runs. */
class TokenOfflineIT {

    private static final String NAME = "token.localhost";

    /** Much longer than an answer takes, and shorter than a hanging token. */
    private static final Duration PROMPTLY = Duration.ofSeconds(15);

    private static final Map<String, String> CHECKPOINTS = Map.of("bailiwick.audit.checkpoint-seconds", "5");

    private static final String NO_CHECKPOINTS = "The audit log gets no checkpoints until this is mended";

    /** Then nothing asks the token by itself any more. */
    private static final String RESPONDER = "has an OCSP responder until";

    /** Nothing was written down yet, so the client must ask again. */
    @Test
    void aTokenThatIsAwayBeforeItsFirstUseIsServiceUnavailableAndTheOrderStaysReady()
            throws IOException, InterruptedException, GeneralSecurityException {
        // the first start uses the keys, for its own certificate, CRLs and the OCSP responder; the second does not
        try (RunningServer first = TestServers.start("token-unused", Map.of())) {
            String root = Files.readString(first.root());
            awaitLog(first, "This server has a new TLS certificate");
            X509Certificate own = Pki.shownBy(first);
            X509Certificate issuing = Chains.leaf(
                    Pki.pem("CERTIFICATE", Pki.get(Pki.issuerUrl(own)).body()));
            Pki.awaitCrl(Pki.crlUrl(own), crl -> true).verify(issuing.getPublicKey());
            Pki.awaitCrl(Pki.crlUrl(issuing), crl -> true)
                    .verify(Chains.leaf(root).getPublicKey());
            awaitLog(first, RESPONDER);
        }
        try (RunningServer server = TestServers.begin("token-unused", Map.of());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            Token token = new Token(server);
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

    /** What is to be signed is written down, so the server ends it by itself. */
    @Test
    void aTokenThatIsAwayLaterLeavesTheOrderProcessingUntilItIsBack()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        try (RunningServer server = TestServers.start("token-used", CHECKPOINTS);
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String before = Clients.readyOrder(client, responder, NAME);
            Clients.certificate(client, before, NAME);
            String certificate = client.postAsGet(before).json().getString("certificate");
            String order = Clients.readyOrder(client, responder, NAME);
            Token token = new Token(server);
            AdminClient administrator = AdminClient.first(server);
            String manual = AdminClient.created(administrator.post(
                            "/provisioners",
                            "{\"authority\":\"%s\",\"name\":\"manual\",\"kind\":\"manual\"}"
                                    .formatted(administrator
                                            .named("/authorities", "internal")
                                            .getString("id"))))
                    .getString("id");
            awaitLog(server, RESPONDER);
            String pem = client.postAsGet(certificate).body();
            OcspClient ocsp = new OcspClient(server, pem);
            BigInteger serial = Chains.leaf(pem).getSerialNumber();
            assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, serial)))).isEqualTo("good");

            String withdrawn = Clients.readyOrder(client, responder, NAME);
            X509Certificate revoked = Chains.leaf(Clients.certificate(client, withdrawn, NAME));
            URI crl = Pki.crlUrl(revoked);
            long last = Pki.number(Pki.awaitCrl(crl, any -> true));

            HealthIT.awaitReady(client, server, 200);
            token.goAway();
            assertOcspGoesOnWithWhatIsKept(ocsp, serial);
            revoke(administrator, client, withdrawn);
            Answer answer = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME));

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().getString("status")).isEqualTo("processing");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            Answer request = administrator.post(
                    "/manual-requests",
                    "{\"provisioner\":\"%s\",\"csr\":\"%s\"}"
                            .formatted(manual, AcmeClient.base64url(Csr.der(AcmeClient.newKey(), NAME))));
            assertThat(request.status()).as(request.body()).isEqualTo(202);
            assertThat(request.json().getString("status")).isEqualTo("processing");
            String requested = request.header("Location").substring("/admin/api".length());
            assertThat(AdminClient.ok(administrator.get(requested)).getString("status"))
                    .isEqualTo("processing");
            assertThat(client.postAsGet(certificate).status()).isEqualTo(200);
            assertThat(client.newOrder(NAME).status()).isEqualTo(201);
            Clients.assertRefused(
                    client,
                    client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME)),
                    403,
                    "orderNotReady");
            assertThat(Clients.status(client, order)).isEqualTo("processing");
            HealthIT.awaitReady(client, server, 503);
            awaitLog(server, NO_CHECKPOINTS);
            awaitLinked(server, "order-created", Clients.readyOrder(client, responder, NAME));
            assertThat(JsonLog.about(server, answer.header("X-Request-Id")))
                    .as("the token's thread works for the request")
                    .anyMatch(line -> line.getString("message").contains("broke off"));
            assertThat(Samples.scrape(AdminClient.first(server)).sum("bailiwick_token_errors_total\\{code=\"CKR_.*"))
                    .isPositive();
            long checkpoints = checkpoints(server);
            // the CRL from before is there, and the revocation is not forgotten
            assertThat(Pki.number(Pki.crl(Pki.get(crl).body()))).isEqualTo(last);

            token.comeBack();
            assertThat(OcspClient.word(ocsp.awaitResponder().post(ocsp.request(32, serial))))
                    .isEqualTo("good");
            Answer ended = Clients.ended(client, order);
            assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
            Chains.requireLeadsTo(
                    server.root(),
                    client.postAsGet(ended.json().getString("certificate")).body());
            HealthIT.awaitReady(client, server, 200);
            X509CRL published = Pki.awaitCrl(crl, list -> list.isRevoked(revoked));
            assertThat(Pki.number(published)).isGreaterThan(last);
            awaitLog(server, "Completed the interrupted issuance");
            assertThat(JsonLog.of(server))
                    .filteredOn(line -> line.getString("message").startsWith("Completed the interrupted issuance"))
                    .allMatch(line -> line.getJsonObject("mdc").getString("job").equals("sweep-interrupted-issuance"));
            awaitLinked(server, "certificate-issued", order);
            JsonObject made = AdminClient.ok(administrator.get(requested));
            for (int looks = 0; looks < 240 && made.getString("status").equals("processing"); looks++) {
                Thread.sleep(250);
                made = AdminClient.ok(administrator.get(requested));
            }
            Chains.requireLeadsTo(server.root(), made.getString("chain"));
            for (int looks = 0; looks < 120 && checkpoints(server) == checkpoints; looks++) {
                Thread.sleep(500);
            }
            assertThat(checkpoints(server)).as("checkpoints are made again").isGreaterThan(checkpoints);
        }
    }

    /** PKCS#11 has no time limit: what was called does not return until the token goes on. */
    @Test
    void aTokenThatHangsHoldsUpNothingButSignaturesUntilItGoesOn()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        try (RunningServer server = TestServers.start("token-hangs", CHECKPOINTS);
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String before = Clients.readyOrder(client, responder, NAME);
            Clients.certificate(client, before, NAME);
            String certificate = client.postAsGet(before).json().getString("certificate");
            List<String> orders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                orders.add(Clients.readyOrder(client, responder, NAME));
            }
            Token token = new Token(server);
            awaitLog(server, RESPONDER);
            String pem = client.postAsGet(certificate).body();
            OcspClient ocsp = new OcspClient(server, pem);
            BigInteger serial = Chains.leaf(pem).getSerialNumber();
            assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, serial)))).isEqualTo("good");

            token.hang();
            assertTimeoutPreemptively(PROMPTLY, () -> assertOcspGoesOnWithWhatIsKept(ocsp, serial));
            for (String order : orders) {
                Answer answer = assertTimeoutPreemptively(
                        PROMPTLY,
                        () -> client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME)));
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.json().getString("status")).isEqualTo("processing");
            }
            revoke(AdminClient.first(server), client, before);
            assertTimeoutPreemptively(PROMPTLY, () -> {
                assertThat(client.postAsGet(certificate).status()).isEqualTo(200);
                Clients.readyOrder(client, responder, NAME);
                assertThat(Pki.get(Pki.crlUrl(Chains.leaf(pem))).statusCode()).isEqualTo(200);
            });
            // health answers at once, and says it
            Answer ill =
                    assertTimeoutPreemptively(PROMPTLY.multipliedBy(4), () -> HealthIT.awaitReady(client, server, 503));
            assertThat(ill.body()).contains("\"signing\",\"status\":\"DOWN\"");
            assertTimeoutPreemptively(PROMPTLY, () -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(HealthIT.get(client, server, "/health/ready").status())
                            .isEqualTo(503);
                    assertThat(HealthIT.get(client, server, "/health/live").status())
                            .isEqualTo(200);
                }
            });
            // the audit log goes on, too, without checkpoints
            awaitLog(server, NO_CHECKPOINTS);
            awaitLinked(server, "order-created", Clients.readyOrder(client, responder, NAME));

            // the sweep, too, has asked the token and gone on without it; nothing failed so far, it only hangs
            awaitLog(server, "The token did not answer within 10 seconds");
            assertThat(log(server)).doesNotContain("broke off");

            token.goOn();
            HealthIT.awaitReady(client, server, 200);
            for (String order : orders) {
                Answer ended = Clients.ended(client, order);
                assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
                Chains.requireLeadsTo(
                        server.root(),
                        client.postAsGet(ended.json().getString("certificate")).body());
            }
        }
    }

    /** Revokes the certificate of an order. */
    private static void revoke(AdminClient administrator, AcmeClient client, String order)
            throws IOException, InterruptedException {
        String certificate = client.postAsGet(order).json().getString("certificate");
        AdminClient.ok(administrator.post(
                "/certificates/%s/revoke".formatted(certificate.substring(certificate.lastIndexOf('/') + 1)),
                "{\"reason\":\"superseded\"}"));
    }

    /** ABUSE H1. */
    private static void assertOcspGoesOnWithWhatIsKept(OcspClient ocsp, BigInteger serial)
            throws IOException, InterruptedException, OCSPException {
        assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, serial)))).isEqualTo("good");
        assertThat(OcspClient.status(ocsp.post(ocsp.request(32, serial)))).isEqualTo(OCSPResp.TRY_LATER);
        assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, serial)))).isEqualTo("good");
    }

    /** An event has its place in the audit log. */
    private static void awaitLinked(RunningServer server, String kind, String order)
            throws IOException, InterruptedException {
        String query = "/audit?kind=%s&mentions=%s".formatted(kind, order.substring(order.lastIndexOf('/') + 1));
        AdminClient auditor = AdminClient.first(server);
        int events = 0;
        for (int looks = 0; looks < 120 && events == 0; looks++) {
            events = AdminClient.ok(auditor.get(query)).getJsonArray("items").size();
            Thread.sleep(250);
        }
        assertThat(events).as(query).isEqualTo(1);
    }

    /** How many checkpoints the server has logged. */
    private static long checkpoints(RunningServer server) throws IOException {
        return log(server)
                .lines()
                .filter(line -> line.contains("[org.bailiwick.audit.checkpoint]"))
                .count();
    }

    private static void awaitLog(RunningServer server, String sentence) throws IOException, InterruptedException {
        for (int looks = 0; looks < 120 && !log(server).contains(sentence); looks++) {
            Thread.sleep(500);
        }
        assertThat(log(server)).contains(sentence);
    }

    private static String log(RunningServer server) throws IOException {
        return Files.readString(server.settings().data().resolve("log").resolve("server.log"));
    }

    /** The folder with SoftHSM's objects: without it, the token is gone. */
    private record Token(Path folder, Path away) {

        Token(RunningServer server) {
            this(
                    server.settings().data().resolve("token"),
                    server.settings().data().resolve("token-away"));
        }

        /** Has a pipe in the place of each object: whoever opens it waits for somebody who writes into it. */
        void hang() throws IOException, InterruptedException {
            goAway();
            List<String> mkfifo = new ArrayList<>(List.of("mkfifo"));
            try (Stream<Path> tree = Files.walk(away)) {
                for (Path real : (Iterable<Path>) tree::iterator) {
                    Path here = folder.resolve(away.relativize(real));
                    if (Files.isDirectory(real)) {
                        Files.createDirectory(here);
                    } else if (real.startsWith(away.resolve("tokens"))) {
                        mkfifo.add(here.toString());
                    } else {
                        Files.copy(real, here);
                    }
                }
            }
            assertThat(new ProcessBuilder(mkfifo).inheritIO().start().waitFor()).isZero();
        }

        void goOn() throws IOException {
            Path pipes = folder.resolveSibling("token-pipes");
            Files.move(folder, pipes);
            comeBack();
            try (Stream<Path> tree = Files.walk(pipes.resolve("tokens"))) {
                for (Path pipe : (Iterable<Path>) tree.filter(path -> !Files.isDirectory(path))::iterator) {
                    // does not wait for a reader, as it could read itself; those who wait read that there is nothing
                    new RandomAccessFile(pipe.toFile(), "rw").close();
                }
            }
        }

        void goAway() throws IOException {
            Files.move(folder, away);
        }

        void comeBack() throws IOException {
            Files.move(away, folder);
        }
    }
}
