package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** URLs that a stranger makes up: they are refused as any directory that does not exist, and are never a fault. */
class OddUrlsIT {

    private static final String ORDER = "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"odd.localhost\"}]}";

    /** Segments that are no name of an authority or a provisioner, once decoded or from the start. */
    private static final List<String> NO_NAMES = List.of(
            "a%20b",
            "%7B",
            "a%00b",
            "%00",
            "..%2f",
            "%2e%2e",
            "a%2fb",
            "a%5cb",
            "a%25b",
            "a%0d%0aX-Made:%20up",
            "a%27%20or%201=1",
            "%C3%A4",
            "INTERNAL",
            "a%3Bb=c",
            "a".repeat(64),
            "a".repeat(4_000));

    private final RunningServer server = SharedServer.get();
    private final AcmeClient client;

    OddUrlsIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @Test
    void aSignedRequestWhereNoDirectoryCanBeIs404() throws IOException, InterruptedException {
        for (String odd : NO_NAMES) {
            for (String url : List.of(at(odd, "acme", "new-order"), at("internal", odd, "new-order"))) {
                Clients.assertRefused(client, client.post(url, ORDER), 404, "malformed");
            }
            Clients.assertRefused(client, client.postWithKey(at(odd, "acme", "new-account"), "{}"), 404, "malformed");
        }
    }

    @Test
    void aDirectoryThatCannotBeIs404() throws IOException, InterruptedException {
        for (String odd : NO_NAMES) {
            for (String url : List.of(at(odd, "acme", "directory"), at("internal", odd, "directory"))) {
                Answer answer = get(url);
                assertThat(answer.status()).as(url).isEqualTo(404);
                Clients.assertProblem(answer, "malformed");
            }
        }
    }

    @Test
    void anIdThatCannotBeIs404() throws IOException, InterruptedException {
        for (String odd : NO_NAMES) {
            for (String resource : List.of("order/", "authorization/", "challenge/", "certificate/")) {
                Clients.assertRefused(
                        client, client.postAsGet(at("internal", "acme", resource + odd)), 404, "malformed");
            }
            Clients.assertRefused(
                    client,
                    client.post(
                            at("internal", "acme", "order/" + odd + "/finalize"),
                            Csr.payload(AcmeClient.newKey(), "odd.localhost")),
                    404,
                    "malformed");
        }
    }

    /** The server decodes a path before it is ours to refuse. */
    @Test
    void aPathThatIsNotUtf8OrNotEncodedIsRefusedByTheServerBeforeUs() throws IOException {
        for (String odd : List.of("%ff", "a%c3", "%zz", "%", "a%0", "a b", "a\u0000b", "{", "\"")) {
            for (String request : List.of("GET %s HTTP/1.1\r\n", "POST %s HTTP/1.1\r\nContent-Length: 0\r\n")) {
                String answer = RawConnection.answerTo(
                        server,
                        request.formatted("/acme/" + odd + "/acme/directory")
                                + "Host: localhost\r\nConnection: close\r\n\r\n");
                assertThat(answer).as(odd).startsWith("HTTP/1.1 400 ");
                Clients.assertShowsNoInternals(answer);
            }
        }
    }

    /** docs/acme-choices.md: what does not exist is 404. */
    @Test
    void newNonceIsBelowADirectoryOnly() throws IOException, InterruptedException {
        for (String odd : NO_NAMES) {
            Answer answer = get(at(odd, "acme", "new-nonce"));
            assertThat(answer.status()).as(odd).isEqualTo(404);
            Clients.assertProblem(answer, "malformed");
        }
    }

    private Answer get(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).GET().build());
    }

    private String at(String authority, String provisioner, String resource) {
        return "%s/acme/%s/%s/%s".formatted(server.settings().url(), authority, provisioner, resource);
    }
}
