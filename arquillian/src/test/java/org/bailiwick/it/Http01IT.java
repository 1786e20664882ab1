package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** http-01 (RFC 8555 §8.3), and what becomes of challenge, authorization and order (§7.1.6). */
class Http01IT {

    private final AcmeClient client;
    private final int port = SharedServer.get().settings().http01Port();
    private ChallengeResponder responder;

    Http01IT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeEach
    void answerChallenges() throws IOException {
        responder = new ChallengeResponder(port);
    }

    @AfterEach
    void stopAnswering() {
        responder.close();
    }

    @Test
    void theRightAnswerMakesChallengeAuthorizationAndOrderGoOn() throws IOException, InterruptedException {
        Attempt attempt = begin("valid.localhost");
        // white space at the end is ignored, §8.3
        responder.answer(attempt.token(), client.keyAuthorization(attempt.token()) + " \r\n");

        Answer begun = client.post(attempt.challenge(), "{}");

        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.headers().allValues("Link")).contains("<" + attempt.authorization() + ">;rel=\"up\"");
        JsonObject authorization =
                Clients.ended(client, attempt.authorization()).json();
        assertThat(authorization.getString("status")).isEqualTo("valid");
        JsonObject challenge = client.postAsGet(attempt.challenge()).json();
        assertThat(challenge.getString("status")).isEqualTo("valid");
        assertThat(challenge.getString("validated")).isNotBlank();
        assertThat(Clients.status(client, attempt.order())).isEqualTo("ready");
        assertThat(responder.requestsFor(attempt.token())).isEqualTo(1);
    }

    @Test
    void aFailedChallengeEndsAuthorizationAndOrderForGood() throws IOException, InterruptedException {
        for (String wrong : List.of("wrong", " ", "a".repeat(100_000))) {
            Attempt attempt = begin("wrong.localhost");
            responder.answer(attempt.token(), 200, wrong);

            assertFails(attempt, "incorrectResponse");

            responder.answer(attempt.token(), client.keyAuthorization(attempt.token()));
            Answer again = client.post(attempt.challenge(), "{}");
            assertThat(again.json().getString("status")).isEqualTo("invalid");
        }
    }

    @Test
    void anotherAccountsAnswerOrTheTokenAloneIsNoAnswer() throws IOException, InterruptedException {
        AcmeClient other = Clients.registered();
        Attempt thiefs = begin("thief.localhost");
        responder.answer(thiefs.token(), other.keyAuthorization(thiefs.token()));
        assertFails(thiefs, "incorrectResponse");

        Attempt alone = begin("alone.localhost");
        responder.answer(alone.token(), alone.token());
        assertFails(alone, "incorrectResponse");
    }

    @Test
    void anAnswerThatIsMissingIsLookedForAgainAndThenFails() throws IOException, InterruptedException {
        Attempt attempt = begin("missing.localhost");

        Answer begun = client.post(attempt.challenge(), "{}");

        assertThat(begun.json().getString("status")).isEqualTo("processing");
        assertThat(begun.header("Retry-After")).isNotEmpty();
        assertThat(client.postAsGet(attempt.authorization()).header("Retry-After"))
                .isNotEmpty();
        assertFails(attempt, "incorrectResponse");
        assertThat(responder.requestsFor(attempt.token())).isEqualTo(3);
    }

    @Test
    void anAnswerThatComesLateIsFound() throws IOException, InterruptedException {
        Attempt attempt = begin("late.localhost");

        client.post(attempt.challenge(), "{}");
        responder.answer(attempt.token(), client.keyAuthorization(attempt.token()));

        assertThat(Clients.ended(client, attempt.authorization()).json().getString("status"))
                .isEqualTo("valid");
        List<JsonObject> steps = validationRecord(attempt);
        assertThat(steps.get(0).getInt("attempt")).isEqualTo(1);
        assertThat(steps)
                .extracting(step -> step.getString("detail"))
                .anyMatch(detail -> detail.startsWith("resolved late.localhost to ::1, 127.0.0.1"))
                .anyMatch(detail -> detail.startsWith("connected to "))
                .contains("GET /.well-known/acme-challenge/" + attempt.token() + " answered 404")
                .last()
                .isEqualTo("the answer is the key authorization");
        assertThat(steps.get(steps.size() - 1).getInt("attempt")).isGreaterThan(1);
        assertThat(steps.get(steps.size() - 1).getString("addressUsed")).isEqualTo("127.0.0.1");
    }

    @Test
    void aServerThatDoesNotListenIsAConnectionProblem() throws IOException, InterruptedException {
        responder.close();
        Attempt attempt = begin("closed.localhost");

        assertFails(attempt, "connection");

        assertThat(validationRecord(attempt))
                .extracting(step -> step.getString("detail"))
                .contains("no connection to 127.0.0.1 port " + port + " was made")
                .noneMatch(detail -> detail.contains("could not") || detail.contains("refused"));
    }

    private List<JsonObject> validationRecord(Attempt attempt) throws IOException, InterruptedException {
        return client.postAsGet(attempt.challenge())
                .json()
                .getJsonArray("validationRecord")
                .getValuesAs(JsonObject.class);
    }

    @Test
    void aNameThatDoesNotResolveIsADnsProblem() throws IOException, InterruptedException {
        assertFails(begin("nope.test"), "dns");
    }

    @Test
    void aRedirectIsFollowedToTheChallengePort() throws IOException, InterruptedException {
        Attempt attempt = begin("redirect.localhost");
        String there = "http://elsewhere.localhost:" + port + "/.well-known/acme-challenge/moved-" + attempt.token();
        responder.redirect(attempt.token(), there);
        responder.answer("moved-" + attempt.token(), client.keyAuthorization(attempt.token()));

        client.post(attempt.challenge(), "{}");

        assertThat(Clients.ended(client, attempt.authorization()).json().getString("status"))
                .isEqualTo("valid");
    }

    /** ValidationTargetsIT has the proof that nobody is asked there. */
    @Test
    void aRedirectToAnAddressThatWeMayNotContactFailsLikeOneToAnotherServer() throws IOException, InterruptedException {
        assertRedirectsFail(
                "incorrectResponse",
                "http://169.254.169.254/latest/meta-data/",
                "http://[fe80::1]/",
                "http://0.0.0.0/",
                "http://224.0.0.1/",
                "http://255.255.255.255/");
    }

    @Test
    void aRedirectThatIsNotFollowedIsAnIncorrectResponse() throws IOException, InterruptedException {
        assertRedirectsFail(
                "incorrectResponse",
                "http://localhost:22/",
                "http://localhost:" + SharedServer.get().settings().managementPort() + "/management",
                "ftp://localhost/x",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "http://",
                "http://[::ffff:a9fe:a9fe]/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://user@localhost/");
    }

    /** All at once, since those that might pass are tried again. */
    private void assertRedirectsFail(String problem, String... targets) throws IOException, InterruptedException {
        Map<String, Attempt> attempts = new LinkedHashMap<>();
        for (String target : targets) {
            Attempt attempt = begin("refused.localhost");
            responder.redirect(attempt.token(), target);
            client.post(attempt.challenge(), "{}");
            attempts.put(target, attempt);
        }
        for (Map.Entry<String, Attempt> begun : attempts.entrySet()) {
            Answer ended = Clients.ended(client, begun.getValue().authorization());
            assertThat(ended.json().getString("status")).as(begun.getKey()).isEqualTo("invalid");
            JsonObject error =
                    client.postAsGet(begun.getValue().challenge()).json().getJsonObject("error");
            assertThat(error.getString("type")).as(begun.getKey()).isEqualTo("urn:ietf:params:acme:error:" + problem);
            assertThat(error.toString()).doesNotContain("root:", "java.", "Exception");
        }
    }

    @Test
    void aRedirectThatNeverEndsFails() throws IOException, InterruptedException {
        Attempt attempt = begin("loop.localhost");
        responder.redirect(
                attempt.token(), "http://loop.localhost:" + port + "/.well-known/acme-challenge/" + attempt.token());

        assertFails(attempt, "incorrectResponse");

        assertThat(responder.requestsFor(attempt.token())).isBetween(1, 11);
    }

    @Test
    void twentyRequestsToOneChallengeAtOnceAreOneValidation()
            throws IOException, InterruptedException, ExecutionException {
        Attempt attempt = begin("once.localhost");
        responder.answer(attempt.token(), client.keyAuthorization(attempt.token()));
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String request = client.jws(
                    client.header(attempt.challenge())
                            .add("kid", client.account())
                            .build(),
                    "{}");
            requests.add(() -> client.send(attempt.challenge(), request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().getString("status")).isIn("processing", "valid");
        });
        assertThat(Clients.ended(client, attempt.authorization()).json().getString("status"))
                .isEqualTo("valid");
        assertThat(responder.requestsFor(attempt.token())).isEqualTo(1);
    }

    @Test
    void readingAChallengeDoesNotStartIt() throws IOException, InterruptedException {
        Attempt attempt = begin("read.localhost");

        client.postAsGet(attempt.challenge());

        assertThat(client.postAsGet(attempt.challenge()).json().getString("status"))
                .isEqualTo("pending");
        assertThat(responder.requestsFor(attempt.token())).isZero();
    }

    private Attempt begin(String name) throws IOException, InterruptedException {
        Answer order = client.newOrder(name);
        String authorization = Clients.authorizations(order.json()).get(0);
        JsonObject challenge = Clients.challenge(client, authorization);
        return new Attempt(
                order.header("Location"), authorization, challenge.getString("url"), challenge.getString("token"));
    }

    private void assertFails(Attempt attempt, String problem) throws IOException, InterruptedException {
        client.post(attempt.challenge(), "{}");
        JsonObject authorization =
                Clients.ended(client, attempt.authorization()).json();
        assertThat(authorization.getString("status")).isEqualTo("invalid");
        JsonObject challenge = client.postAsGet(attempt.challenge()).json();
        assertThat(challenge.getString("status")).isEqualTo("invalid");
        assertThat(challenge.getJsonObject("error").getString("type"))
                .as(challenge.toString())
                .isEqualTo("urn:ietf:params:acme:error:" + problem);
        assertThat(challenge.getJsonObject("error").getString("detail"))
                .isNotBlank()
                .doesNotContain("Exception", "java.");
        assertThat(Clients.status(client, attempt.order())).isEqualTo("invalid");
        Clients.assertRefused(
                client,
                client.post(
                        Clients.finalizeUrl(client, attempt.order()), Csr.payload(AcmeClient.newKey(), "x.localhost")),
                403,
                "orderNotReady");
    }

    private record Attempt(String order, String authorization, String challenge, String token) {}
}
