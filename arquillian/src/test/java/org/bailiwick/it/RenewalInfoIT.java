package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** renewalInfo and {@code replaces} (RFC 9773). */
class RenewalInfoIT {

    private static final String NAME = "renew.localhost";

    private static ChallengeResponder responder;

    private final AcmeClient client;

    RenewalInfoIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @BeforeAll
    static void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    /** §4.2; nobody has to sign for it. */
    @Test
    void theWindowBeginsAfterTwoThirdsOfTheLife() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);

        Answer answer = get(certified.id());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Retry-After")).isEqualTo("21600");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        Instant notBefore = certified.certificate().getNotBefore().toInstant();
        assertThat(start(answer)).isBetween(notBefore.plus(Duration.ofDays(59)), notBefore.plus(Duration.ofDays(61)));
        assertThat(end(answer))
                .isAfter(start(answer).plus(Duration.ofDays(3)))
                .isBefore(certified.certificate().getNotAfter().toInstant());
        assertThat(get(certified.id()).body()).isEqualTo(answer.body());
    }

    @Test
    void theWindowOfARevokedCertificateIsOver() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = Certified.get(client, responder, NAME);
        assertThat(client.post(client.url("revokeCert"), certified.revocation()).status())
                .isEqualTo(200);

        Answer answer = get(certified.id());

        Instant now = certified.certificate().getNotBefore().toInstant().plus(Duration.ofHours(1));
        assertThat(start(answer)).isBefore(end(answer));
        assertThat(end(answer)).isBefore(now.plus(Duration.ofMinutes(10)));
    }

    @Test
    void whatIsNoIdentifierIsMalformedAndAnUnknownOneIsNotThere()
            throws IOException, InterruptedException, GeneralSecurityException {
        String id = Certified.get(client, responder, NAME).id();
        String issuerKey = id.substring(0, id.indexOf('.'));

        for (String malformed : List.of(
                ".", "x", issuerKey, id + "=", issuerKey + "=.AIdlQyE", id + ".", "%00", "a%2Fb", issuerKey + ".AA")) {
            Answer answer = get(malformed);
            assertThat(answer.status()).as(malformed).isIn(400, 404);
            Clients.assertProblem(answer, "malformed");
        }
        assertThat(get(id + "=").status()).isEqualTo(400);
        for (String unknown :
                List.of(issuerKey + ".AIdlQyE", "aYhba4dGQEHhs3uEe6CuLN4ByNQ" + id.substring(id.indexOf('.')))) {
            Answer answer = get(unknown);
            assertThat(answer.status()).as(unknown).isEqualTo(404);
            Clients.assertProblem(answer, "malformed");
        }
        assertThat(get(id).status()).isEqualTo(200);
    }

    /** §5: "it MUST reflect that field in the response and in subsequent requests for the corresponding Order object". */
    @Test
    void anOrderSaysWhatItReplaces() throws IOException, InterruptedException, GeneralSecurityException {
        String id = Certified.get(client, responder, NAME).id();

        Answer order = replacing(client, id, "more." + NAME, NAME);

        assertThat(order.status()).as(order.body()).isEqualTo(201);
        assertThat(order.json().getString("replaces")).isEqualTo(id);
        assertThat(client.postAsGet(order.header("Location")).json()).isEqualTo(order.json());
        assertThat(client.newOrder(NAME).json()).doesNotContainKey("replaces");
    }

    /** §5: "already been marked as replaced by a different Order that is not 'invalid'". */
    @Test
    void aCertificateIsReplacedOnceAndAgainIfThatFails()
            throws IOException, InterruptedException, GeneralSecurityException {
        String id = Certified.get(client, responder, NAME).id();
        String failing = "nobody-answers." + NAME;

        Answer first = replacing(client, id, NAME, failing);
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        Clients.assertRefused(client, replacing(client, id, NAME), 409, "alreadyReplaced");
        fail(first);
        Answer second = replacing(client, id, NAME);
        assertThat(second.status()).as(second.body()).isEqualTo(201);
        Clients.assertRefused(client, replacing(client, id, NAME), 409, "alreadyReplaced");

        Clients.meet(client, responder, second);
        Certified successor = Certified.of(client, second.header("Location"), Csr.payload(AcmeClient.newKey(), NAME));
        Clients.assertRefused(client, replacing(client, id, NAME), 409, "alreadyReplaced");
        assertThat(replacing(client, successor.id(), NAME).status()).isEqualTo(201);
        assertThat(get(id).status()).isEqualTo(200);
    }

    @Test
    void ofTenOrdersAtOnceOneReplaces()
            throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
        String id = Certified.get(client, responder, NAME).id();
        String url = client.url("newOrder");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String request =
                    client.jws(client.header(url).add("kid", client.account()).build(), newOrder(id, NAME));
            requests.add(() -> client.send(url, request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(9);
    }

    /** §5: "the same ACME Account, that they share at least one identifier". */
    @Test
    void whatAnOrderCannotReplaceIsRefused() throws IOException, InterruptedException, GeneralSecurityException {
        String id = Certified.get(client, responder, NAME).id();
        AcmeClient other = Clients.registered();

        Answer others = replacing(other, id, NAME);
        Clients.assertRefused(other, others, 404, "malformed");
        Answer nobodys = replacing(client, id.substring(0, id.indexOf('.')) + ".AIdlQyE", NAME);
        assertThat(nobodys.json()).isEqualTo(others.json());
        Clients.assertRefused(client, replacing(client, id, "other.localhost"), 400, "malformed");
        Clients.assertRefused(client, replacing(client, id + "=", NAME), 400, "malformed");
        for (String value : List.of("null", "1", "[]", "{}", "\"\"")) {
            String payload = newOrder(id, NAME).replace("\"" + id + "\"", value);
            Clients.assertRefused(client, client.post(client.url("newOrder"), payload), 400, "malformed");
        }
    }

    /** The challenge of a name that nobody answers for. */
    private void fail(Answer order) throws IOException, InterruptedException {
        for (String authorization : Clients.authorizations(order.json())) {
            client.post(Clients.challenge(client, authorization).getString("url"), "{}");
        }
        for (String authorization : Clients.authorizations(order.json())) {
            Clients.ended(client, authorization);
        }
        assertThat(Clients.status(client, order.header("Location"))).isEqualTo("invalid");
    }

    /** What comes of a new order that says what it replaces. */
    static Answer replacing(AcmeClient client, String id, String... names) throws IOException, InterruptedException {
        return client.post(client.url("newOrder"), newOrder(id, names));
    }

    private static String newOrder(String id, String... names) {
        var identifiers = Json.createArrayBuilder();
        for (String name : names) {
            identifiers.add(Json.createObjectBuilder().add("type", "dns").add("value", name));
        }
        return Json.createObjectBuilder()
                .add("identifiers", identifiers)
                .add("replaces", id)
                .build()
                .toString();
    }

    private Answer get(String id) throws IOException, InterruptedException {
        return get(client, id);
    }

    /** The renewal information of a certificate. */
    static Answer get(AcmeClient client, String id) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(client.url("renewalInfo") + "/" + id))
                .GET()
                .build());
    }

    static Instant start(Answer answer) {
        return Instant.parse(window(answer).getString("start"));
    }

    static Instant end(Answer answer) {
        return Instant.parse(window(answer).getString("end"));
    }

    private static JsonObject window(Answer answer) {
        return answer.json().getJsonObject("suggestedWindow");
    }
}
