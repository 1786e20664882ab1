package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The metrics as Prometheus reads them, before and after clients and administrators did something. */
class MetricsIT {

    private static final String NAME = "metrics.localhost";

    /** What Prometheus 3 sends. */
    private static final String PROMETHEUS =
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private static final Pattern DOCUMENTED = Pattern.compile("^\\| `(bailiwick_[a-z_]+)` \\|", Pattern.MULTILINE);

    /**
     * What only comes of faults, or with an authority whose certificates another CA makes: that of such an authority is in
     * {@code RelayIT} and {@code RelayFaultsIT}.
     */
    private static final Set<String> SELDOM = Set.of(
            "bailiwick_token_errors_total",
            "bailiwick_issuances_abandoned_total",
            "bailiwick_upstream_answers_total",
            "bailiwick_upstream_request_duration_seconds",
            "bailiwick_upstream_outbox_entries",
            "bailiwick_upstream_outbox_oldest_seconds");

    private final RunningServer server = SharedServer.get();
    private final AdminClient administrator = AdminClient.first();
    private final ChallengeResponder responder =
            new ChallengeResponder(server.settings().http01Port());

    MetricsIT() throws IOException {}

    @AfterEach
    void stop() {
        responder.close();
    }

    @Test
    void everyStepIsCountedAndEveryDocumentedMetricIsThere()
            throws IOException, InterruptedException, GeneralSecurityException {
        Samples before = Samples.scrape(administrator);
        AcmeClient client = Clients.registered();
        Certified certified = Certified.get(client, responder, NAME);
        assertThat(client.post(client.url("revokeCert"), certified.revocation(4))
                        .status())
                .isEqualTo(200);
        fail(client);
        assertThat(client.newOrder("www.example.com").problem()).isEqualTo("rejectedIdentifier");
        BoundDirectory bound = new BoundDirectory("new-account-required");
        bound.registered(bound.key());
        AdminClient.assertRefused(administrator.of("auditor", null).post("/teams", "{\"name\":\"not mine\"}"), 403);
        AdminClient.assertRefused(administrator.with("bwk_" + "A".repeat(43)).get("/caller"), 401);

        askOcsp(certified);

        Samples after = awaitCounted(before, "bailiwick_http_requests_total\\{.*OrderResource.finalizeOrder.*", 1);

        assertGrown(before, after, "bailiwick_orders_created_total\\{profile=\"tlsserver\"}", 2);
        assertGrown(before, after, "bailiwick_orders_finalized_total", 1);
        assertGrown(before, after, "bailiwick_orders_issued_total\\{profile=\"tlsserver\"}", 1);
        assertGrown(before, after, "bailiwick_orders_failed_total\\{.*", 1);
        assertGrown(before, after, "bailiwick_challenge_results_total\\{result=\"valid\",type=\"http-01\"}", 1);
        assertGrown(before, after, "bailiwick_challenge_results_total\\{.*", 2);
        assertGrown(
                before,
                after,
                "bailiwick_certificates_issued_total\\{authority=\"internal\",profile=\"tlsserver\"}",
                1);
        assertGrown(
                before,
                after,
                "bailiwick_certificates_revoked_total\\{authority=\"internal\",reason=\"superseded\"}",
                1);
        assertGrown(before, after, "bailiwick_acme_requests_refused_total\\{problem=\"rejectedIdentifier\"}", 1);
        assertGrown(before, after, "bailiwick_policy_refusals_total\\{level=\"authority\"}", 1);
        assertGrown(before, after, "bailiwick_external_account_bindings_total\\{result=\"bound\"}", 1);
        assertGrown(before, after, "bailiwick_admin_refusals_total\\{reason=\"role\"}", 1);
        assertGrown(before, after, "bailiwick_admin_refusals_total\\{reason=\"credential\"}", 1);
        assertGrown(before, after, "bailiwick_ocsp_answers_total\\{source=\"signed\",status=\"revoked\"}", 2);
        assertGrown(before, after, "bailiwick_ocsp_answers_total\\{source=\"kept\",status=\"revoked\"}", 1);
        assertGrown(before, after, "bailiwick_ocsp_answers_total\\{source=\"signed\",status=\"several\"}", 1);
        assertGrown(
                before, after, "bailiwick_ocsp_answers_total\\{source=\"unsigned\",status=\"malformedRequest\"}", 1);
        assertGrown(before, after, "bailiwick_ocsp_answers_total\\{source=\"unsigned\",status=\"unauthorized\"}", 1);
        assertThat(growth(before, after, "bailiwick_signing_duration_seconds_count"))
                .isGreaterThanOrEqualTo(1);
        assertThat(after.sum("bailiwick_health_check_up\\{.*")).isGreaterThanOrEqualTo(5);
        assertThat(after.sum("bailiwick_issuer_certificate_not_after_timestamp_seconds\\{authority=\"internal\".*"))
                .isGreaterThan(1.7e9);
        assertThat(after.sum("bailiwick_crl_next_update_timestamp_seconds\\{authority=\"internal\".*"))
                .isGreaterThan(1.7e9);
        assertThat(after.value("bailiwick_server_certificate_not_after_timestamp_seconds"))
                .isGreaterThan(1.7e9);
        assertThat(after.value("process_cpu_seconds_total")).isPositive();
        assertThat(after.sum("jvm_memory_used_bytes\\{.*")).isPositive();

        Set<String> missing = documented();
        missing.removeAll(after.families());
        assertThat(missing).isSubsetOf(SELDOM);
    }

