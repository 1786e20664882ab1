package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who comes in to {@code /admin/api} by a client certificate (docs/adr/0029), and who does not. */
class AdminCertificateIT {

    private static final ClientCa CA = SharedServer.CLIENT_CA;

    private final RunningServer server = SharedServer.get();
    private final AdminClient first = AdminClient.first();

    AdminCertificateIT() throws IOException {}

    @Test
    void oneThatIsRegisteredLetsInWithItsRoleAndItsTeam()
            throws IOException, InterruptedException, GeneralSecurityException {
        UUID team = UUID.fromString(AdminClient.created(first.post("/teams", "{\"name\":\"of certificates\"}"))
                .getString("id"));
        ClientCa.Client client = CA.client("operator");
        JsonObject made = AdminClient.created(register(client, "eab-operator", team));
        assertThat(made).doesNotContainKey("token");

        AdminClient operator = by(client);
        JsonObject caller = AdminClient.ok(operator.get("/caller"));
        assertThat(caller.getString("id")).isEqualTo(made.getString("id"));
        assertThat(caller.getString("kind")).isEqualTo("certificate");
        assertThat(caller.getString("team")).isEqualTo(team.toString());
        assertThat(caller.getString("certificateSubject")).isEqualTo("CN=operator");
        assertThat(caller.getString("certificateSha256")).isEqualTo(sha256(client));
        assertThat(AdminClient.ok(first.get("/tokens/" + made.getString("id"))).getString("kind"))
                .isEqualTo("certificate");
        AdminClient.ok(operator.get("/external-account-keys"));
        AdminClient.assertRefused(operator.get("/tokens"), 403);
        AdminClient.assertRefused(operator.post("/teams", "{\"name\":\"mine\"}"), 403);
    }

    @Test
    void oneThatIsNotRegisteredOpensNothing() throws IOException, InterruptedException {
        AdminClient nobody = by(CA.client("somebody of the same CA"));
        AdminClient.assertRefused(nobody.get("/caller"), 401);
        AdminClient.assertRefused(nobody.get("/openapi.json"), 401);
        AdminClient.assertRefused(nobody.post("/teams", "{\"name\":\"x\"}"), 401);
    }

    /** Whoever has stolen one tries it; where from does not matter. */
    @Test
    void theAuditorIsToldWhichOneThatWas() throws IOException, InterruptedException, GeneralSecurityException {
        ClientCa.Client client = CA.client("burglar");
        AdminClient burglar = by(client);
        for (int i = 0; i < 25; i++) {
            AdminClient.assertRefused(burglar.get("/certificates?limit=1"), 401);
        }
        List<JsonObject> told = first.awaitAudited("administrator-credential-refused", sha256(client), 20);
        assertThat(told).as("counted together").hasSize(20);
        assertThat(told).asString().contains("CN=burglar", "GET /admin/api/certificates", "127.0.0.1");
    }

    @Test
    void aCasAndTheServersOwnAreNotRegistered() throws IOException, InterruptedException {
        ClientCa.Client ca = CA.itself();
        AdminClient.assertRefused(register(ca, "auditor", null), 400);
        AdminClient.assertRefused(by(ca).get("/caller"), 401);
        try (SSLSocket socket = (SSLSocket) RunningServer.trusting(server.root())
                .getSocketFactory()
                .createSocket("localhost", server.settings().httpsPort())) {
            socket.startHandshake();
            X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            AdminClient.assertRefused(register(new ClientCa.Client(ca.key(), own), "auditor", null), 400);
        }
    }

    @Test
    void noneIsNotABearerToken() throws IOException, InterruptedException {
        Answer answer = first.post(
                "/tokens",
                "{\"name\":\"x\",\"role\":\"auditor\",\"expires\":\"%s\",\"certificate\":null}"
                        .formatted(AdminClient.in(Duration.ofHours(1))));
        AdminClient.assertRefused(answer, 400);
        assertThat(answer.json().getString("detail")).contains("must not be null");
    }

