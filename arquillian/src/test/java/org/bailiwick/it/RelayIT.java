package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.it.RelayClients.Ready;
import org.bailiwick.it.RelayScene.Registered;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Topologies B and E: an RA and a CA, two processes with a token and a database each, and a second RA, which is the shared
 * server. Whatever is stopped, killed, lost or altered between them: as many orders are valid as there are certificates at the
 * RA, at the CA and in the clients' hands, and they are the same ones.
 */
class RelayIT {

    /** For how long the CA stands still; {@code -Drelay.outage.seconds=60} for longer than an exchange may take. */
    private static final int OUTAGE = Integer.getInteger("relay.outage.seconds", 6);

    /** What the second RA relays. */
    private static final String OTHER_ZONE = "relay.dns.test";

    @TempDir
    static Path folder;

    private static RelayScene scene;
    private static Registered registered;
    private static UpstreamScene branch;
    private static RelayClients clients;
    private static ChallengeResponder responder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        scene = new RelayScene();
        registered = scene.register();
        branch = scene.relaying(scene.ra(), registered, RelayScene.ZONE);
        responder = ChallengeResponder.of(
                folder.resolve(".well-known/acme-challenge"),
                scene.ra().settings().http01Port());
        clients = new RelayClients(branch, responder, RelayScene.ZONE);
    }

    @AfterAll
    static void stop() throws IOException {
        responder.close();
        scene.close();
    }

    /** After each test: nothing is lost, nothing is there twice, nothing is unrecorded. */
    @AfterEach
    void everybodyKnowsTheSameCertificates() throws IOException, InterruptedException, SQLException {
        branch.hurry();
        clients.assertAllKnowTheSame(scene, registered);
        assertThat(scene.journaled()).isZero();
        assertThat(scene.way().left())
                .as("exchanges that were to be tampered with")
                .isZero();
    }

    /** By http-01. */
    private static Path certbot(Path home, String name) throws IOException, InterruptedException {
        return certbot(home, name, "--webroot", "--webroot-path", folder.toString());
    }

    private static Path certbot(Path home, String name, String... by) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("certonly"));
        command.addAll(List.of(by));
        command.addAll(List.of("--agree-tos", "--register-unsafely-without-email", "-d", name));
        RealClient.run(
                Files.createDirectories(home),
                Map.of("REQUESTS_CA_BUNDLE", scene.ra().root().toString()),
                RealClient.certbot(branch.directory(), command.toArray(String[]::new)));
        return home.resolve("config/live").resolve(name).resolve("fullchain.pem");
    }

    /** Keeps what a client wrote down, which leads to the CA's root. */
    private static void keep(Path chain, String name) throws IOException, GeneralSecurityException {
        String pem = Files.readString(chain);
        Chains.requireLeadsTo(scene.ca().root(), pem);
        assertThat(Chains.names(Chains.leaf(pem))).containsExactly(name);
        clients.keep(Chains.leaf(pem));
    }

    @Test
    void certbotAndLegoGetCertificatesForNamesThatOnlyTheBranchKnows()
            throws IOException, InterruptedException, GeneralSecurityException {
        String http = clients.name();
        keep(certbot(folder.resolve("http"), http), http);

        String dns = clients.name();
        String record = scene.branchNames().records() + "/_acme-challenge.$CERTBOT_DOMAIN.TXT";
        Path home = Files.createDirectories(folder.resolve("dns"));
        Path chain = certbot(
                home,
                dns,
                "--manual",
                "--preferred-challenges",
                "dns",
                "--manual-auth-hook",
                RealClient.hook(home, "add", "echo \"$CERTBOT_VALIDATION\" >> " + record));
        keep(chain, dns);

        String alpn = clients.name();
        Path lego = Files.createDirectories(folder.resolve("lego"));
        RealClient.run(
                lego,
                Map.of("LEGO_CA_CERTIFICATES", scene.ra().root().toString()),
                RealClient.lego(
                        branch.directory(),
                        lego,
                        alpn,
                        "--tls",
                        "--tls.port",
                        "127.0.0.1:" + scene.ra().settings().tlsAlpn01Port(),
                        "run"));
        keep(lego.resolve("certificates").resolve(alpn + ".crt"), alpn);

        assertTheCaCannotSee(http);
        assertThat(evidence()).contains("\"http-01\"", "\"dns-01\"", "\"tls-alpn-01\"", http, dns, alpn);
    }

    private static void assertTheCaCannotSee(String name) throws IOException, InterruptedException {
        AcmeClient direct = Clients.registeredAt(scene.ca());
        String authorization =
                Clients.authorizations(direct.newOrder(name).json()).get(0);
        direct.post(Clients.challenge(direct, authorization).getString("url"), "{}");
        Answer ended = Clients.ended(direct, authorization);
        assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("invalid");
    }

    /** What the RA said of all that it relayed, as the CA keeps it. */
    private static String evidence() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (JsonObject each :
                UpstreamScene.list(scene.central(), "/relayed-requests?registrationAuthority=" + registered.id())) {
            JsonObject request = AdminClient.ok(scene.central().get("/relayed-requests/" + each.getString("id")));
            if (request.containsKey("evidence")) {
                all.append(request.getJsonObject("evidence"));
            }
        }
        return all.toString();
    }

    @Test
    void aCaThatStandsStillUnderLoadIsWaitedFor() throws Exception {
        String name = clients.name();
        try (RelayClients.Load load = clients.new Load(4, 5)) {
            load.awaitFinalized(4);
            scene.signal("STOP");
            CompletableFuture<Path> certbot = CompletableFuture.supplyAsync(() -> {
                try {
                    return certbot(folder.resolve("outage"), name);
                } catch (IOException | InterruptedException failed) {
                    throw new IllegalStateException(failed);
                }
            });
            try {
                TimeUnit.SECONDS.sleep(OUTAGE);
                assertThat(branch.outbox()).isNotEmpty();
            } finally {
                scene.signal("CONT");
            }
            branch.hurry();
            load.await();
            keep(certbot.get(2, TimeUnit.MINUTES), name);
        }
    }

    /** G1, G2: what was signed and not stored is completed under its serial number, and given to the order that it is for. */
    @Test
    void aCaThatIsKilledBetweenSignAndAnswerUnderLoadGivesEachOrderOneCertificate() throws Exception {
        try (RelayClients.Load load = clients.new Load(4, 5)) {
            load.awaitFinalized(2);
            try (Connection holder = scene.holdBetweenSignAndStore()) {
                scene.awaitSigned(3);
                scene.ca().kill();
                holder.rollback();
            }
            assertThat(scene.journaled()).isGreaterThanOrEqualTo(3);
            scene.restartCa();
            branch.hurry();
            load.await();
        }
    }

    @Test
    void anRaThatIsKilledBetweenSendAndReceiveAsksTheSameAgain() throws Exception {
        List<Ready> orders = clients.ready(2);
        TamperingProxy.Held one = new TamperingProxy.Held();
        TamperingProxy.Held other = new TamperingProxy.Held();
        scene.way().tamper(one, other);
        CompletableFuture<Void> finalizing = CompletableFuture.runAsync(() -> {
            try {
                RelayClients.finalizeAll(orders);
            } catch (InterruptedException | ExecutionException killed) {
                // as planned: its server is gone, or has answered that it is processing
            }
        });
        one.await();
        other.await();
        scene.ra().kill();
        one.release();
        other.release();
        finalizing.get(1, TimeUnit.MINUTES);
        scene.restartRa();
        branch.hurry();
        for (Ready order : orders) {
            X509Certificate certificate = clients.take(order);
            assertThat(scene.given(registered)).containsOnlyOnce(certificate.getSerialNumber());
        }
    }

    @Test
    void whateverTheNetworkDoesEachOrderGetsOneCertificate() throws Exception {
        clients.take(finalized(clients.ready(1).get(0)));
        String word = "." + RelayScene.ZONE;
        TamperingProxy.Tampering[] all = {
            TamperingProxy.lost(),
            TamperingProxy.unsent(),
            TamperingProxy.askedTwice(),
            TamperingProxy.answeredTwice(),
            scene.way().stale(),
            TamperingProxy.alteredRequest(word),
            TamperingProxy.alteredAnswer(word),
            TamperingProxy.truncated(),
            TamperingProxy.oversized()
        };
        List<Ready> orders = clients.ready(all.length);
        scene.way().tamperTogether(all);
        RelayClients.finalizeAll(orders);
        branch.hurry();
        for (Ready order : orders) {
            clients.take(order);
        }
    }

    private static Ready finalized(Ready order) throws IOException, InterruptedException {
        order.finalized();
        return order;
    }

    /** The RA's own policy permits what the CA does not any more. */
    @Test
    void aPolicyThatIsTightenedAtTheCaOnlyIsToldToTheClient() throws IOException, InterruptedException {
        Ready order = finalizedUnder(
                "{\"allow\":{\"dns\":[\"**.%s\",\"**.dns.test\"]},\"deny\":{\"dns\":[\"%s\"]}}",
                clients.ready(1).get(0));
        JsonObject problem = UpstreamScene.failed(order.client(), order.url());
        assertThat(problem.getString("type")).endsWith(":rejectedIdentifier");
        assertThat(problem.getString("detail")).contains(order.name());
    }

    private static Ready finalizedUnder(String policy, Ready order) throws IOException, InterruptedException {
        scene.permit(policy.formatted(RelayScene.ZONE, order.name()));
        try {
            Ready done = finalized(order);
            branch.hurry();
            return done;
        } finally {
            scene.permit("{\"allow\":{\"dns\":[\"**.%s\",\"**.dns.test\"]}}".formatted(RelayScene.ZONE));
        }
    }

    /** RFC 8555 §7.6 at the RA; the CRL and the OCSP responder are the CA's. */
    @Test
    void aRevocationIsRelayedAndSeenWhereRelyingPartiesLook()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        Ready order = finalized(clients.ready(1).get(0));
        X509Certificate certificate = clients.take(order);
        String chain = order.client()
                .postAsGet(order.client().postAsGet(order.url()).json().getString("certificate"))
                .body();
        String home = scene.ca().settings().httpUrl().toString();
        assertThat(Pki.crlUrl(certificate).toString()).startsWith(home);
        assertThat(Pki.issuerUrl(certificate).toString()).startsWith(home);
        OcspClient ocsp = new OcspClient(scene.ca(), chain).awaitResponder();

        Answer revoked = order.client()
                .post(
                        order.client().url("revokeCert"),
                        "{\"certificate\":\"%s\",\"reason\":1}"
                                .formatted(AcmeClient.base64url(certificate.getEncoded())));
        assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
        branch.hurry();

        HttpResponse<byte[]> answer = ocsp.post(ocsp.request(16, certificate.getSerialNumber()));
        assertThat(OcspClient.word(answer)).isEqualTo("revoked");
        X509CRL crl = Pki.awaitCrl(Pki.crlUrl(certificate), list -> list.isRevoked(certificate));
        assertThat(crl.getRevokedCertificate(certificate).getRevocationReason()).isEqualTo(CRLReason.KEY_COMPROMISE);
    }

    /** Topology E: what one RA did costs the other nothing, and is made good when it may relay again. */
    @Test
    void ofTwoRasOneIsSuspendedUnderLoad() throws Exception {
        RunningServer shared = SharedServer.get();
        Registered second = scene.register();
        UpstreamScene other = scene.relaying(shared, second, OTHER_ZONE);
        try (ChallengeResponder answers =
                new ChallengeResponder(shared.settings().http01Port())) {
            RelayClients others = new RelayClients(other, answers, OTHER_ZONE);
            List<Ready> orders = others.ready(3);
            others.take(finalized(orders.get(0)));
            try (RelayClients.Load load = clients.new Load(3, 5)) {
                load.awaitFinalized(3);
                AdminClient.ok(scene.central().post("/registration-authorities/" + second.id() + "/suspend"));
                RelayClients.finalizeAll(orders.subList(1, 3));
                load.await();
            }

            assertThat(Clients.status(orders.get(1).client(), orders.get(1).url()))
                    .isEqualTo("processing");
            assertThat(scene.given(second)).hasSize(1);
            assertThat(other.outbox()).hasSize(2).allSatisfy(waiting -> assertThat(waiting.getString("problem", ""))
                    .as("why it waits")
                    .contains("notAuthorized", "suspended"));
            Ready hopeless = orders.get(2);
            AdminClient.ok(other.administrator().post("/outbox/" + other.entryOf(hopeless.url()) + "/give-up"));
            assertThat(UpstreamScene.failed(hopeless.client(), hopeless.url()).getString("detail"))
                    .contains("gave the order up");

            AdminClient.ok(scene.central().post("/registration-authorities/" + second.id() + "/resume"));
            other.hurry();
            others.take(orders.get(1));
            others.assertAllKnowTheSame(scene, second);
        }
    }

    /** M10: the certificate by which the CA knows the RA is revoked, and it is given a new secret, while clients come. */
    @Test
    void anRaThatHasToEnrolAgainUnderLoadLosesNothing() throws Exception {
        String before = branch.standing().getString("key");
        String record = "/registration-authorities/" + registered.id();
        String own = AdminClient.ok(scene.central().get(record)).getString("certificate");
        try (RelayClients.Load load = clients.new Load(3, 5)) {
            load.awaitFinalized(3);
            AdminClient.ok(scene.central().post("/certificates/" + own + "/revoke", "{\"reason\":\"keyCompromise\"}"));
            String secret = AdminClient.ok(scene.central().post(record + "/secret", "{}"))
                    .getString("secret");
            AdminClient.ok(branch.administrator()
                    .post("/upstreams/" + branch.id() + "/enrol", "{\"secret\":\"%s\"}".formatted(secret)));
            branch.awaitStanding(now -> !now.getString("key").equals(before));
            branch.hurry();
            load.await();
        }
        assertThat(branch.standing().getString("status")).isEqualTo("enrolled");
    }

    /** M9: over TLS nothing is said to who cannot show that he is the CA, and the secret stays good. */
    @Test
    void aCaThatIsNotTheTrustedOneIsToldNothing() throws IOException, InterruptedException {
        Registered third = scene.register();
        String https = scene.ca().settings().url() + third.path();
        UpstreamScene deceived =
                UpstreamScene.make(scene.ra(), https, RelayScene.anchors(scene.ra()), third.secret(), RelayScene.ZONE);
        JsonObject standing = deceived.awaitStanding(now -> now.containsKey("problem"));
        assertThat(standing.getString("problem")).contains("could not be asked");
        assertThat(standing.getString("status")).isEqualTo("enrolling");
        UpstreamScene misled = UpstreamScene.make(
                scene.ra(),
                https.replace("localhost", "127.0.0.1"),
                RelayScene.anchors(scene.ca()),
                third.secret(),
                RelayScene.ZONE);
        assertThat(misled.awaitStanding(now -> now.containsKey("problem")).getString("problem"))
                .as("the name is another")
                .contains("could not be asked");
        JsonObject known = AdminClient.ok(scene.central().get("/registration-authorities/" + third.id()));
        assertThat(known.getString("status")).isEqualTo("waiting");
        UpstreamScene right = UpstreamScene.make(
                        scene.ra(), https, RelayScene.anchors(scene.ca()), third.secret(), RelayScene.ZONE)
                .enrolled();
        assertThat(right.standing().getString("expires")).isNotBlank();
    }
}