    /** The resources of both web modules count by what they are, and a manual request counts by its profile. */
    @Test
    void aManualRequestIsCountedByItsProfile() throws IOException, InterruptedException {
        JsonObject provisioner = AdminClient.created(administrator.post(
                "/provisioners",
                "{\"authority\":\"%s\",\"name\":\"m-%s\",\"kind\":\"manual\"}"
                        .formatted(
                                administrator.named("/authorities", "internal").getString("id"), UUID.randomUUID())));
        Samples before = Samples.scrape(administrator);
        AdminClient.created(administrator.post(
                "/manual-requests",
                "{\"provisioner\":\"%s\",\"csr\":\"%s\",\"profile\":\"shortlived\"}"
                        .formatted(
                                provisioner.getString("id"),
                                AcmeClient.base64url(Csr.der(AcmeClient.newKey(), "manual-" + NAME)))));

        Samples after = awaitCounted(
                before,
                "bailiwick_http_requests_total\\{method=\"POST\",resource=\"ManualRequestsResource.create\",status=\"201\"}",
                1);

        assertGrown(
                before,
                after,
                "bailiwick_certificates_issued_total\\{authority=\"internal\",profile=\"shortlived\"}",
                1);
        assertThat(growth(before, after, "bailiwick_orders_issued_total\\{.*")).isZero();
    }