    @Test
    void bothPortsAnswerWhatIsTooLargeTheSameWay() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("large");
        AdminClient.created(register(client, "super-administrator", null));
        String body = "{\"name\":\"%s\"}".formatted("x".repeat(1024 * 1024));
        AdminClient.assertRefused(first.post("/teams", body), 413);
        AdminClient.assertRefused(by(client).post("/teams", body), 413);
    }

    /** Each handshake costs the server more than the client. */
    @Test
    void neitherPortLetsAClientBeginAHandshakeAnew() throws IOException {
        ClientCa.Client client = CA.client("again");
        for (int port :
                new int[] {server.settings().httpsPort(), server.settings().adminClientPort()}) {
            try (SSLSocket socket =
                    (SSLSocket) client.context(server).getSocketFactory().createSocket("localhost", port)) {
                socket.setSoTimeout(60_000);
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.startHandshake();
                assertThatThrownBy(() -> {
                            socket.startHandshake();
                            socket.getInputStream().read();
                        })
                        .as("port %d", port)
                        .isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void oneThatIsRevokedOpensNothingFromTheNextRequestOn() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("leaver");
        String id = AdminClient.created(register(client, "auditor", null)).getString("id");
        AdminClient leaver = by(client);
        AdminClient.ok(leaver.get("/tokens"));
        AdminClient.ok(first.post("/tokens/" + id + "/revoke"));
        AdminClient.assertRefused(leaver.get("/tokens"), 401);
        AdminClient.assertRefused(register(client, "auditor", null), 409);
    }

    @Test
    void oneWhoseTimeIsOverOpensNothing() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("short");
        AdminClient.created(register(client, "auditor", null, AdminClient.in(Duration.ofSeconds(3))));
        AdminClient brief = by(client);
        for (int polls = 0; brief.get("/caller").status() != 401; polls++) {
            assertThat(polls)
                    .as("polls until a registration of three seconds expires")
                    .isLessThan(600);
            Thread.sleep(100);
        }
    }

    @Test
    void oneThatHasExpiredIsNeitherRegisteredNorLetToSpeak() throws IOException, InterruptedException {
        Instant now = Clock.systemUTC().instant();
        ClientCa.Client old = CA.client("old", now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
        AdminClient.assertRefused(register(old, "auditor", null), 400);
        assertNoConnection(old.context(server));
    }

    /** Of the same name, so that the client shows what it has. */
    @Test
    void oneOfAnotherCaIsNotRegisteredAndRefusedInTheHandshake() throws IOException, InterruptedException {
        ClientCa.Client foreign = new ClientCa().client("foreign");
        AdminClient.assertRefused(register(foreign, "super-administrator", null), 400);
        assertNoConnection(foreign.context(server));
    }

    @Test
    void nobodySpeaksThereWithoutOne() throws IOException {
        assertNoConnection(RunningServer.trusting(server.root()));
    }

    /** What a page of anybody's makes a browser send has the certificate, and no header of ours. */
    @Test
    void aForgedRequestOfABrowserIsRefused() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("browser");
        AdminClient.created(register(client, "super-administrator", null));
        String victim = first.grant("auditor", null).getString("id");
        AdminClient browser = by(client).showing(null);
        Map<String, String> forged = Map.of("Origin", "https://evil.test", "Sec-Fetch-Site", "cross-site");
        for (Map<String, String> headers : List.of(Map.<String, String>of(), forged)) {
            AdminClient.assertRefused(browser.send("GET", "/tokens", null, headers), 401);
            AdminClient.assertRefused(browser.send("POST", "/tokens/" + victim + "/revoke", null, headers), 401);
        }
        AdminClient.assertRefused(
                browser.send("POST", "/teams", "{\"name\":\"x\"}", Map.of("Content-Type", "text/plain")), 401);
        assertThat(AdminClient.ok(first.get("/tokens/" + victim))).doesNotContainKey("revoked");
    }

    /** Fetch §3.2.5: without this a browser does not send the header to another origin. */
    @Test
    void noOtherOriginIsAgreedTo() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("preflight");
        AdminClient.created(register(client, "super-administrator", null));
        Map<String, String> preflight = Map.of(
                "Origin",
                "https://evil.test",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "bailiwick-request");
        for (AdminClient any : new AdminClient[] {by(client), by(client).showing(null)}) {
            Answer answer = any.send("OPTIONS", "/teams", null, preflight);
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
    }

    @Test
    void anAuthorizationHeaderDecidesAlone() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("both");
        AdminClient.created(register(client, "super-administrator", null));
        JsonObject token = first.grant("auditor", null);
        Map<String, String> intent = Map.of("Bailiwick-Request", "1");
        assertThat(AdminClient.ok(by(client).with(token.getString("token")).send("GET", "/caller", null, intent))
                        .getString("id"))
                .isEqualTo(token.getString("id"));
        for (String wrong : new String[] {"Bearer bwk_" + "A".repeat(43), "Basic YWRtaW46YWRtaW4=", ""}) {
            AdminClient.assertRefused(by(client).showing(wrong).send("GET", "/caller", null, intent), 401);
        }
    }

    @Test
    void thePortForAcmeAsksNobodyForOneAndTakesNone() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("wrong door");
        AdminClient.created(register(client, "super-administrator", null));
        int acme = server.settings().httpsPort();
        assertThat(asksForCertificate(client, acme)).isFalse();
        assertThat(asksForCertificate(client, server.settings().adminClientPort()))
                .isTrue();
        AdminClient.assertRefused(
                AdminClient.byCertificate(client.context(server), acme).get("/caller"), 401);
    }

    /** U11: what a proxy would say of a certificate is said by anybody. */
    @Test
    void whatAHeaderSaysOfACertificateIsNotBelieved() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("spoofed");
        AdminClient.created(register(client, "super-administrator", null));
        String encoded = URLEncoder.encode(client.pem(), StandardCharsets.US_ASCII);
        String bare = client.pem().replaceAll("-----[A-Z ]+-----|\\s", "");
        AdminClient unregistered = by(CA.client("spoofer"));
        for (String name : new String[] {
            "SSL_CLIENT_CERT",
            "X-SSL-Client-Cert",
            "X-Client-Cert",
            "X-Forwarded-Client-Cert",
            "Client-Cert",
            "jakarta.servlet.request.X509Certificate"
        }) {
            for (String value : new String[] {encoded, bare, ":" + bare + ":"}) {
                AdminClient.assertRefused(unregistered.send("GET", "/caller", null, Map.of(name, value)), 401);
                AdminClient.assertRefused(
                        first.showing(null).send("GET", "/caller", null, Map.of(name, value, "Bailiwick-Request", "1")),
                        401);
            }
        }
    }

    /** A person's browser shows it, too; that opens the portal when he says so, and no other door. */
    @Test
    void whoHasOneLogsInToThePortalByIt() throws IOException, InterruptedException {
        ClientCa.Client client = CA.client("person");
        String url = "https://localhost:" + server.settings().adminClientPort();
        PortalClient portal = new PortalClient(url, client.context(server));
        assertThat(portal.get("/profile").status()).isEqualTo(302);
        assertThat(logIn(portal).body()).contains("is not registered here");
        JsonObject token = AdminClient.created(register(client, "auditor", null));
        assertThat(logIn(portal).status()).isEqualTo(302);
        assertThat(portal.get("/profile").body())
                .contains("test certificate", "Auditor", "You came in by a client certificate");
        assertThat(portal.get("/administrator-new").status()).isEqualTo(403);
        AdminClient.ok(first.post("/tokens/" + token.getString("id") + "/revoke"));
        assertThat(portal.get("/profile").status()).isEqualTo(302);
        assertThat(new PortalClient().get("/login").body()).doesNotContain("Log in with the client certificate");
    }

    private static Answer logIn(PortalClient portal) throws IOException, InterruptedException {
        Map<String, String> form = PortalClient.form(portal.get("/login"), "certificate");
        form.put("certificate:go", "Log in with the client certificate");
        return portal.post("/login", form);
    }

    @Test
    void thatDoorHasTheAdministrationOnly() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .sslContext(CA.client("visitor").context(server))
                .build();
        for (Map.Entry<String, Integer> path : Map.of(
                        "/", 404,
                        "/acme/internal/acme/directory", 404,
                        "/pki/internal/root.pem", 404,
                        "/administrators", 404,
                        "/admin/login", 200)
                .entrySet()) {
            URI there = URI.create(
                    "https://localhost:%d%s".formatted(server.settings().adminClientPort(), path.getKey()));
            assertThat(http.send(HttpRequest.newBuilder(there).build(), BodyHandlers.ofString())
                            .statusCode())
                    .as(path.getKey())
                    .isEqualTo(path.getValue());
        }
    }

    private static String sha256(ClientCa.Client client) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(client.certificate().getEncoded()));
    }

    private AdminClient by(ClientCa.Client client) throws IOException {
        return AdminClient.byCertificate(
                client.context(server), server.settings().adminClientPort());
    }

    private Answer register(ClientCa.Client client, String role, @Nullable UUID team)
            throws IOException, InterruptedException {
        return register(client, role, team, AdminClient.in(Duration.ofHours(1)));
    }

    private Answer register(ClientCa.Client client, String role, @Nullable UUID team, String expires)
            throws IOException, InterruptedException {
        var grant = Json.createObjectBuilder()
                .add("name", "test certificate")
                .add("role", role)
                .add("expires", expires)
                .add("certificate", client.pem());
        if (team != null) {
            grant.add("team", team.toString());
        }
        return first.post("/tokens", grant.build().toString());
    }

    private void assertNoConnection(SSLContext context) {
        AdminClient refused =
                AdminClient.byCertificate(context, server.settings().adminClientPort());
        assertThatThrownBy(() -> refused.get("/caller")).isInstanceOf(IOException.class);
    }

    private boolean asksForCertificate(ClientCa.Client client, int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) client.context(server).getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return socket.getSession().getLocalCertificates() != null;
        }
    }
}
