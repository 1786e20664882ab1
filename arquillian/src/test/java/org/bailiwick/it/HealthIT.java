package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** {@code /health} as whoever runs the server asks for it: without a token. */
class HealthIT {

    private static final List<String> CHECKS =
            List.of("crl", "database", "issuer-certificates", "jobs", "server-certificate", "signing");

    private final AcmeClient client = Clients.stranger();

    HealthIT() throws IOException, InterruptedException {}

    @Test
    void aServerThatIsWellIsLiveAndReady() throws IOException, InterruptedException {
        Answer live = get(client, SharedServer.get(), "/health/live");
        assertThat(live.status()).isEqualTo(200);
        assertThat(live.json().getString("status")).isEqualTo("UP");

        Answer ready = awaitReady(client, SharedServer.get(), 200);
        assertThat(ready.header("Content-Type")).startsWith("application/json");
        assertThat(ready.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ready.json().getString("status")).isEqualTo("UP");
        List<JsonObject> checks = ready.json().getJsonArray("checks").getValuesAs(JsonObject.class);
        assertThat(checks).extracting(check -> check.getString("name")).containsAll(CHECKS);
        assertThat(checks).allSatisfy(check -> {
            assertThat(check.getString("status")).isEqualTo("UP");
            assertThat(check.getJsonObject("data").getString("detail")).isNotBlank();
        });
        Clients.assertShowsNoInternals(ready.body());
        assertThat(ready.body()).doesNotContain("CKR_", "issuing\"", "\"internal");
    }

    /** Asking costs a look into memory; anything else of it is refused like everywhere. */
    @Test
    void manyMayAskAndNothingElseIsThere() throws IOException, InterruptedException {
        awaitReady(client, SharedServer.get(), 200);
        for (int i = 0; i < 200; i++) {
            assertThat(get(client, SharedServer.get(), "/health/ready").status())
                    .isEqualTo(200);
        }
        for (String nothing : List.of("/health", "/health/", "/health/readyx", "/health/ready/x")) {
            assertThat(get(client, SharedServer.get(), nothing).status())
                    .as(nothing)
                    .isEqualTo(404);
        }
        Answer post = client.send(HttpRequest.newBuilder(url(SharedServer.get(), "/health/ready"))
                .POST(BodyPublishers.ofString("x"))
                .build());
        assertThat(post.status()).isEqualTo(405);
    }

    /** Asks until the answer has a status. */
    static Answer awaitReady(AcmeClient client, RunningServer server, int status)
            throws IOException, InterruptedException {
        Answer answer = get(client, server, "/health/ready");
        for (int looks = 0; looks < 240 && answer.status() != status; looks++) {
            Thread.sleep(250);
            answer = get(client, server, "/health/ready");
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    static Answer get(AcmeClient client, RunningServer server, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(url(server, path)).GET().build());
    }

    private static URI url(RunningServer server, String path) {
        return URI.create(server.settings().url() + path);
    }
}
