package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Replay protection (RFC 8555 §6.5, §7.2). */
class NonceIT {

    @Test
    void newNonceAnswersHeadWith200AndGetWith204() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();

        Answer head = newNonce(client, "HEAD");
        Answer get = newNonce(client, "GET");

        assertThat(head.status()).isEqualTo(200);
        assertThat(get.status()).isEqualTo(204);
        for (Answer answer : List.of(head, get)) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.headers().allValues("Replay-Nonce")).hasSize(1);
            assertThat(answer.body()).isEmpty();
            Clients.assertNonceWorks(client, answer);
        }
    }

    @Test
    void noTwoNoncesAreTheSame() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        Set<String> nonces = new HashSet<>();

        for (int i = 0; i < 200; i++) {
            nonces.add(newNonce(client, "HEAD").header("Replay-Nonce"));
        }

        assertThat(nonces).hasSize(200);
    }

    @Test
    void ofFiftyRequestsWithOneNonceExactlyOneIsAccepted()
            throws IOException, InterruptedException, ExecutionException {
        AcmeClient client = Clients.registered();
        String url = client.url("newOrder");
        String request = client.jws(
                client.header(url).add("kid", client.account()).build(),
                "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"nonce.localhost\"}]}");

        List<Answer> answers = Clients.atOnce(50, () -> client.send(url, request));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 400 && answer.problem().equals("badNonce"))
                .hasSize(49);
        assertThat(answers).extracting(answer -> answer.header("Replay-Nonce")).doesNotHaveDuplicates();
    }

    @Test
    void aNonceThatWasRefusedForAnotherRequestIsUsedUpOnlyOnce() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        String url = client.url("newOrder");
        String request =
                client.jws(client.header(url).add("kid", client.account()).build(), "{}");

        Clients.assertRefused(client, client.send(url, request), 400, "malformed");
        Clients.assertRefused(client, client.send(url, request), 400, "badNonce");
    }

    private static Answer newNonce(AcmeClient client, String method) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(client.url("newNonce")))
                .method(method, BodyPublishers.noBody())
                .build());
    }
}
