package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies through {@code /admin/api}: what they do, and what is no policy. */
class AdminPoliciesIT {

    private static final String SECRET_DENIED =
            "{\"allow\":{\"dns\":[\"**.localhost\"]},\"deny\":{\"dns\":[\"secret.localhost\"]},\"allowWildcardNames\":true}";

    private final AdminClient first = AdminClient.first();
    private final String provisioner = AdminClient.created(first.post(
                    "/provisioners",
                    "{\"authority\":\"%s\",\"name\":\"policy-%s\"}"
                            .formatted(internal(), UUID.randomUUID().toString().substring(0, 8))))
            .getString("id");
    private final String path = "/provisioners/" + provisioner + "/policy";

    AdminPoliciesIT() throws IOException, InterruptedException {}

    @Test
    void aPolicyIsReadChangedAndExplained() throws IOException, InterruptedException {
        Answer none = first.get(path);
        assertThat(AdminClient.ok(none)).isEmpty();
        Answer changed = first.put(path, SECRET_DENIED, none.header("ETag"));
        assertThat(AdminClient.ok(changed)).isEqualTo(AcmeClient.parse(SECRET_DENIED));
        assertThat(first.get(path).header("ETag"))
                .isEqualTo(changed.header("ETag"))
                .isNotEqualTo(none.header("ETag"));

        JsonObject explained = AdminClient.ok(first.post(
                "/explain",
                "{\"provisioner\":\"%s\",\"names\":[\"*.localhost\",\"host.localhost\"]}".formatted(provisioner)));
        assertThat(explained.getBoolean("permitted")).isFalse();
        JsonObject wildcard = explained.getJsonArray("names").getJsonObject(0);
        assertThat(wildcard.getBoolean("permitted")).isFalse();
        assertThat(wildcard.toString()).contains("secret.localhost");
        assertThat(explained.getJsonArray("names").getJsonObject(1).getBoolean("permitted"))
                .isTrue();
    }

    @Test
    void aChangeOfWhatSomebodyElseChangedIsRefused() throws IOException, InterruptedException {
        String read = first.get(path).header("ETag");
        AdminClient.ok(first.put(path, SECRET_DENIED, read));
        AdminClient.assertRefused(first.put(path, "{\"deny\":{\"dns\":[\"**.localhost\"]}}", read), 412);
        assertThat(AdminClient.ok(first.get(path))).isEqualTo(AcmeClient.parse(SECRET_DENIED));
        AdminClient.assertRefused(first.send("PUT", path, "{}", Map.of("Content-Type", "application/json")), 428);
    }

    @Test
    void theImpactNamesTheCertificatesThatWouldNotBeRenewed()
            throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            Certified certified = Certified.get(client, responder, "impact.localhost");
            String account = client.account().substring(client.account().lastIndexOf('/') + 1);
            String impactPath = "/accounts/" + account + "/policy/impact";
            JsonObject harmless =
                    AdminClient.ok(first.post(impactPath, "{\"allow\":{\"dns\":[\"impact.localhost\"]}}"));
            assertThat(harmless.getInt("refused")).isZero();
            JsonObject impact = AdminClient.ok(first.post(impactPath, "{\"deny\":{\"dns\":[\"impact.localhost\"]}}"));
            assertThat(impact.getInt("refused")).isEqualTo(1);
            assertThat(impact.containsKey("next")).isFalse();
            JsonObject refused = impact.getJsonArray("items").getJsonObject(0);
            assertThat(refused.getString("certificate"))
                    .isEqualTo(certified.url().substring(certified.url().lastIndexOf('/') + 1));
            assertThat(refused.getJsonArray("names").toString())
                    .contains(
                            "{\"type\":\"dns\",\"value\":\"impact.localhost\"}",
                            "{\"type\":\"cn\",\"value\":\"impact.localhost\"}");
            assertThat(refused.getJsonArray("violations"))
                    .singleElement()
                    .asString()
                    .contains("\"name\":{\"type\":\"dns\",\"value\":\"impact.localhost\"}");
            for (String wrong : List.of("limit=0", "limit=201", "limit=x", "cursor=x", "cursor=1.x")) {
                AdminClient.assertRefused(first.post(impactPath + "?" + wrong, "{}"), 400);
            }
            assertThat(AdminClient.ok(first.get("/accounts/" + account + "/policy")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"allow\":[\"**.localhost\"]}",
                "{\"allow\":{\"dns\":\"**.localhost\"}}",
                "{\"allow\":{\"dns\":[1]}}",
                "{\"allow\":{\"dns\":[\"*\"]}}",
                "{\"allow\":{\"dns\":[\".x\"]}}",
                "{\"allow\":{\"dns\":[\"a.*.b\"]}}",
                "{\"allow\":{\"ip\":[\"10.0.0.0/33\"]}}",
                "{\"allow\":{\"email\":[\"user@*\"]}}",
                "{\"allow\":{\"host\":[\"x\"]}}",
                "{\"allowed\":{}}",
                "{\"allowWildcardNames\":\"yes\"}"
            })
    void whatIsNoPolicyIsRefusedWithWhatIsWrongWhere(String document) throws IOException, InterruptedException {
        String etag = first.get(path).header("ETag");
        Answer refused = first.put(path, document, etag);
        AdminClient.assertRefused(refused, 400);
        assertThat(refused.json().getJsonArray("errors")).isNotEmpty();
        assertThat(first.get(path).header("ETag")).isEqualTo(etag);
    }

    @Test
    void aPolicyThatIsTooLargeIsRefused() throws IOException, InterruptedException {
        String etag = first.get(path).header("ETag");
        for (int rules : List.of(50_000, 100_000)) {
            String many = String.join(",", Collections.nCopies(rules, "\"a.localhost\""));
            Answer refused = first.put(path, "{\"allow\":{\"dns\":[" + many + "]}}", etag);
            assertThat(refused.status()).isIn(400, 413);
            AdminClient.assertRefused(refused, refused.status());
        }
        assertThat(first.get(path).header("ETag")).isEqualTo(etag);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"names\":[\"a.localhost\"]}",
                "{\"provisioner\":\"x\",\"names\":[\"a.localhost\"]}",
                "{\"account\":\"x\",\"names\":[\"a.localhost\"]}",
                "{\"provisioner\":\"00000000-0000-0000-0000-000000000000\",\"account\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"names\":[\"a\"]}",
                "{\"provisioner\":\"00000000-0000-0000-0000-000000000000\",\"names\":[]}",
                "{\"provisioner\":\"00000000-0000-0000-0000-000000000000\",\"names\":[\"\"]}",
                "{\"provisioner\":\"00000000-0000-0000-0000-000000000000\",\"names\":[\"a..b\"]}",
                "{\"provisioner\":\"00000000-0000-0000-0000-000000000000\",\"names\":\"a\"}"
            })
    void aQuestionThatCannotBeAnsweredIsRefused(String question) throws IOException, InterruptedException {
        AdminClient.assertRefused(first.post("/explain", question), 400);
    }

    private String internal() throws IOException, InterruptedException {
        return AdminClient.ok(first.get("/authorities")).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getString("name").equals("internal"))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }
}
