package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The log as JSON, and the ids of requests. That lines have them: TokenFirstUseIT, where there is something to log. */
class LogsIT {

    private static final String ID = "[0-9a-f]{32}";

    private final RunningServer server = SharedServer.get();
    private final AcmeClient client = Clients.stranger();

    LogsIT() throws IOException, InterruptedException {}

    @Test
    void everyLineIsJson() throws IOException {
        List<JsonObject> lines = JsonLog.of(server);
        assertThat(lines)
                .extracting(line -> line.getString("message"))
                .anyMatch(message -> message.startsWith("Bailiwick at https://"));
    }

    @Test
    void everyAnswerHasAnIdOfItsOwn() throws IOException, InterruptedException {
        Set<String> seen = new HashSet<>();
        for (String path : List.of(
                "/",
                "/health/live",
                "/acme/internal/acme/directory",
                "/acme/nobody/acme/directory",
                "/pki/internal/root.pem",
                "/made-up",
                "/admin/",
                "/admin/api/caller",
                "/admin/made-up")) {
            String id = get(path, "text/html").header("X-Request-Id");
            assertThat(id).as(path).matches(ID);
            assertThat(seen.add(id)).as(path).isTrue();
        }
        // refused by a filter, before JAX-RS
        assertThat(get("/admin/api/caller", "no media type").header("X-Request-Id"))
                .matches(ID);
        Answer order = Clients.registered().newOrder("logs.localhost");
        assertThat(order.header("X-Request-Id")).matches(ID);
    }

    /** It could be another request's, or a line of its own in the log. */
    @Test
    void whatAClientSendsAsAnIdIsNotLookedAt() throws IOException, InterruptedException {
        for (String made : List.of("0123456789abcdef0123456789abcdef", "x", "a\" b")) {
            Answer answer = client.send(
                    request("/health/live").header("X-Request-Id", made).build());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Request-Id")).matches(ID).isNotEqualTo(made);
        }
    }

    private Answer get(String path, String accept) throws IOException, InterruptedException {
        return client.send(request(path).header("Accept", accept).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.settings().url() + path))
                .GET();
    }
}
