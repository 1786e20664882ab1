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

    /** RFC 9110 §12.5.1: a wish that cannot be read is none. */
    @Test
    void anAcceptThatCannotBeReadIsNoWish() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        for (String accept :
                List.of("x", "*/", "application/json;q=abc", "application/json;q=NaN", ",", "text/html;q=2")) {
            Answer answer = client.send(HttpRequest.newBuilder(server.directory())
                    .header("Accept", accept)
                    .build());
            assertThat(answer.status()).as(accept).isEqualTo(200);
        }
    }

    @Test
    void theDirectoryListsResourcesOfThisServerOnlyAndEachAnswers() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();

        Answer directory = get(client, server.directory().toString());

        assertThat(directory.status()).isEqualTo(200);
        assertThat(directory.header("Content-Type")).startsWith("application/json");
        JsonObject json = directory.json();
        assertThat(json.keySet())
                .contains("newNonce", "newAccount", "newOrder", "keyChange", "revokeCert", "renewalInfo");
        for (String resource : json.keySet()) {
            if (!resource.equals("meta")) {
                assertThat(json.getString(resource))
                        .startsWith(server.settings().url() + "/");
                // RFC 9773 §4.1: it is the beginning of URLs
                String url = json.getString(resource) + (resource.equals("renewalInfo") ? "/AQ.AQ" : "");
                assertThat(get(client, url).status())
                        .as(resource)
                        .isIn(204, 405, resource.equals("renewalInfo") ? 404 : 405);
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
    void urlsInAnswersComeFromTheSettingsWhateverHostIsAskedFor() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        String newAccount = client.url("newAccount");
        String jws = client.jws(
                client.header(newAccount).add("jwk", client.jwk()).build(), "{\"termsOfServiceAgreed\":true}");
        String evil = "Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n";

        String directory = RawConnection.answerTo(
                server, "GET %s HTTP/1.1\r\n%s\r\n".formatted(server.directory().getPath(), evil));
        String created = RawConnection.answerTo(
                server,
                "POST %s HTTP/1.1\r\n%sContent-Type: application/jose+json\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(URI.create(newAccount).getPath(), evil, jws.length(), jws));

        assertThat(directory)
                .startsWith("HTTP/1.1 200 ")
                .contains("\"newAccount\":\"" + newAccount + "\"")
                .doesNotContain("evil.example");
        assertThat(created)
                .startsWith("HTTP/1.1 201 ")
                .contains("Location: " + server.settings().url() + "/acme/internal/acme/account/")
                .contains("Link: <" + server.directory() + ">;rel=\"index\"")
                .doesNotContain("evil.example");
    }

    @Test
    void aHostThatIsNoneIsRefusedByTheServerBeforeUs() throws IOException {
        for (String host : List.of(
                "",
                "Host: a b\r\n",
                "Host: a|b\r\n",
                "Host: a/b\r\n",
                "Host: <script>\r\n",
                "Host: [::1\r\n",
                "Host: localhost:99999\r\n",
                "Host: localhost\r\nHost: evil.example\r\n")) {
            for (String request : List.of(
                    "GET %s HTTP/1.1\r\n".formatted(server.directory().getPath()),
                    "POST /acme/internal/acme/new-account HTTP/1.1\r\nContent-Length: 0\r\n")) {
                String answer = RawConnection.answerTo(server, request + host + "Connection: close\r\n\r\n");
                assertThat(answer).as(host).startsWith("HTTP/1.1 400 ").doesNotContain("script", "evil.example");
                Clients.assertShowsNoInternals(answer);
            }
        }
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
