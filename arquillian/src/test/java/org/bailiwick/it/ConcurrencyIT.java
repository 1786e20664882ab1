package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * Requests that a good client sends one after the other, at the same time (RFC 8555 §7.1.6): whoever is first, what is
 * told in the end is one of the two stories, and no third. O8, O11, O13, V21, V22.
 */
class ConcurrencyIT {

    private static final String NAME = "concurrent.localhost";
    private static final String DEACTIVATED = "{\"status\":\"deactivated\"}";

    private final AcmeClient client;
    private ChallengeResponder responder;

    ConcurrencyIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeEach
    void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterEach
    void stopAnswering() {
        responder.close();
    }

    /** Of good and bad CSRs at once the first good one counts, and a bad one harms nothing. */
    @Test
    void finalizesWithGoodAndBadCsrsGiveOneCertificate() throws IOException, InterruptedException, ExecutionException {
        String order = Clients.readyOrder(client, responder, NAME);
        String finalize = Clients.finalizeUrl(client, order);
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            requests.add(signed(finalize, Csr.payload(AcmeClient.newKey(), NAME)));
            requests.add(signed(finalize, Csr.payload(AcmeClient.newKey(), "evil.localhost")));
        }

        List<Answer> answers = Clients.atOnce(requests);

        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            if (answer.status() != 200) {
                assertThat(answer.problem())
                        .as(answer.body())
                        .isIn("orderNotReady", i % 2 == 0 ? "orderNotReady" : "badCSR");
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers.indexOf(only(answers, 200)) % 2).as("a good one").isZero();
        assertThat(Clients.ended(client, order).json().getString("status")).isEqualTo("valid");
    }

    /** "The server MUST NOT treat deactivated authorization objects as sufficient for issuing certificates" (§7.5.2). */
    @RepeatedTest(5)
    void finalizeOrDeactivationOfTheAuthorizationComesFirst()
            throws IOException, InterruptedException, ExecutionException {
        String order = Clients.readyOrder(client, responder, NAME);
        String authorization =
                Clients.authorizations(client.postAsGet(order).json()).get(0);

        List<Answer> answers = Clients.atOnce(List.of(
                signed(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME)),
                signed(authorization, DEACTIVATED)));

        assertThat(answers.get(1).status()).as(answers.get(1).body()).isEqualTo(200);
        assertThat(Clients.status(client, authorization)).isEqualTo("deactivated");
        JsonObject ended = Clients.ended(client, order).json();
        if (answers.get(0).status() == 200) {
            assertThat(ended.getString("status")).isEqualTo("valid");
            assertThat(ended).containsKey("certificate");
        } else {
            assertThat(answers.get(0).status()).as(answers.get(0).body()).isEqualTo(403);
            Clients.assertProblem(answers.get(0), "orderNotReady");
            assertThat(ended.getString("status")).isEqualTo("invalid");
            assertThat(ended).doesNotContainKey("certificate");
        }
    }

    /** "Once an account is deactivated, the server MUST NOT accept further requests" (§7.3.6). */
    @RepeatedTest(5)
    void finalizeOrDeactivationOfTheAccountComesFirst() throws IOException, InterruptedException, ExecutionException {
        String order = Clients.readyOrder(client, responder, NAME);

        List<Answer> answers = Clients.atOnce(List.of(
                signed(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), NAME)),
                signed(client.account(), DEACTIVATED)));

        assertThat(answers.get(1).status()).as(answers.get(1).body()).isEqualTo(200);
        Answer finalized = answers.get(0);
        assertThat(finalized.status()).as(finalized.body()).isIn(200, 401, 403);
        if (finalized.status() == 200) {
            assertThat(finalized.json().getString("status")).isIn("processing", "valid");
        } else {
            Clients.assertProblem(finalized, finalized.status() == 401 ? "unauthorized" : "orderNotReady");
        }
        Clients.assertRefused(client, client.postAsGet(order), 401, "unauthorized");
    }

    @RepeatedTest(5)
    void anAccountThatIsDeactivatedWhileItsChallengeRunsGetsNothing()
            throws IOException, InterruptedException, ExecutionException {
        Answer order = client.newOrder(NAME);
        String authorization = Clients.authorizations(order.json()).get(0);
        JsonObject challenge = Clients.challenge(client, authorization);
        responder.answer(challenge.getString("token"), client.keyAuthorization(challenge.getString("token")));

        List<Answer> answers = Clients.atOnce(
                List.of(signed(challenge.getString("url"), "{}"), signed(client.account(), DEACTIVATED)));

        assertThat(answers.get(1).status()).as(answers.get(1).body()).isEqualTo(200);
        assertThat(answers.get(0).status()).as(answers.get(0).body()).isIn(200, 401);
        Clients.assertRefused(
                client,
                client.post(order.json().getString("finalize"), Csr.payload(AcmeClient.newKey(), NAME)),
                401,
                "unauthorized");
        Clients.assertRefused(client, client.postAsGet(authorization), 401, "unauthorized");
    }

    /** V22: a challenge that fails after another one of the authorization succeeded changes nothing. */
    @Test
    void ofTwoChallengesThatRunAtOnceOneIsEnough() throws IOException, InterruptedException, ExecutionException {
        Answer order = client.newOrder(NAME);
        String authorization = Clients.authorizations(order.json()).get(0);
        JsonObject http = Clients.challenge(client, authorization);
        String tlsAlpn = Clients.challenge(client, authorization, "tls-alpn-01").getString("url");
        responder.answer(http.getString("token"), client.keyAuthorization(http.getString("token")));

        List<Answer> answers = Clients.atOnce(List.of(signed(http.getString("url"), "{}"), signed(tlsAlpn, "{}")));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("valid");
        // where the authorization was valid before it began, it did not begin
        assertThat(runToItsEnd(tlsAlpn)).isIn("pending", "invalid");
        assertThat(Clients.status(client, authorization)).isEqualTo("valid");
        assertThat(Clients.status(client, order.header("Location"))).isEqualTo("ready");
    }

    /** V21. */
    @Test
    void twentyRequestsToAChallengeThatFailsAreOneValidation()
            throws IOException, InterruptedException, ExecutionException {
        Answer order = client.newOrder(NAME);
        String authorization = Clients.authorizations(order.json()).get(0);
        JsonObject challenge = Clients.challenge(client, authorization);
        responder.answer(challenge.getString("token"), "wrong");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(signed(challenge.getString("url"), "{}"));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("invalid");
        assertThat(responder.requestsFor(challenge.getString("token"))).isEqualTo(1);
    }

    /** O13. */
    @Test
    void twoOrdersForTheSameNamesWithKeysOfTwoKindsBothSucceed()
            throws IOException, InterruptedException, ExecutionException, GeneralSecurityException {
        String one = Clients.readyOrder(client, responder, NAME);
        String other = Clients.readyOrder(client, responder, NAME);
        byte[] rsa = CraftedCsr.of(AccountKeys.pair("RSA", 2048), "SHA256withRSA", "", CraftedCsr.dns(NAME));

        List<Answer> answers = Clients.atOnce(List.of(
                signed(Clients.finalizeUrl(client, one), Csr.payload(AcmeClient.newKey(), NAME)),
                signed(Clients.finalizeUrl(client, other), CraftedCsr.payload(rsa))));

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        String first = Clients.ended(client, one).json().getString("certificate");
        assertThat(Clients.ended(client, other).json().getString("certificate")).isNotEqualTo(first);
    }

    /** J14: "Once a nonce value has appeared in an ACME request, the server MUST consider it invalid" (§6.5). */
    @Test
    void aNonceThatDifferentRequestsHaveAtOnceIsGoodForOne()
            throws IOException, InterruptedException, ExecutionException {
        String nonce = client.takeNonce();
        List<Callable<Answer>> requests = new ArrayList<>();
        for (String url : List.of(client.account(), client.account() + "/orders")) {
            String request = client.jws(
                    client.header(url, nonce).add("kid", client.account()).build(), "");
            requests.addAll(Collections.nCopies(10, () -> client.send(url, request)));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.problem().equals("badNonce"))
                .hasSize(19);
    }

    @Test
    void ofTenDeactivationsOfAnAccountTheOthersAreTooLate()
            throws IOException, InterruptedException, ExecutionException {
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            requests.add(signed(client.account(), DEACTIVATED));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).extracting(Answer::status).contains(200).isSubsetOf(200, 401);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 401)
                .allSatisfy(answer -> Clients.assertProblem(answer, "unauthorized"));
        Clients.assertRefused(client, client.postAsGet(client.account()), 401, "unauthorized");
    }

    private Callable<Answer> signed(String url, String payload) throws IOException, InterruptedException {
        String request =
                client.jws(client.header(url).add("kid", client.account()).build(), payload);
        return () -> client.send(url, request);
    }

    /** The status of a challenge that does not run, or not any more. */
    private String runToItsEnd(String challenge) throws IOException, InterruptedException {
        for (int polls = 0; polls < 300; polls++) {
            String status = Clients.status(client, challenge);
            if (!status.equals("processing")) {
                return status;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(challenge + " does not end");
    }

    private static Answer only(List<Answer> answers, int status) {
        return answers.stream()
                .filter(answer -> answer.status() == status)
                .findFirst()
                .orElseThrow();
    }
}
