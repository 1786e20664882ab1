package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The directory (RFC 8555 §7.1.1) and the links to it (§7.1). */
class DirectoryIT {

    private final RunningServer server = SharedServer.get();

    @Test
    void theDirectoryListsResourcesOfThisServerOnlyAndEachAnswers() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();

        Answer directory = get(client, server.directory().toString());

        assertThat(directory.status()).isEqualTo(200);
        assertThat(directory.header("Content-Type")).startsWith("application/json");
        JsonObject json = directory.json();
        assertThat(json.keySet()).contains("newNonce", "newAccount", "newOrder");
        for (String resource : json.keySet()) {
            if (!resource.equals("meta")) {
                assertThat(json.getString(resource))
                        .startsWith(server.settings().url() + "/");
                assertThat(get(client, json.getString(resource)).status())
                        .as(resource)
                        .isIn(204, 405);
            }
        }
        assertThat(json.getJsonObject("meta").getBoolean("externalAccountRequired"))
                .isFalse();
    }

    @Test
    void urlsInAnswersComeFromTheSettingsWhateverTheRequestsHeadersSay() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();

        Answer directory = client.send(HttpRequest.newBuilder(server.directory())
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Port", "1")
                .header("Forwarded", "host=evil.example;proto=http")
                .GET()
                .build());

        assertThat(directory.body())
                .doesNotContain("evil.example")
                .contains("\"" + server.settings().url() + "/acme/");
    }

    @Test
    void everyAnswerButTheDirectoryLinksToTheDirectory() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        Answer order = client.newOrder("link.localhost");
        String authorization = Clients.authorizations(order.json()).get(0);
        String link = "<" + server.directory() + ">;rel=\"index\"";

        assertThat(get(client, server.directory().toString()).headers().allValues("Link"))
                .isEmpty();
        for (Answer answer : List.of(
                order,
                get(client, client.url("newNonce")),
                get(client, client.url("newOrder")),
                client.send(client.url("newAccount"), "rubbish"),
                client.newAccount(),
                client.postAsGet(order.header("Location")),
                client.postAsGet(authorization),
                client.postAsGet(Clients.challenge(client, authorization).getString("url")))) {
            assertThat(answer.headers().allValues("Link")).as(answer.body()).contains(link);
        }
    }

    @Test
    void aDirectoryThatDoesNotExistIs404() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        String base = server.settings().url() + "/acme/";

        for (String path :
                List.of("internal/none/directory", "none/acme/directory", "INTERNAL/acme/directory", "a/b")) {
            Answer answer = get(client, base + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            Clients.assertProblem(answer, "malformed");
        }
    }

    private static Answer get(AcmeClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).GET().build());
    }
}
