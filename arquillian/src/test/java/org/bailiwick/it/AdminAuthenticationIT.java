package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in to {@code /admin/api}. */
class AdminAuthenticationIT {

    private static final String NO_TOKEN = "bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private final AdminClient first = AdminClient.first();

    AdminAuthenticationIT() throws IOException {}

    @Test
    void theQuickStartMakesATokenForItsOwnerOnlyAndTheLogDoesNotHaveIt() throws IOException, InterruptedException {
        Path file = SharedServer.get().settings().adminTokenFile().orElseThrow();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        JsonObject caller = AdminClient.ok(first.get("/caller"));
        assertThat(caller.getString("role")).isEqualTo("super-administrator");
        assertThat(caller).doesNotContainKey("team");
        String secret = Files.readString(file).strip().replaceAll(".*(?=bwk_)", "");
        String log = Files.readString(
                SharedServer.get().settings().data().resolve("log").resolve("server.log"));
        assertThat(log).contains(file.toString()).doesNotContain(secret);
    }

    /** The identity that the web tier found is the one that the services see. */
    @Test
    void theServicesKnowWhoseTokenItIs() throws IOException, InterruptedException {
        UUID team = UUID.fromString(AdminClient.created(first.post("/teams", "{\"name\":\"known to services\"}"))
                .getString("id"));
        JsonObject token = first.grant("auditor", team);
        JsonObject caller = AdminClient.ok(first.with(token.getString("token")).get("/caller"));
        assertThat(caller.getString("id")).isEqualTo(token.getString("id"));
        assertThat(caller.getString("role")).isEqualTo("auditor");
        assertThat(caller.getString("team")).isEqualTo(team.toString());
        assertThat(caller.getString("lastUsed")).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}");
        assertThat(caller).doesNotContainKey("token");
    }

    @Test
    void nobodyIsToldHowToComeInAndNothingElse() throws IOException, InterruptedException {
        for (String path :
                new String[] {"/caller", "/tokens", "/openapi.json", "/", "", "/nothing", "/tokens/x/revoke"}) {
            Answer answer = first.showing(null).get(path);
            AdminClient.assertRefused(answer, 401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"bailiwick\"");
            AdminClient.assertRefused(first.showing(null).post(path, "{}"), 401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer " + NO_TOKEN,
                "Bearer x",
                "Bearer bwk_",
                "Bearer bwk_' or '1'='1",
                "Basic YWRtaW46YWRtaW4=",
                "Digest username=\"admin\"",
                "Negotiate YII=",
                NO_TOKEN,
                "Token " + NO_TOKEN
            })
    void whoShowsSomethingElseIsToldThatItIsBad(String header) throws IOException, InterruptedException {
        Answer answer = first.showing(header).get("/caller");
        AdminClient.assertRefused(answer, 401);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertThat(answer.body()).doesNotContain(NO_TOKEN);
    }

    /** How a leaked token shows itself. */
    @Test
    void theAuditorIsToldOfATokenThatIsTriedAfterItWasRevoked() throws IOException, InterruptedException {
        JsonObject token = first.grant("auditor", null);
        String id = token.getString("id");
        AdminClient.ok(first.post("/tokens/" + id + "/revoke"));
        AdminClient.assertRefused(first.with(token.getString("token")).get("/certificates?limit=1"), 401);
        assertThat(first.awaitAudited("administrator-credential-refused", id))
                .asString()
                .contains("GET /admin/api/certificates", "127.0.0.1")
                .doesNotContain(token.getString("token"));
    }

    @Test
    void theSchemeIsWrittenAsOneLikesAndTheTokenIsNot() throws IOException, InterruptedException {
        String token = first.grant("auditor", null).getString("token");
        AdminClient.ok(first.showing("bearer " + token).get("/caller"));
        AdminClient.ok(first.showing("BEARER  " + token).get("/caller"));
        AdminClient.assertRefused(
                first.showing("Bearer " + token.toUpperCase(Locale.ROOT)).get("/caller"), 401);
        AdminClient.assertRefused(first.showing("Bearer " + token + "," + token).get("/caller"), 401);
    }

    /** RFC 6750 §2.2, §2.3: a URL and a form end up in logs and histories. U11: a header that a proxy would set is one. */
    @Test
    void aTokenIsTakenFromNowhereElse() throws IOException, InterruptedException {
        String token = first.grant("super-administrator", null).getString("token");
        AdminClient nobody = first.showing(null);
        AdminClient.assertRefused(nobody.get("/caller?access_token=" + token), 401);
        AdminClient.assertRefused(
                nobody.send(
                        "POST",
                        "/teams",
                        "access_token=" + token,
                        Map.of("Content-Type", "application/x-www-form-urlencoded")),
                401);
        for (String name : new String[] {
            "X-Authorization",
            "X-Forwarded-Authorization",
            "Proxy-Authorization",
            "X-Forwarded-User",
            "SSL_CLIENT_CERT",
            "X-SSL-Client-Cert",
            "X-SSL-Client-Verify",
            "REMOTE_USER",
            "Cookie"
        }) {
            AdminClient.assertRefused(nobody.send("GET", "/caller", null, Map.of(name, "Bearer " + token)), 401);
        }
    }

    @Test
    void aTokenThatIsRevokedOpensNothingFromTheNextRequestOn() throws IOException, InterruptedException {
        JsonObject token = first.grant("super-administrator", null);
        AdminClient other = first.with(token.getString("token"));
        AdminClient.ok(other.get("/tokens"));
        JsonObject revoked = AdminClient.ok(first.post("/tokens/" + token.getString("id") + "/revoke"));
        assertThat(revoked).containsKey("revoked").doesNotContainKey("token");
        AdminClient.assertRefused(other.get("/tokens"), 401);
        assertThat(AdminClient.ok(first.post("/tokens/" + token.getString("id") + "/revoke")))
                .isEqualTo(revoked);
    }

    @Test
    void noSessionIsBegunAndTheEnterpriseBeansAreNotThere() throws IOException, InterruptedException {
        Answer answer = first.get("/caller");
        assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
        AcmeClient client = Clients.stranger();
        for (String path : new String[] {
            "/wildfly-services", "/wildfly-services/ejb/v1/open", "/wildfly-services/naming/v1/lookup/x"
        }) {
            Answer invoker = client.send(HttpRequest.newBuilder(
                            URI.create(SharedServer.get().settings().url() + path))
                    .build());
            assertThat(invoker.status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aTokenWithoutATimeOrBeyondAYearIsNotMade() throws IOException, InterruptedException {
        AdminClient.assertRefused(first.post("/tokens", "{\"name\":\"x\",\"role\":\"auditor\"}"), 400);
        AdminClient.assertRefused(
                first.post(
                        "/tokens",
                        "{\"name\":\"x\",\"role\":\"auditor\",\"expires\":\"%s\"}"
                                .formatted(AdminClient.in(Duration.ofDays(367)))),
                400);
        AdminClient.assertRefused(
                first.post(
                        "/tokens",
                        "{\"name\":\"x\",\"role\":\"auditor\",\"expires\":\"%s\"}"
                                .formatted(AdminClient.in(Duration.ofSeconds(-1)))),
                400);
    }
}
