package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLReason;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.it.RelayClients.Ready;
import org.bailiwick.it.RelayScene.Registered;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Topologies B and E: an RA and a CA, two processes with a token and a database each, and a second RA. What comes of
 * faults: {@link RelayFaultsIT}.
 */
@OwnServers
class RelayIT {

    /** What the second RA relays. */
    private static final String OTHER_ZONE = "relay.dns.test";

    /** Orders of one client, so that a test ends, whatever happens. */
    private static final int MANY = 200;

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
        RelayScene.leave(RelayIT.class);
    }

    @Test
    void certbotAndLegoGetCertificatesForNamesThatOnlyTheBranchKnows()
            throws IOException, InterruptedException, GeneralSecurityException {
        String http = clients.name();
        scene.keep(scene.certbot("http", http), http);

        String dns = clients.name();
        String record = scene.branchNames().records() + "/_acme-challenge.$CERTBOT_DOMAIN.TXT";
        Path hooks = Files.createDirectories(scene.folder().resolve("dns"));
        Path chain = scene.certbot(
                "dns",
                dns,
                "--manual",
                "--preferred-challenges",
                "dns",
                "--manual-auth-hook",
                RealClient.hook(hooks, "add", "echo \"$CERTBOT_VALIDATION\" >> " + record));
        scene.keep(chain, dns);

        String alpn = clients.name();
        Path lego = Files.createDirectories(scene.folder().resolve("lego"));
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
        scene.keep(lego.resolve("certificates").resolve(alpn + ".crt"), alpn);

        assertTheCaCannotSee(http);
        assertThat(evidence()).contains("\"http-01\"", "\"dns-01\"", "\"tls-alpn-01\"", http, dns, alpn);
    }

    private void assertTheCaCannotSee(String name) throws IOException, InterruptedException {
        AcmeClient direct = Clients.registeredAt(scene.ca());
        String authorization =
                Clients.authorizations(direct.newOrder(name).json()).get(0);
        direct.post(Clients.challenge(direct, authorization).getString("url"), "{}");
        Answer ended = Clients.ended(direct, authorization);
        assertThat(ended.json().getString("status")).as(ended.body()).isEqualTo("invalid");
    }

    /** What the RA said of what it relayed last, as the CA keeps it. */
    private String evidence() throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        List<JsonObject> newest =
                UpstreamScene.list(scene.central(), "/relayed-requests?registrationAuthority=" + registered.id());
        for (JsonObject each : newest.subList(0, Math.min(3, newest.size()))) {
            JsonObject request = AdminClient.ok(scene.central().get("/relayed-requests/" + each.getString("id")));
            if (request.containsKey("evidence")) {
                all.append(request.getJsonObject("evidence"));
            }
        }
        return all.toString();
    }

    /** An account, the external one above it and the renewal of its certificates are the RA's, whoever signs. */
    @Test
    void externalAccountsRenewalInformationAndOtherAccountKeysAreTheRas()
            throws IOException, InterruptedException, GeneralSecurityException {
        BoundDirectory bound = new BoundDirectory(scene.ra(), "new-account-required");
        AcmeClient stranger = bound.stranger();
        Clients.assertRefused(stranger, stranger.newAccount(), 403, "externalAccountRequired");
        JsonObject key = bound.key();
        AcmeClient client = bound.registered(key);
        String name = clients.name();
        Certified first = kept(Certified.get(client, scene.responder(), name));
        assertThat(evidence()).contains("\"externalAccountKey\":\"" + key.getString("id") + "\"");

        X509Certificate certificate = first.certificate();
        Answer renewal = RenewalInfoIT.get(client, first.id());
        assertThat(renewal.status()).as(renewal.body()).isEqualTo(200);
        assertThat(RenewalInfoIT.start(renewal))
                .isAfter(certificate.getNotBefore().toInstant())
                .isBefore(RenewalInfoIT.end(renewal));
        assertThat(RenewalInfoIT.end(renewal))
                .isBefore(certificate.getNotAfter().toInstant());
        Answer order = RenewalInfoIT.replacing(client, first.id(), name);
        assertThat(order.json().getString("replaces", "")).as(order.body()).isEqualTo(first.id());
        String replacing = Clients.makeReady(client, scene.responder(), order);
        kept(Certified.of(client, replacing, Csr.payload(AcmeClient.newKey(), name)));
        Clients.assertRefused(client, RenewalInfoIT.replacing(client, first.id(), name), 409, "alreadyReplaced");

        AcmeClient next = bound.stranger();
        Answer changed = client.post(client.url("keyChange"), KeyChangeIT.changing(client, next));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(next.newAccount("{\"onlyReturnExisting\":true}").status()).isEqualTo(200);
        assertThat(next.account()).isEqualTo(client.account());
        kept(Certified.get(next, scene.responder(), clients.name()));
        Answer ended = next.post(next.account(), "{\"status\":\"deactivated\"}");
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        Clients.assertRefused(next, next.newOrder(clients.name()), 401, "unauthorized");
        assertMetricsAreThere();
    }

    private Certified kept(Certified certified) throws IOException, GeneralSecurityException {
        Chains.requireLeadsTo(scene.ca().root(), certified.pem());
        clients.keep(certified.certificate());
        return certified;
    }

    /** docs/monitoring.md; those of an outage are in RelayFaultsIT. */
    private void assertMetricsAreThere() throws IOException, InterruptedException {
        Samples samples = Samples.scrape(branch.administrator());
        double issued = samples.sum("bailiwick_upstream_answers_total\\{.*answer=\"issued\".*");
        assertThat(issued).isGreaterThanOrEqualTo(3);
        assertThat(samples.sum("bailiwick_upstream_request_duration_seconds_count\\{.*"))
                .isGreaterThanOrEqualTo(issued);
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

    private Ready finalizedUnder(String policy, Ready order) throws IOException, InterruptedException {
        scene.permit(policy.formatted(RelayScene.ZONE, order.name()));
        try {
            order.finalized();
            branch.hurry();
            return order;
        } finally {
            scene.permit("{\"allow\":{\"dns\":[\"**.%s\",\"**.dns.test\"]}}".formatted(RelayScene.ZONE));
        }
    }

    /** RFC 8555 §7.6 at the RA; the CRL and the OCSP responder are the CA's. */
    @Test
    void aRevocationIsRelayedAndSeenWhereRelyingPartiesLook()
            throws IOException, InterruptedException, GeneralSecurityException, OCSPException {
        Ready order = clients.finalized();
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

    /**
     * Topology E: an RA whose key is perhaps stolen is cut off under load, and what it has relayed is revoked (docs/deployment.md).
     * That costs the other one nothing, and what waited is made good when it may relay again.
     */
    @Test
    void ofTwoRasOneIsSuspendedAndAllThatItRelayedIsRevokedUnderLoad() throws Exception {
        Registered second = scene.register();
        Set<BigInteger> before = scene.revoked(registered);
        try (TestNameServer names = TestNameServer.start(TestServers.data("other-names"), List.of("." + OTHER_ZONE));
                RunningServer ra =
                        TestServers.start("relay-other", Map.of("bailiwick.validation.resolvers", names.address()));
                ChallengeResponder answers =
                        new ChallengeResponder(ra.settings().http01Port())) {
            UpstreamScene other = scene.relaying(ra, second, OTHER_ZONE);
            RelayClients others = new RelayClients(other, answers, OTHER_ZONE);
            Ready hopeless = others.ready(1).get(0);
            try (RelayClients.Load load = clients.new Load(2, MANY);
                    RelayClients.Load cutOff = others.new Load(2, MANY, RelayIT::wasBegunBefore)) {
                load.awaitFinalized(3);
                cutOff.awaitFinalized(3);
                AdminClient.ok(scene.central().post("/registration-authorities/" + second.id() + "/suspend"));
                assertThat(hopeless.finalized().json().getString("status")).isEqualTo("processing");
                assertAllWaitBecauseOfTheSuspension(other, 3);
                Set<BigInteger> relayed = Set.copyOf(scene.given(second));
                assertThat(other.serials())
                        .as("what got through; what was signed just then may not have been fetched any more")
                        .hasSizeGreaterThanOrEqualTo(1)
                        .isSubsetOf(relayed);

                scene.revokeAllOf(second);
                assertThat(scene.revoked(second)).isEqualTo(relayed);
                load.awaitMore(3);
                assertThat(scene.revoked(registered)).isEqualTo(before);
                assertIsGivenUp(other, hopeless);

                AdminClient.ok(scene.central().post("/registration-authorities/" + second.id() + "/resume"));
                cutOff.enough();
                other.hurry();
                cutOff.await();
                load.enough();
                load.await();
                assertThat(scene.revoked(second)).as("nothing newer").isEqualTo(relayed);
            }
            others.assertAllKnowTheSame(scene, second);
        }
    }

    /** What the CA had begun with when the RA was suspended comes to nothing, and is told so; what comes later waits. */
    private static boolean wasBegunBefore(Answer ended) {
        return ended.json().getString("status").equals("invalid")
                && ended.json().getJsonObject("error").getString("detail").contains("suspended");
    }

    private static void assertAllWaitBecauseOfTheSuspension(UpstreamScene at, int all)
            throws IOException, InterruptedException {
        List<JsonObject> waiting = at.awaitOutbox(entries -> entries.size() == all
                && entries.stream()
                        .allMatch(entry -> !entry.getString("problem", "").isEmpty()));
        assertThat(waiting).allSatisfy(entry -> assertThat(entry.getString("problem"))
                .as("why it waits")
                .contains("notAuthorized", "suspended"));
    }

    private static void assertIsGivenUp(UpstreamScene at, Ready hopeless) throws IOException, InterruptedException {
        AdminClient.ok(at.administrator().post("/outbox/" + at.entryOf(hopeless.url()) + "/give-up"));
        assertThat(UpstreamScene.failed(hopeless.client(), hopeless.url()).getString("detail"))
                .contains("gave the order up");
    }
}