    /** Each made-up URL would be a time series otherwise. */
    @Test
    void urlsThatClientsMakeUpMakeNoTimeSeries() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        odd(client, 20);
        Set<String> before = http(Samples.scrape(administrator));
        odd(client, 1_000);
        Set<String> after = http(awaitCounted(
                Samples.scrape(administrator), "bailiwick_http_requests_total\\{.*resource=\"other\".*", 0));
        assertThat(after).isEqualTo(before);
    }

    @Test
    void prometheusGetsOpenMetricsAndOthersTheTextFormat() throws IOException, InterruptedException {
        Answer open = administrator.send("GET", "/metrics", null, Map.of("Accept", PROMETHEUS));
        assertThat(open.status()).as(open.body()).isEqualTo(200);
        assertThat(open.header("Content-Type"))
                .startsWith("application/openmetrics-text")
                .contains("version=1.0.0");
        assertThat(open.body()).endsWith("# EOF\n").contains("# TYPE bailiwick_orders_finalized counter");
        for (String accept : List.of("*/*", "text/*", "text/plain", "text/plain, application/openmetrics-text;q=0.1")) {
            Answer text = administrator.send("GET", "/metrics", null, Map.of("Accept", accept));
            assertThat(text.status()).as(accept).isEqualTo(200);
            assertThat(text.header("Content-Type")).as(accept).startsWith("text/plain");
            Samples.parse(text.body());
        }
        AdminClient.assertRefused(
                administrator.send("GET", "/metrics", null, Map.of("Accept", "application/json")), 406);
    }

    /** They name the authorities of all teams. Which roles may read them at all: AdminRolesIT. */
    @Test
    void whoIsOfOneTeamGetsNone() throws IOException, InterruptedException {
        JsonObject team =
                AdminClient.created(administrator.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())));
        AdminClient auditor = administrator.of("auditor", UUID.fromString(team.getString("id")));
        AdminClient.assertRefused(auditor.get("/metrics"), 403);
        assertThat(administrator.of("auditor", null).get("/metrics").status()).isEqualTo(200);
    }

    /** About one that is revoked: twice the same, by a nonce, with another; and what gets no answer. */
    private void askOcsp(Certified certified) throws IOException, InterruptedException, GeneralSecurityException {
        BigInteger serial = certified.certificate().getSerialNumber();
        OcspClient ocsp = new OcspClient(server, certified.pem()).awaitResponder();
        for (byte[] request : List.of(
                ocsp.request(-1, serial),
                ocsp.request(-1, serial),
                ocsp.request(32, serial),
                ocsp.request(-1, serial, BigInteger.TEN))) {
            assertThat(OcspClient.status(ocsp.post(request))).isEqualTo(OCSPResp.SUCCESSFUL);
        }
        assertThat(OcspClient.status(ocsp.post(new byte[0]))).isEqualTo(OCSPResp.MALFORMED_REQUEST);
        assertThat(OcspClient.status(ocsp.post(OcspClient.request(certified.certificate(), -1, serial))))
                .isEqualTo(OCSPResp.UNAUTHORIZED);
    }

    /** An order whose challenge is not met. */
    private void fail(AcmeClient client) throws IOException, InterruptedException {
        Answer order = client.newOrder("unmet-" + NAME);
        String authorization = Clients.authorizations(order.json()).get(0);
        client.post(Clients.challenge(client, authorization).getString("url"), "{}");
        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("invalid");
    }

    /** Counting may be a moment later than the answer. */
    private Samples awaitCounted(Samples before, String series, double atLeast)
            throws IOException, InterruptedException {
        Samples now = Samples.scrape(administrator);
        for (int looks = 0; looks < 100 && growth(before, now, series) < atLeast; looks++) {
            Thread.sleep(100);
            now = Samples.scrape(administrator);
        }
        return now;
    }

    private static void assertGrown(Samples before, Samples after, String series, double by) {
        assertThat(growth(before, after, series)).as(series).isEqualTo(by);
    }

    private static double growth(Samples before, Samples after, String series) {
        return after.sum(series) - before.sum(series);
    }

    private void odd(AcmeClient client, int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            String path =
                    switch (i % 5) {
                        case 0 -> "/made-up/" + i;
                        case 1 -> "/acme/made-up-" + i + "/acme/directory";
                        case 2 -> "/acme/internal/acme/made-up-" + i;
                        case 3 -> "/admin/api/made-up-" + i;
                        default -> "/pki/made-up-" + i + "/root.pem";
                    };
            client.send(HttpRequest.newBuilder(URI.create(server.settings().url() + path))
                    .GET()
                    .build());
        }
    }

    private static Set<String> http(Samples samples) {
        Set<String> series = new TreeSet<>(samples.values().keySet());
        series.removeIf(each -> !each.startsWith("bailiwick_http_"));
        return series;
    }

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        DOCUMENTED
                .matcher(Files.readString(SharedServer.project().resolve("docs").resolve("monitoring.md")))
                .results()
                .forEach(row -> names.add(row.group(1)));
        return names;
    }
}
