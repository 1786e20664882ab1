package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** The methods of each resource (RFC 8555 §6.3), and what becomes of the others (RFC 9110 §15.5.6). */
class MethodsIT {

    private final AcmeClient client;
    private final List<String> postOnly;
    private final List<String> getOnly;

    MethodsIT() throws IOException, InterruptedException {
        client = Clients.registered();
        Answer order = client.newOrder("methods.localhost");
        String authorization = Clients.authorizations(order.json()).get(0);
        getOnly = List.of(SharedServer.get().directory().toString(), client.url("newNonce"));
        postOnly = List.of(
                client.url("newAccount"),
                client.url("newOrder"),
                client.url("keyChange"),
                client.url("revokeCert"),
                client.account(),
                client.account() + "/orders",
                client.account() + "/orders/" + AcmeClient.base64url(new byte[16]),
                order.header("Location"),
                order.json().getString("finalize"),
                authorization,
                Clients.challenge(client, authorization).getString("url"),
                client.url("newOrder").replace("new-order", "certificate/" + AcmeClient.base64url(new byte[16])));
    }

    @Test
    void resourcesAreReadByPostAsGetOnly() throws IOException, InterruptedException {
        for (String resource : postOnly) {
            for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "BREW")) {
                Answer answer = send(method, resource);
                assertThat(answer.status()).as(method + " " + resource).isEqualTo(405);
                assertThat(answer.header("Allow")).contains("POST").doesNotContain("GET");
                Clients.assertProblem(answer, "malformed");
            }
            Answer head = send("HEAD", resource);
            assertThat(head.status()).as("HEAD " + resource).isEqualTo(405);
            assertThat(head.header("Allow")).contains("POST");
            assertThat(head.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void newNonceAndDirectoryAreReadByGetOnly() throws IOException, InterruptedException {
        for (String resource : getOnly) {
            Answer post = client.postAsGet(resource);
            Clients.assertRefused(client, post, 405, "malformed");
            assertThat(post.header("Allow")).contains("GET");
            for (String method : List.of("PUT", "DELETE", "PATCH", "BREW")) {
                Answer answer = send(method, resource);
                assertThat(answer.status()).as(method + " " + resource).isEqualTo(405);
                assertThat(answer.header("Allow")).contains("GET").doesNotContain("POST");
                Clients.assertProblem(answer, "malformed");
            }
            assertThat(send("HEAD", resource).status()).isEqualTo(200);
        }
    }

    @Test
    void optionsTellsTheMethodsAndDoesNothing() throws IOException, InterruptedException {
        for (String resource : all()) {
            Answer answer = send("OPTIONS", resource);
            assertThat(answer.status()).as(resource).isEqualTo(200);
            assertThat(answer.header("Allow")).contains(getOnly.contains(resource) ? "GET" : "POST");
            assertThat(answer.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
            Clients.assertShowsNoInternals(answer.body());
        }
    }

    /** It would show a script what it may not see; no problem document, as it never gets to us. */
    @Test
    void traceIsRefusedByTheServerBeforeUs() throws IOException, InterruptedException {
        for (String resource : all()) {
            Answer answer = client.send(HttpRequest.newBuilder(URI.create(resource))
                    .header("X-Secret", "echo-of-a-secret")
                    .method("TRACE", BodyPublishers.noBody())
                    .build());
            assertThat(answer.status()).as(resource).isEqualTo(405);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().map().toString()).doesNotContain("echo-of-a-secret");
        }
    }

    @Test
    void aMethodIsNotOverriddenByAHeader() throws IOException, InterruptedException {
        for (String name : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            Answer answer = client.send(HttpRequest.newBuilder(URI.create(client.url("newOrder")))
                    .header(name, "POST")
                    .GET()
                    .build());
            assertThat(answer.status()).as(name).isEqualTo(405);
        }
    }

    private List<String> all() {
        List<String> all = new ArrayList<>(getOnly);
        all.addAll(postOnly);
        return all;
    }

    private Answer send(String method, String resource) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(resource))
                .method(method, BodyPublishers.noBody())
                .build());
    }
}
