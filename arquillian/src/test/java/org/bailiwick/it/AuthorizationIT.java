package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Deactivating an authorization (RFC 8555 §7.5.2). */
class AuthorizationIT {

    private static final String DEACTIVATED = "{\"status\":\"deactivated\"}";

    private final AcmeClient client;
    private final Answer order;
    private final String authorization;

    AuthorizationIT() throws IOException, InterruptedException {
        client = Clients.registered();
        order = client.newOrder("given-up.localhost", "other.localhost");
        authorization = Clients.authorizations(order.json()).get(0);
    }

    @Test
    void aPendingAuthorizationIsGivenUpAndItsOrderIsInvalid() throws IOException, InterruptedException {
        Answer answer = client.post(authorization, DEACTIVATED);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().getString("status")).isEqualTo("deactivated");
        assertThat(client.postAsGet(authorization).json()).isEqualTo(answer.json());
        assertThat(Clients.status(client, order.header("Location"))).isEqualTo("invalid");
        String other = Clients.authorizations(order.json()).get(1);
        assertThat(Clients.status(client, other)).isEqualTo("pending");
        Clients.assertRefused(
                client,
                client.post(
                        order.json().getString("finalize"),
                        Csr.payload(AcmeClient.newKey(), "given-up.localhost", "other.localhost")),
                403,
                "orderNotReady");
    }

    @Test
    void aChallengeOfWhatWasGivenUpDoesNotBegin() throws IOException, InterruptedException {
        client.post(authorization, DEACTIVATED);

        Answer begun = client.post(Clients.challenge(client, authorization).getString("url"), "{}");

        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.json().getString("status")).isEqualTo("pending");
        assertThat(Clients.status(client, authorization)).isEqualTo("deactivated");
    }

    @Test
    void aValidAuthorizationIsGivenUp() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String ready = Clients.readyOrder(client, responder, "given-up.localhost");
            String valid =
                    Clients.authorizations(client.postAsGet(ready).json()).get(0);

            assertThat(client.post(valid, DEACTIVATED).json().getString("status"))
                    .isEqualTo("deactivated");

            assertThat(Clients.status(client, ready)).isEqualTo("invalid");
        }
    }

    @Test
    void anOrderKeepsItsCertificateWhenAnAuthorizationIsGivenUp() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String ready = Clients.readyOrder(client, responder, "given-up.localhost");
            Clients.certificate(client, ready, "given-up.localhost");

            client.post(Clients.authorizations(client.postAsGet(ready).json()).get(0), DEACTIVATED);

            assertThat(Clients.status(client, ready)).isEqualTo("valid");
        }
    }

    @Test
    void repeatingItChangesNothing() throws IOException, InterruptedException {
        Answer first = client.post(authorization, DEACTIVATED);
        Answer second = client.post(authorization, DEACTIVATED);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void whatHasFailedStaysInvalid() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            responder.answer(Clients.challenge(client, authorization).getString("token"), "wrong");
            client.post(Clients.challenge(client, authorization).getString("url"), "{}");
            assertThat(Clients.ended(client, authorization).json().getString("status"))
                    .isEqualTo("invalid");
        }

        Answer answer = client.post(authorization, DEACTIVATED);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getString("status")).isEqualTo("invalid");
    }

    @Test
    void everythingElseIsMalformedAndChangesNothing() throws IOException, InterruptedException {
        for (String payload : List.of(
                "{}",
                "[]",
                "null",
                "\"deactivated\"",
                "{\"status\":null}",
                "{\"status\":[\"deactivated\"]}",
                "{\"status\":\"Deactivated\"}",
                "{\"status\":\"valid\"}",
                "{\"status\":\"revoked\"}",
                "{\"expires\":\"2099-01-01T00:00:00Z\"}")) {
            Clients.assertRefused(client, client.post(authorization, payload), 400, "malformed");
        }
        assertThat(Clients.status(client, authorization)).isEqualTo("pending");
        assertThat(client.post(authorization, "{}").json().getString("detail")).contains("deactivated", "empty string");
    }

    @Test
    void anothersAuthorizationLooksLikeNone() throws IOException, InterruptedException {
        AcmeClient other = Clients.registered();
        String parent = authorization.substring(0, authorization.lastIndexOf('/') + 1);

        Answer others = other.post(authorization, DEACTIVATED);
        Clients.assertRefused(other, others, 404, "malformed");
        Answer nobodys = other.post(parent + AcmeClient.base64url(new byte[16]), DEACTIVATED);

        assertThat(nobodys.status()).isEqualTo(404);
        assertThat(nobodys.body()).isEqualTo(others.body());
        assertThat(Clients.status(client, authorization)).isEqualTo("pending");
    }

    /** Whoever is first: an answer to each, and in the end it is given up. */
    @Test
    void itCanBeGivenUpWhileItIsValidated() throws IOException, InterruptedException, ExecutionException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            for (int round = 0; round < 10; round++) {
                Answer fresh = client.newOrder("race.localhost");
                String url = Clients.authorizations(fresh.json()).get(0);
                String token = Clients.challenge(client, url).getString("token");
                String challenge = Clients.challenge(client, url).getString("url");
                responder.answer(token, client.keyAuthorization(token));
                String begin = signed(challenge, "{}");
                String giveUp = signed(url, DEACTIVATED);
                List<Callable<Answer>> both =
                        List.of(() -> client.send(challenge, begin), () -> client.send(url, giveUp));

                List<Answer> answers = Clients.atOnce(both);

                assertThat(answers).extracting(Answer::status).containsOnly(200);
                assertThat(Clients.status(client, url)).isEqualTo("deactivated");
                assertThat(Clients.status(client, fresh.header("Location"))).isEqualTo("invalid");
            }
        }
    }

    private String signed(String url, String payload) throws IOException, InterruptedException {
        return client.jws(client.header(url).add("kid", client.account()).build(), payload);
    }
}
