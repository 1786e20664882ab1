package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.it.RelayClients.Ready;
import org.bailiwick.it.RelayScene.Registered;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An RA, a CA and a network that have faults (ABUSE M). Whatever is stopped, killed, lost or altered between them: as many orders
 * are valid as there are certificates at the RA, at the CA and in the clients' hands, and they are the same ones.
 */
@OwnServers
class RelayFaultsIT {

    /** For how long the CA stands still, in seconds: longer than an exchange may take, which is 30. */
    private static final int OUTAGE = Integer.getInteger("relay.outage.seconds", 60);

    private final RelayScene scene = RelayScene.shared();
    private final Registered registered = scene.registered();
    private final UpstreamScene branch = scene.branch();
    private final RelayClients clients = scene.clients();

    @AfterEach
    void everybodyKnowsTheSameCertificates() throws IOException, InterruptedException, SQLException {
        scene.settle();
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException, SQLException {
        RelayScene.leave(RelayFaultsIT.class);
    }

    /** Longer than an exchange: each is given up, put off and begun again, and clients are told to come back. */
    @Test
    void aCaThatStandsStillForAMinuteUnderLoadIsWaitedFor() throws Exception {
        RealClient.require("certbot");
        String name = clients.name();
        try (RelayClients.Load load = clients.new Load(4, 5)) {
            load.awaitFinalized(4);
            scene.signal("STOP");
            Instant over = Instant.now().plusSeconds(OUTAGE);
            Future<Path> certbot = Clients.meanwhile(() -> scene.certbot("outage", name));
            Ready order;
            try {
                order = clients.ready(1).get(0);
                assertIsToldToComeBack(order);
                branch.awaitEntryFor(name);
                assertIsTriedAgain();
                assertTheRaIsReadyAndCounts(order.client());
                assertThePortalShowsWhatItWaitsFor(order);
                Thread.sleep(Math.max(0, Instant.now().until(over, ChronoUnit.MILLIS)));
                branch.awaitEntryFor(name);
                assertThat(Clients.status(order.client(), order.url())).isEqualTo("processing");
            } finally {
                scene.signal("CONT");
            }
            branch.hurry();
            load.await();
            clients.take(order);
            scene.keep(certbot.get(2, TimeUnit.MINUTES), name);
        }
    }

    /** RFC 8555 §7.4: it does not wait for the exchange, which may take 30 seconds, but for two. */
    private void assertIsToldToComeBack(Ready order) throws IOException, InterruptedException {
        Answer answer = order.finalized();
        assertThat(answer.json().getString("status")).as(answer.body()).isEqualTo("processing");
        assertThat(answer.header("Retry-After")).isEqualTo("2");
        assertThat(branch.outbox())
                .filteredOn(entry -> order.url().endsWith(entry.getString("order")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.getString("problem", ""))
                        .as("the exchange goes on")
                        .isEmpty());
    }

    /** What was asked when the CA stopped has no answer after 30 seconds, and is tried a second or two after that. */
    private void assertIsTriedAgain() throws IOException, InterruptedException {
        List<JsonObject> waiting =
                branch.awaitOutbox(entries -> entries.stream().anyMatch(entry -> entry.getInt("attempts") >= 2));
        assertThat(waiting).filteredOn(entry -> entry.getInt("attempts") >= 2).allSatisfy(entry -> {
            assertThat(entry.getString("status")).isEqualTo("waiting");
            assertThat(entry.getString("problem"))
                    .contains("could not be asked")
                    .containsAnyOf("did not answer within 30 seconds", "timed out");
        });
    }

    /** docs/deployment.md, "The CA is away". */
    private void assertTheRaIsReadyAndCounts(AcmeClient client) throws IOException, InterruptedException {
        Answer ready = HealthIT.awaitReady(client, scene.ra(), 200);
        assertThat(ready.json().getString("status")).isEqualTo("UP");
        Samples samples = Samples.scrape(branch.administrator());
        assertThat(samples.sum("bailiwick_upstream_outbox_entries\\{.*kind=\"certificate\".*"))
                .isGreaterThanOrEqualTo(1);
        assertThat(samples.sum("bailiwick_upstream_outbox_oldest_seconds\\{.*")).isPositive();
        assertThat(samples.sum("bailiwick_upstream_answers_total\\{.*answer=\"away\".*"))
                .isPositive();
        assertThat(samples.sum("bailiwick_upstream_request_duration_seconds_count\\{.*"))
                .isPositive();
    }

    private void assertThePortalShowsWhatItWaitsFor(Ready order) throws IOException, InterruptedException {
        RunningServer ra = scene.ra();
        PortalClient portal = new PortalClient(ra.settings().url().toString(), RunningServer.trusting(ra.root()));
        String password = Files.readString(ra.settings().portalPasswordFile()).strip();
        assertThat(portal.logIn("admin", password).status()).isEqualTo(302);
        String id = order.url().replaceFirst(".*/", "");
        assertThat(portal.get("/order?id=" + id).body()).contains(order.name(), "Show what it waits for");
        assertThat(portal.get("/outbox?authority=" + branch.id()).body()).contains(order.name());
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
        Future<List<Answer>> finalizing = Clients.meanwhile(() -> RelayClients.finalizeAll(orders));
        one.await();
        other.await();
        scene.ra().kill();
        one.release();
        other.release();
        Clients.awaitEnd(finalizing);
        scene.restartRa();
        branch.hurry();
        for (Ready order : orders) {
            X509Certificate certificate = clients.take(order);
            assertThat(scene.given(registered)).containsOnlyOnce(certificate.getSerialNumber());
        }
    }

    @Test
    void whateverTheNetworkDoesEachOrderGetsOneCertificate() throws Exception {
        clients.take(clients.finalized());
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
