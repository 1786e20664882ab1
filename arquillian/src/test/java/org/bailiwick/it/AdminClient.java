package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;

/** A program of an administrator: sends requests to {@code /admin/api} with a token, by a client certificate, or without. */
final class AdminClient {

    private final String base;
    private final HttpClient http;
    private final Map<String, String> shown;

    private AdminClient(String base, HttpClient http, Map<String, String> shown) {
        this.base = base;
        this.http = http;
        this.shown = shown;
    }

    /** One with the token that the quick start has made. */
    static AdminClient first(RunningServer server) throws IOException {
        String header = Files.readString(server.settings().adminTokenFile().orElseThrow())
                .strip();
        assertThat(header).startsWith("Authorization: Bearer bwk_");
        HttpClient http = HttpClient.newBuilder()
                .sslContext(RunningServer.trusting(server.root()))
                .build();
        return new AdminClient(server.settings().url().toString(), http, Map.of())
                .showing(header.substring("Authorization: ".length()));
    }

    /**
     * One with a client certificate, at one of a server's ports.
     *
     * @param context of its connections; the certificate is in it
     */
    static AdminClient byCertificate(SSLContext context, int port) {
        return new AdminClient(
                "https://localhost:" + port,
                HttpClient.newBuilder().sslContext(context).build(),
                Map.of("Bailiwick-Request", "1"));
    }

    static AdminClient first() throws IOException {
        return first(SharedServer.get());
    }

    /** One with a token. */
    AdminClient with(String token) {
        return showing("Bearer " + token);
    }

    /** One that sends whatever as {@code Authorization}; nothing if it is null. */
    AdminClient showing(@Nullable String header) {
        return new AdminClient(base, http, header == null ? Map.of() : Map.of("Authorization", header));
    }

    /** A new token. */
    JsonObject grant(String role, @Nullable UUID team) throws IOException, InterruptedException {
        var grant = Json.createObjectBuilder()
                .add("name", "test " + role)
                .add("role", role)
                .add("expires", in(Duration.ofHours(1)));
        if (team != null) {
            grant.add("team", team.toString());
        }
        return created(post("/tokens", grant.build().toString()));
    }

    /** Another administrator, let in by this one. */
    AdminClient of(String role, @Nullable UUID team) throws IOException, InterruptedException {
        return with(grant(role, team).getString("token"));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, Map.of());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, json, Map.of("Content-Type", "application/json"));
    }

    /** A POST that needs no body. */
    Answer post(String path) throws IOException, InterruptedException {
        return send("POST", path, null, Map.of());
    }

    Answer put(String path, String json, String etag) throws IOException, InterruptedException {
        return send("PUT", path, json, Map.of("Content-Type", "application/json", "If-Match", etag));
    }

    Answer send(String method, String path, @Nullable String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        shown.forEach(request::header);
        headers.forEach(request::header);
        var response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    /** The one of that name in a list, on whichever of its pages. */
    JsonObject named(String list, String name) throws IOException, InterruptedException {
        String separator = list.contains("?") ? "&" : "?";
        String page = list;
        while (true) {
            JsonObject answer = ok(get(page));
            for (JsonObject each : answer.getJsonArray("items").getValuesAs(JsonObject.class)) {
                if (each.getString("name").equals(name)) {
                    return each;
                }
            }
            page = list + separator + "cursor=" + answer.getString("next");
        }
    }

    /** Waits until the audit log has an event of that kind that mentions this: it has its place a moment after it was written. */
    List<JsonObject> awaitAudited(String kind, String mentioned) throws IOException, InterruptedException {
        return awaitAudited(kind, mentioned, 1);
    }

    /** The same of several; all that there are then, the newest first. */
    List<JsonObject> awaitAudited(String kind, String mentioned, int events) throws IOException, InterruptedException {
        String query = "/audit?limit=100&kind=%s&mentions=%s"
                .formatted(kind, URLEncoder.encode(mentioned, StandardCharsets.UTF_8));
        List<JsonObject> told = List.of();
        for (int polls = 0; polls < 300 && told.size() < events; polls++) {
            Thread.sleep(100);
            told = ok(get(query)).getJsonArray("items").getValuesAs(JsonObject.class);
        }
        assertThat(told).as(query).hasSizeGreaterThanOrEqualTo(events);
        return told;
    }

    String url(String path) {
        return base + "/admin/api" + path;
    }

    /** What was made. */
    static JsonObject created(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("Location")).startsWith("/admin/api/");
        return answer.json();
    }

    /** What was read. */
    static JsonObject ok(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    /** A refusal as RFC 9457 wants it, which tells nothing of our insides. */
    static void assertRefused(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).as(answer.body()).startsWith("application/problem+json");
        assertThat(answer.json().getInt("status")).isEqualTo(status);
        assertThat(answer.json().getString("type")).isEqualTo("about:blank");
        assertThat(answer.json().getString("title")).isNotBlank();
        assertThat(answer.json().getString("detail")).isNotBlank();
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("WWW-Authenticate").isEmpty()).isEqualTo(status != 401);
        Clients.assertShowsNoInternals(answer.body());
    }

    static String in(Duration time) {
        return Clock.systemUTC()
                .instant()
                .plus(time)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
