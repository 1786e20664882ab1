package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** A second provisioner beside the first, with settings of its own (docs/settings.md). */
class ProvisionersIT {

    private static final String TERMS = "https://localhost/terms-2027";

    private final RunningServer server = SharedServer.get();

    /** What the shared server is started with, for this class. */
    static Map<String, String> settings() throws IOException {
        return Map.of(
                "bailiwick.provisioner.own.terms-of-service", TERMS,
                "bailiwick.provisioner.own.profiles", "shortlived",
                "bailiwick.provisioner.own.validation.challenges", "http-01",
                "bailiwick.provisioner.own.validation.http01-port", Integer.toString(FreePort.next()),
                "bailiwick.provisioner.few.limits", "new-account=1/1h");
    }

    @Test
    void theDirectoryTellsOfTheTermsAndProfilesOfItsProvisioner() throws IOException, InterruptedException {
        JsonObject own = directory("own").getJsonObject("meta");
        assertThat(own.getString("termsOfService")).isEqualTo(TERMS);
        assertThat(own.getJsonObject("profiles")).containsOnlyKeys("shortlived");

        JsonObject first = directory("acme").getJsonObject("meta");
        assertThat(first).doesNotContainKey("termsOfService");
        assertThat(first.getJsonObject("profiles")).containsKeys("tlsserver", "shortlived");
    }

    @Test
    void theStartPageHasADirectoryForEachAndLinksToItsTerms() throws IOException, InterruptedException {
        URI start = server.settings().url().resolve("/");
        String page =
                client("own").send(HttpRequest.newBuilder(start).GET().build()).body();
        assertThat(page)
                .contains(
                        url("acme").toString(),
                        url("own").toString(),
                        url("few").toString())
                .containsOnlyOnce("href=\"" + TERMS + "\"");
    }

    /** RFC 8555 §7.3: the server MUST reject newAccount requests that do not have the "termsOfServiceAgreed" field set. */
    @Test
    void whoDoesNotAgreeToTheTermsGetsNoAccount() throws IOException, InterruptedException {
        AcmeClient client = client("own");
        for (String payload : new String[] {
            "{}",
            "{\"termsOfServiceAgreed\":false}",
            "{\"termsOfServiceAgreed\":\"true\"}",
            "{\"contact\":[\"mailto:admin@corp.internal\"]}"
        }) {
            Answer answer = client.postWithKey(client.url("newAccount"), payload);
            assertThat(answer.status()).isEqualTo(403);
            Clients.assertProblem(answer, "userActionRequired");
            // RFC 8555 §7.3.3
            assertThat(answer.headers().allValues("Link")).contains("<" + TERMS + ">;rel=\"terms-of-service\"");
            assertThat(answer.json().getString("instance")).isEqualTo(TERMS);
            assertThat(answer.json().getString("detail")).contains(TERMS, "termsOfServiceAgreed");
        }
        Answer none = client.postWithKey(client.url("newAccount"), "{\"onlyReturnExisting\":true}");
        assertThat(none.problem()).isEqualTo("accountDoesNotExist");

        assertThat(client.newAccount().status()).isEqualTo(201);
        assertThat(client.postWithKey(client.url("newAccount"), "{}").status()).isEqualTo(200);
    }

    @Test
    void ordersHaveTheProfilesAndChallengesOfTheirProvisioner() throws IOException, InterruptedException {
        AcmeClient client = client("own");
        assertThat(client.newAccount().status()).isEqualTo(201);

        Answer order = client.newOrder("own.localhost");
        assertThat(order.json().getString("profile")).isEqualTo("shortlived");
        JsonObject authorization =
                client.postAsGet(Clients.authorizations(order.json()).get(0)).json();
        assertThat(authorization.getJsonArray("challenges").getValuesAs(JsonObject.class))
                .singleElement()
                .satisfies(challenge -> assertThat(challenge.getString("type")).isEqualTo("http-01"));

        Answer refused = client.post(
                client.url("newOrder"),
                "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"own.localhost\"}],\"profile\":\"tlsserver\"}");
        Clients.assertRefused(client, refused, 400, "invalidProfile");
        Answer wildcard = client.newOrder("*.own.localhost");
        Clients.assertRefused(client, wildcard, 400, "rejectedIdentifier");
    }

    @Test
    void validationConnectsToThePortOfTheProvisioner() throws IOException, InterruptedException {
        ProvisionerSettings own = server.settings()
                .forProvisioner(server.settings().provisioners().getOrDefault("own", Map.of()), KnownProfiles.BUILT_IN);
        AcmeClient client = client("own");
        assertThat(client.newAccount().status()).isEqualTo(201);
        try (ChallengeResponder responder =
                new ChallengeResponder(own.validation().ports().http01())) {
            String order = Clients.readyOrder(client, responder, "port.localhost");
            assertThat(Clients.certificate(client, order, "port.localhost")).contains("BEGIN CERTIFICATE");
        }
    }

    @Test
    void limitsAreCountedForEachProvisionerByItself() throws IOException, InterruptedException {
        assertThat(client("few").newAccount().status()).isEqualTo(201);
        AcmeClient second = client("few");
        Clients.assertRefused(second, second.newAccount(), 429, "rateLimited");
        assertThat(client("own").newAccount().status()).isEqualTo(201);
    }

    /** An account belongs to one provisioner. */
    @Test
    void anAccountOfOneIsNoneOfAnother() throws IOException, InterruptedException {
        AcmeClient client = client("acme");
        assertThat(client.newAccount().status()).isEqualTo(201);
        Answer answer = client.post(directory("own").getString("newOrder"), "{}");
        Clients.assertRefused(client, answer, 400, "accountDoesNotExist");
    }

    private AcmeClient client(String provisioner) throws IOException, InterruptedException {
        return new AcmeClient(url(provisioner), server.root());
    }

    private JsonObject directory(String provisioner) throws IOException, InterruptedException {
        return client(provisioner).directory();
    }

    private URI url(String provisioner) {
        return directory(server, provisioner);
    }

    /** The directory of one of a server's provisioners. */
    static URI directory(RunningServer server, String provisioner) {
        return URI.create(server.directory().toString().replace("/acme/directory", "/" + provisioner + "/directory"));
    }
}
