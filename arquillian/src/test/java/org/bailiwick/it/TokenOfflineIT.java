package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.it.IssuingClients.Counts;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The token goes away and comes back while the server runs. All tests share a server, in any order: each looks only at
 * what comes after its begin, and leaves the server well.
 */
@OwnServers
class TokenOfflineIT {

    private static final String NAME = "token.localhost";

    /** Much longer than an answer takes, and shorter than a hanging token. */
    private static final Duration PROMPTLY = Duration.ofSeconds(30);

    private static final int CLIENTS = 8;

    /** How often they see the token go. */
    private static final int TIMES = 3;

    private static final String NO_CHECKPOINTS = "The audit log gets no checkpoints until this is mended";

    private static final String STACK_TRACE = "\n\tat ";

    private static RunningServer server;
    private static TokenFolder token;

    private final ServerLog log;

    TokenOfflineIT() throws IOException {
        log = ServerLog.fromNow(server);
    }

    @BeforeAll
    static void startServer() throws IOException, InterruptedException {
        server = TestServers.start("token", Map.of("bailiwick.audit.checkpoint-seconds", "5"));
        token = new TokenFolder(server);
        // then nothing asks the token by itself any more
        ServerLog.of(server).awaitSentence("has an OCSP responder until");
        assertThat(ServerLog.of(server).text())
                .as("a start has no stack traces")
                .doesNotContain(STACK_TRACE);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /** That checkpoints are not made is told again only after one was made. */
    @AfterEach
    void leaveTheServerWell() throws IOException, InterruptedException {
        token.restore();
        HealthIT.awaitReady(Clients.of(server), server, 200);
        long before = checkpoints();
        // something to sign
        Clients.registeredAt(server);
        awaitCheckpointAfter(before);
    }

    /** What is to be signed is written down, so the server ends it by itself. */
    @Test
    void aTokenThatIsAwayLaterLeavesTheOrderProcessingUntilItIsBack()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String before = Clients.readyOrder(client, responder, NAME);
            Clients.certificate(client, before, NAME);
            String certificate = client.postAsGet(before).json().getString("certificate");
            String order = Clients.readyOrder(client, responder, NAME);
            AdminClient administrator = AdminClient.first(server);
            String manual = AdminClient.created(administrator.post(
                            "/provisioners",
                            "{\"authority\":\"%s\",\"name\":\"manual\",\"kind\":\"manual\"}"
                                    .formatted(administrator
                                            .named("/authorities", "internal")
                                            .getString("id"))))
                    .getString("id");
            String pem = client.postAsGet(certificate).body();
            OcspClient ocsp = new OcspClient(server, pem);
            BigInteger serial = Chains.leaf(pem).getSerialNumber();
            assertThat(OcspClient.word(ocsp.post(ocsp.request(-1, serial)))).isEqualTo("good");

            String withdrawn = Clients.readyOrder(client, responder, NAME);
            X509Certificate revoked = Chains.leaf(Clients.certificate(client, withdrawn, NAME));
            URI crl = Pki.crlUrl(revoked);
            long last = Pki.number(Pki.awaitCrl(crl, any -> true));

            HealthIT.awaitReady(client, server, 200);
            double errors = tokenErrors();
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
            log.awaitSentence(NO_CHECKPOINTS);
            awaitLinked("order-created", Clients.readyOrder(client, responder, NAME));
            assertThat(JsonLog.about(server, answer.header("X-Request-Id")))
                    .as("the token's thread works for the request")
                    .anyMatch(line -> line.getString("message").contains("broke off"));
            assertThat(tokenErrors()).isGreaterThan(errors);
            long checkpoints = checkpoints();
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
            log.awaitSentence("Completed the interrupted issuance");
            assertThat(JsonLog.of(server))
                    .filteredOn(line -> line.getString("message").startsWith("Completed the interrupted issuance"))
                    .allMatch(line -> line.getJsonObject("mdc").getString("job").equals("sweep-interrupted-issuance"));
            awaitLinked("certificate-issued", order);
            JsonObject made = AdminClient.ok(administrator.get(requested));
            for (int looks = 0; looks < 240 && made.getString("status").equals("processing"); looks++) {
                Thread.sleep(250);
                made = AdminClient.ok(administrator.get(requested));
            }
            Chains.requireLeadsTo(server.root(), made.getString("chain"));
            awaitCheckpointAfter(checkpoints);
        }
    }

    /** PKCS#11 has no time limit: what was called does not return until the token goes on. */
    @Test
    void aTokenThatHangsHoldsUpNothingButSignaturesUntilItGoesOn()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            AcmeClient client = Clients.registeredAt(server);
            String before = Clients.readyOrder(client, responder, NAME);
            Clients.certificate(client, before, NAME);
            String certificate = client.postAsGet(before).json().getString("certificate");
            List<String> orders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                orders.add(Clients.readyOrder(client, responder, NAME));
            }
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
            log.awaitSentence(NO_CHECKPOINTS);
            awaitLinked("order-created", Clients.readyOrder(client, responder, NAME));

            // the sweep, too, has asked the token and gone on without it; nothing failed so far, it only hangs
            log.awaitSentence("The token did not answer within 10 seconds");
            assertThat(log.text()).doesNotContain("broke off");

            token.goOn();
            HealthIT.awaitReady(client, server, 200);
            for (String order : orders) {
                Answer ended = Clients.ended(client, order);
                assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("valid");
                Chains.requireLeadsTo(
                        server.root(),
                        client.postAsGet(ended.json().getString("certificate")).body());
            }
            X509Certificate revoked = Chains.leaf(pem);
            Pki.awaitCrl(Pki.crlUrl(revoked), list -> list.isRevoked(revoked));
        }
    }

    @Test
    void theTokenIsPulledAndPutBackUnderLoadAndNoOrderFails()
            throws IOException, InterruptedException, ExecutionException {
        try (ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port());
                IssuingClients clients = IssuingClients.begin(CLIENTS, server, responder)) {
            clients.awaitOneMore(Counts::valid);
            for (int i = 0; i < TIMES; i++) {
                token.goAway();
                clients.awaitOneMore(Counts::deferred);
                token.comeBack();
                clients.awaitOneMore(Counts::valid);
            }
            int orders = clients.finish();
            int finalized = clients.sum(Counts::finalized);
            int deferred = clients.sum(Counts::deferred);
            int valid = clients.sum(Counts::valid);
            System.out.printf(
                    "%d clients, token pulled %d times: %d orders finalized, %d of them ended later, %d failed%n",
                    CLIENTS, TIMES, finalized, deferred, finalized - valid);
            assertThat(valid).isEqualTo(finalized).isEqualTo(orders);
            assertThat(deferred).isGreaterThanOrEqualTo(TIMES * CLIENTS);
            // what is told of it are sentences
            assertThat(log.text()).contains("broke off; it is taken up again. ").doesNotContain(STACK_TRACE);
        }
    }

    /** RFC 9483 §4.4: what is written down and not signed yet is waited for, by whoever relayed it, too. */
    @Test
    void opensslPollsForWhatTheTokenCouldNotSignYet(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        AdminClient administrator = AdminClient.first(server);
        String provisioner = CmpClient.provisioner(administrator);
        UpstreamScene.govern(
                administrator,
                "/provisioners/%s/policy".formatted(provisioner),
                "{\"allow\":{\"dns\":[\"**.localhost\"]}}");
        CmpClient branch =
                CmpClient.registered(server, administrator, provisioner, folder).enrolled();
        branch.request("polled", NAME);
        try (TamperingProxy way = new TamperingProxy(server.settings().httpPort())) {
            way.tamper((request, far) -> {
                token.goAway();
                byte[] answer = far.exchange(request);
                token.comeBack();
                // nobody could sign that it has to wait, either: the same message may come again
                for (int tries = 0; tries < 100 && !isGood(answer); tries++) {
                    Thread.sleep(100);
                    answer = far.exchange(request);
                }
                return answer;
            });
            assertThat(branch.signed(
                                    "p10cr",
                                    "-server",
                                    "127.0.0.1:" + way.port(),
                                    "-csr",
                                    "polled.csr",
                                    "-certout",
                                    "polled.pem")
                            .requireGood()
                            .printed())
                    .contains("starting to poll for response", "received polling response");
        }
        X509Certificate polled = Chains.leaf(Files.readString(branch.folder().resolve("polled.pem")));
        assertThat(UpstreamScene.serials(administrator, "/certificates?registrationAuthority=" + branch.id()))
                .containsExactly(polled.getSerialNumber());
    }

    private static boolean isGood(byte[] answer) {
        return new String(answer, StandardCharsets.ISO_8859_1).matches("(?s)HTTP/1\\.[01] 200 .*");
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
    private static void awaitLinked(String kind, String order) throws IOException, InterruptedException {
        assertThat(AdminClient.first(server).awaitAudited(kind, order.substring(order.lastIndexOf('/') + 1)))
                .hasSize(1);
    }

    /** How many calls the token has refused since the server's start. */
    private static double tokenErrors() throws IOException, InterruptedException {
        return Samples.scrape(AdminClient.first(server)).sum("bailiwick_token_errors_total\\{code=\"CKR_.*");
    }

    /** How many checkpoints the server has logged. */
    private static long checkpoints() throws IOException {
        return ServerLog.of(server)
                .text()
                .lines()
                .filter(line -> line.contains("[org.bailiwick.audit.checkpoint]"))
                .count();
    }

    private static void awaitCheckpointAfter(long before) throws IOException, InterruptedException {
        for (int looks = 0; looks < 120 && checkpoints() == before; looks++) {
            Thread.sleep(500);
        }
        assertThat(checkpoints()).as("checkpoints are made again").isGreaterThan(before);
    }
}
