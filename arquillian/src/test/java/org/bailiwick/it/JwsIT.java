package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Requests that no good client sends (RFC 8555 §6.2–§6.5, RFC 7515): each is a problem, and the next request goes on. */
class JwsIT {

    private static final String ORDER = "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"jws.localhost\"}]}";

    private final AcmeClient client;

    JwsIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @Test
    void aBodyThatIsNoFlattenedJwsIsMalformed() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        String good = client.jws(byAccount(url), ORDER);
        String inner = good.substring(1, good.length() - 1);
        JsonObject parts = AcmeClient.parse(good);
        String compact =
                parts.getString("protected") + "." + parts.getString("payload") + "." + parts.getString("signature");
        for (String body : List.of(
                "",
                "rubbish",
                "null",
                "[]",
                "\"text\"",
                "{}",
                "\uFEFF" + good,
                good + good,
                "{" + inner + ",\"header\":{\"kid\":\"x\"}}",
                "{" + inner + ",\"signatures\":[]}",
                "{" + inner + ",\"more\":1}",
                "{" + inner + "," + inner + "}",
                "{\"payload\":\"\",\"signatures\":[{\"protected\":\"\",\"signature\":\"\"}]}",
                compact,
                "[".repeat(30_000),
                "{\"protected\":1e400000,\"payload\":\"\",\"signature\":\"\"}",
                "{\"protected\":\"\\u0000\",\"payload\":\"\",\"signature\":\"\"}",
                "{\"protected\":\"\\ud800\",\"payload\":\"\",\"signature\":\"\"}",
                good.replace("\"signature\":\"", "\"signature\":\"\\n"),
                good.replace("\"}", "==\"}"))) {
            Clients.assertRefused(client, client.send(url, body), 400, "malformed");
        }
    }

    @Test
    void exactlyOneOfJwkAndKidSaysWhoSigned() throws IOException, InterruptedException {
        String newOrder = client.url("newOrder");
        String newAccount = client.url("newAccount");

        refused(
                newOrder,
                header(newOrder, byAccount(newOrder)).add("jwk", client.jwk()).build(),
                "malformed");
        refused(newOrder, client.header(newOrder).build(), "malformed");
        refused(newOrder, client.header(newOrder).add("jwk", client.jwk()).build(), "malformed");
        refused(newAccount, byAccount(newAccount), "malformed");
    }

    /** RFC 8555 §6.2: only newAccount is signed by a bare key. */
    @Test
    void everyRequestOfAnAccountIsSignedInItsName() throws IOException, InterruptedException {
        Answer order = client.newOrder("names.localhost");
        String authorization = Clients.authorizations(order.json()).get(0);
        String challenge = Clients.challenge(client, authorization).getString("url");
        Map<String, String> requests = Map.of(
                client.account(),
                "",
                order.header("Location"),
                "",
                order.json().getString("finalize"),
                Csr.payload(AcmeClient.newKey(), "names.localhost"),
                authorization,
                "",
                challenge,
                "{}",
                client.url("newOrder").replace("new-order", "certificate/" + AcmeClient.base64url(new byte[16])),
                "");

        for (Map.Entry<String, String> request : requests.entrySet()) {
            Clients.assertRefused(client, client.postWithKey(request.getKey(), request.getValue()), 400, "malformed");
        }
        assertThat(Clients.challenge(client, authorization).getString("status")).isEqualTo("pending");
    }

    @Test
    void anAlgorithmThatIsNoSignatureIsBad() throws IOException, InterruptedException, GeneralSecurityException {
        String url = client.url("newAccount");
        for (String alg : List.of("none", "None", "HS256", "HS512", "RS1", "ES256K", "PS256", "")) {
            JsonObject header = Json.createObjectBuilder(
                            client.header(url).add("jwk", client.jwk()).build())
                    .add("alg", alg)
                    .build();
            String header64 = AcmeClient.base64url(header.toString().getBytes(StandardCharsets.UTF_8));
            String payload64 = AcmeClient.base64url("{}".getBytes(StandardCharsets.UTF_8));
            // what a verifier would accept that takes the public key for the HMAC's
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(client.key().getPublic().getEncoded(), "HmacSHA256"));
            byte[] signature = alg.startsWith("HS")
                    ? mac.doFinal((header64 + "." + payload64).getBytes(StandardCharsets.US_ASCII))
                    : new byte[0];

            Answer answer = client.send(url, AcmeClient.jws(header64, payload64, signature));

            Clients.assertRefused(client, answer, 400, "badSignatureAlgorithm");
            assertThat(answer.json().getJsonArray("algorithms").toString()).contains("ES256", "RS256", "EdDSA");
        }
    }

    @Test
    void anAlgorithmThatIsNotTheKeysIsRefused() throws IOException, InterruptedException {
        String url = client.url("newAccount");
        for (String alg : List.of("RS256", "ES384", "EdDSA")) {
            JsonObject header = Json.createObjectBuilder(
                            client.header(url).add("jwk", client.jwk()).build())
                    .add("alg", alg)
                    .build();
            Answer answer = client.send(url, client.jws(header, "{}"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.problem()).isIn("badSignatureAlgorithm", "malformed", "badPublicKey");
            Clients.assertProblem(answer, answer.problem());
        }
    }

    @Test
    void aSignatureThatDoesNotVerifyIsRefused() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        for (byte[] signature : List.of(new byte[0], new byte[64], new byte[63], new byte[65], new byte[132])) {
            String header64 = AcmeClient.base64url(byAccount(url).toString().getBytes(StandardCharsets.UTF_8));
            String payload64 = AcmeClient.base64url(ORDER.getBytes(StandardCharsets.UTF_8));
            Clients.assertRefused(
                    client, client.send(url, AcmeClient.jws(header64, payload64, signature)), 400, "malformed");
        }
        JsonObject parts = AcmeClient.parse(client.jws(byAccount(url), ORDER));
        String other = AcmeClient.base64url(
                ORDER.replace("jws.localhost", "evil.localhost").getBytes(StandardCharsets.UTF_8));
        String forged =
                Json.createObjectBuilder(parts).add("payload", other).build().toString();
        Clients.assertRefused(client, client.send(url, forged), 400, "malformed");
    }

    @Test
    void anotherAccountsKeyDoesNotSignForAnAccount() throws IOException, InterruptedException {
        AcmeClient thief = Clients.registered();
        String url = thief.url("newOrder");

        Answer answer = thief.send(
                url, thief.jws(thief.header(url).add("kid", client.account()).build(), ORDER));

        Clients.assertRefused(thief, answer, 400, "malformed");
    }

    @Test
    void theSignedUrlMustBeTheRequestsUrl() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        for (String signed : List.of(
                client.url("newAccount"),
                url + "?x=1",
                url + "/",
                url.replace("https://", "http://"),
                url.replace("localhost", "LOCALHOST"),
                "https://evil.example/acme/internal/acme/new-order",
                "")) {
            Clients.assertRefused(client, client.send(url, client.jws(byAccount(signed), ORDER)), 401, "unauthorized");
        }
        Clients.assertRefused(
                client, client.send(url + "?x=1", client.jws(byAccount(url), ORDER)), 401, "unauthorized");
    }

    @Test
    void aMissingUrlIsMalformed() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        JsonObject header =
                Json.createObjectBuilder(byAccount(url)).remove("url").build();

        refused(url, header, "malformed");
    }

    @Test
    void onlyAFreshNonceOfThisServerIsTaken() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        JsonObject missing =
                Json.createObjectBuilder(byAccount(url)).remove("nonce").build();
        refused(url, missing, "badNonce");

        String foreign = AcmeClient.base64url(new byte[32]);
        for (String unknown : List.of(foreign, "", "AAAA", AcmeClient.base64url(new byte[7_500]))) {
            refused(url, withNonce(url, unknown), "badNonce");
        }
        for (String garbage : List.of("+/+/", "AAAA====", foreign + "\n", "ä", "A")) {
            refused(url, withNonce(url, garbage), "malformed");
        }
    }

    @Test
    void extensionsThatChangeTheMeaningAreRefused() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        refused(
                url,
                header(url, byAccount(url))
                        .add("crit", Json.createArrayBuilder().add("exp"))
                        .build(),
                "malformed");
        refused(url, header(url, byAccount(url)).add("b64", false).build(), "malformed");
        refused(url, header(url, byAccount(url)).add("zip", "DEF").build(), "malformed");
    }

    @Test
    void keysThatAHeaderMerelyPointsToAreNeverFetched() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String there = "http://localhost:" + SharedServer.get().settings().http01Port()
                    + "/.well-known/acme-challenge/jku";
            String url = client.url("newOrder");
            JsonObject header = header(url, byAccount(url))
                    .add("jku", there)
                    .add("x5u", there)
                    .build();

            assertThat(client.send(url, client.jws(header, ORDER)).status()).isIn(201, 400);

            assertThat(responder.requestsFor("jku")).isZero();
        }
    }

    @Test
    void anAccountThatIsNoneOfThisDirectoryDoesNotExist() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        String mine = client.account();
        for (String kid : List.of(
                mine.substring(0, mine.lastIndexOf('/') + 1) + AcmeClient.base64url(new byte[16]),
                mine.replace("/acme/account/", "/other/account/"),
                mine.replace("https://localhost", "https://evil.example"),
                mine + "/",
                mine + "?x",
                mine + "%2e",
                "../" + mine,
                "1",
                "")) {
            refused(url, client.header(url).add("kid", kid).build(), "accountDoesNotExist");
        }
    }

    @Test
    void aPostOfAnotherMediaTypeIs415() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        for (String type : List.of(
                "application/json",
                "text/plain",
                "application/jose",
                "application/*",
                "x",
                "/",
                "application/jose+json/x")) {
            Clients.assertRefused(client, client.send(url, client.jws(byAccount(url), ORDER), type), 415, "malformed");
        }
        Answer none = client.send(HttpRequest.newBuilder(URI.create(url))
                .POST(BodyPublishers.ofString(client.jws(byAccount(url), ORDER)))
                .build());
        Clients.assertRefused(client, none, 415, "malformed");
    }

    /** RFC 9110 §8.3.1: media types know no case, and may have parameters. */
    @Test
    void theMediaTypeIsReadAsHttpWritesIt() throws IOException, InterruptedException {
        String url = client.url("newOrder");
        for (String type : List.of(
                "application/jose+json; charset=utf-8",
                "Application/JOSE+JSON",
                "application/jose+json;charset=\"x\"")) {
            Answer answer = client.send(url, client.jws(byAccount(url), ORDER), type);
            assertThat(answer.status()).as(type + " " + answer.body()).isEqualTo(201);
        }
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws IOException, InterruptedException {
        String url = client.url("newOrder");

        Clients.assertRefused(client, client.send(url, " ".repeat(64 * 1024 + 1)), 413, "malformed");
        Clients.assertRefused(client, client.send(url, " ".repeat(64 * 1024)), 400, "malformed");
    }

    @Test
    void postAsGetHasAnEmptyPayloadAndOtherRequestsHaveAnObject() throws IOException, InterruptedException {
        Answer order = client.newOrder("payload.localhost");
        String authorization = Clients.authorizations(order.json()).get(0);

        Clients.assertRefused(client, client.post(order.header("Location"), "{}"), 400, "malformed");
        Clients.assertRefused(client, client.post(authorization, "{}"), 400, "malformed");
        for (String notAnObject : List.of("", "[]", "null", "rubbish", "{", "{\"a\":1,\"a\":2}")) {
            Clients.assertRefused(client, client.post(client.url("newOrder"), notAnObject), 400, "malformed");
            Clients.assertRefused(
                    client, client.post(order.json().getString("finalize"), notAnObject), 400, "malformed");
        }
        assertThat(Clients.challenge(client, authorization).getString("status")).isEqualTo("pending");
    }

    private void refused(String url, JsonObject header, String problem) throws IOException, InterruptedException {
        Clients.assertRefused(client, client.send(url, client.jws(header, ORDER)), 400, problem);
    }

    private JsonObject byAccount(String url) throws IOException, InterruptedException {
        return client.header(url).add("kid", client.account()).build();
    }

    private JsonObject withNonce(String url, String nonce) {
        return client.header(url, nonce).add("kid", client.account()).build();
    }

    private static jakarta.json.JsonObjectBuilder header(String url, JsonObject header) {
        return Json.createObjectBuilder(header).add("url", url);
    }
}
