package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** keyChange (RFC 8555 §7.3.5). */
class KeyChangeIT {

    private final AcmeClient client;

    /** The same client with the key that it wants. */
    private final AcmeClient next;

    KeyChangeIT() throws IOException, InterruptedException {
        client = Clients.registered();
        next = Clients.stranger();
    }

    @Test
    void theAccountStaysWithANewKeyAndTheOldKeyIsRefusedAtOnce() throws IOException, InterruptedException {
        Answer before = client.postAsGet(client.account());
        Answer order = client.newOrder("rollover.localhost");

        Answer changed = client.post(client.url("keyChange"), good());

        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json()).isEqualTo(before.json());
        Clients.assertRefused(client, client.postAsGet(client.account()), 400, "malformed");
        Clients.assertRefused(client, client.newOrder("rollover.localhost"), 400, "malformed");
        Clients.assertRefused(client, client.post(client.url("keyChange"), good()), 400, "malformed");
        Clients.assertRefused(
                client,
                client.postWithKey(client.url("newAccount"), "{\"onlyReturnExisting\":true}"),
                400,
                "accountDoesNotExist");
        assertThat(next.newAccount().status()).isEqualTo(200);
        assertThat(next.account()).isEqualTo(client.account());
        // "SHOULD NOT have any other impact on the account"
        assertThat(next.postAsGet(order.header("Location")).json()).isEqualTo(order.json());
    }

    /** The old key is free, and may come back. */
    @Test
    void theKeyCanBeChangedBack() throws IOException, InterruptedException {
        assertThat(client.post(client.url("keyChange"), good()).status()).isEqualTo(200);
        next.newAccount();

        Answer back = next.post(
                next.url("keyChange"), client.jws(innerHeader(client), keyChange(next.account(), next.jwk())));

        assertThat(back.status()).as(back.body()).isEqualTo(200);
        assertThat(client.postAsGet(client.account()).status()).isEqualTo(200);
    }

    @Test
    void aKeyOfAnyKindCanFollow() throws IOException, InterruptedException, GeneralSecurityException {
        for (AccountKeys key : List.of(AccountKeys.rsa(2048), AccountKeys.p521(), AccountKeys.ed25519())) {
            AcmeClient account = Clients.registered();

            Answer changed = account.post(
                    account.url("keyChange"),
                    key.jws(
                            Json.createObjectBuilder(innerHeader(account))
                                    .add("jwk", key.jwk())
                                    .build(),
                            keyChange(account.account(), account.jwk())));

            assertThat(changed.status()).as(key.alg() + changed.body()).isEqualTo(200);
            Answer read = account.send(
                    account.account(),
                    key.jws(
                            account.header(account.account())
                                    .add("kid", account.account())
                                    .build(),
                            ""));
            assertThat(read.status()).as(key.alg() + read.body()).isEqualTo(200);
        }
    }

    /** "provide the URL of that account in the Location header field" */
    @Test
    void aKeyThatHasAnAccountIsAConflictWithThatAccount() throws IOException, InterruptedException {
        next.newAccount();

        Answer answer = client.post(client.url("keyChange"), good());

        Clients.assertRefused(client, answer, 409, "malformed");
        assertThat(answer.header("Location")).isEqualTo(next.account());
        assertUnchanged();
        next.post(next.account(), "{\"status\":\"deactivated\"}");
        Answer ofDeactivated = client.post(client.url("keyChange"), good());
        Clients.assertRefused(client, ofDeactivated, 409, "malformed");
        assertThat(ofDeactivated.header("Location")).isEqualTo(next.account());
    }

    @Test
    void theKeyThatTheAccountHasIsAConflictWithItself() throws IOException, InterruptedException {
        Answer answer = client.post(
                client.url("keyChange"), client.jws(innerHeader(client), keyChange(client.account(), client.jwk())));

        Clients.assertRefused(client, answer, 409, "malformed");
        assertThat(answer.header("Location")).isEqualTo(client.account());
        assertUnchanged();
    }

    /** K1, K2, K4, and what else is not as RFC 8555 §7.3.5 and §6.2 say. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void isRefusedUnless(String sentence, String problem, Wrong wrong)
            throws IOException, InterruptedException, GeneralSecurityException {
        Answer answer = client.post(client.url("keyChange"), wrong.payload(this));

        Clients.assertRefused(client, answer, 400, problem);
        assertUnchanged();
    }

    static Stream<Arguments> isRefusedUnless() {
        return Stream.of(
                arguments("the payload is a JWS", "malformed", (Wrong) test -> ""),
                arguments("the payload is a JWS", "malformed", (Wrong) test -> "{}"),
                arguments("the payload is a JWS", "malformed", (Wrong) test -> "rubbish"),
                arguments("the payload is a JWS", "malformed", (Wrong)
                        test -> keyChange(test.client.account(), test.client.jwk())),
                arguments("the inner JWS is in the flattened serialization", "malformed", (Wrong)
                        test -> "{\"payload\":\"\",\"signatures\":[]}"),
                arguments("the inner JWS has no unprotected header", "malformed", (Wrong)
                        test -> test.good().replaceFirst("\\{", "{\"header\":{},")),
                arguments("the inner JWS MUST have a \"jwk\" header parameter", "malformed", (Wrong)
                        test -> test.inner(without("jwk"))),
                arguments("the inner JWS MUST have a \"jwk\" header parameter", "malformed", (Wrong) test ->
                        test.inner(Map.of("jwk", JsonValue.NULL, "kid", Json.createValue(test.client.account())))),
                arguments("the inner JWS has no \"kid\"", "malformed", (Wrong)
                        test -> test.inner(Map.of("kid", Json.createValue(test.client.account())))),
                arguments("the inner JWS MUST have the same \"url\" header parameter", "malformed", (Wrong)
                        test -> test.inner(Map.of("url", Json.createValue(test.client.url("newAccount"))))),
                arguments("the inner JWS MUST have the same \"url\" header parameter", "malformed", (Wrong)
                        test -> test.inner(without("url"))),
                arguments("the inner JWS MUST omit the \"nonce\" header parameter", "malformed", (Wrong)
                        test -> test.inner(Map.of("nonce", Json.createValue(test.client.takeNonce())))),
                arguments("the inner JWS MUST omit the \"nonce\" header parameter", "malformed", (Wrong)
                        test -> test.inner(Map.of("nonce", Json.createValue("")))),
                arguments("the inner algorithm is one of ours", "badSignatureAlgorithm", (Wrong)
                        test -> test.inner(Map.of("alg", Json.createValue("none")))),
                arguments("the inner algorithm is one of ours", "badSignatureAlgorithm", (Wrong)
                        test -> test.inner(Map.of("alg", Json.createValue("HS256")))),
                arguments("the inner algorithm is the new key's", "malformed", (Wrong)
                        test -> test.inner(Map.of("alg", Json.createValue("ES384")))),
                arguments("the inner JWS verifies using the key in the \"jwk\"", "malformed", (Wrong) test ->
                        test.client.jws(innerHeader(test.next), keyChange(test.client.account(), test.client.jwk()))),
                arguments("the key in the \"jwk\" is one that an account may have", "badPublicKey", (Wrong)
                        KeyChangeIT::byAWeakKey),
                arguments("the payload of the inner JWS is a keyChange object", "malformed", (Wrong)
                        test -> test.next.jws(innerHeader(test.next), "")),
                arguments("the payload of the inner JWS is a keyChange object", "malformed", (Wrong)
                        test -> test.next.jws(innerHeader(test.next), "[]")),
                arguments("the payload of the inner JWS is a keyChange object", "malformed", (Wrong)
                        test -> test.next.jws(innerHeader(test.next), "{}")),
                arguments("the \"account\" field contains the URL for the account", "malformed", (Wrong)
                        test -> test.next.jws(
                                innerHeader(test.next),
                                keyChange(Clients.registered().account(), test.client.jwk()))),
                arguments("the \"account\" field contains the URL for the account", "malformed", (Wrong)
                        test -> test.next.jws(
                                innerHeader(test.next), keyChange(test.client.account() + "/", test.client.jwk()))),
                arguments("the \"account\" field contains the URL for the account", "malformed", (Wrong)
                        test -> test.next.jws(
                                innerHeader(test.next), "{\"account\":1,\"oldKey\":%s}".formatted(test.client.jwk()))),
                arguments("the \"oldKey\" field is the account key", "malformed", (Wrong) test ->
                        test.next.jws(innerHeader(test.next), keyChange(test.client.account(), test.next.jwk()))),
                arguments("the \"oldKey\" field is the account key", "malformed", (Wrong) test ->
                        test.next.jws(innerHeader(test.next), "{\"account\":\"%s\"}".formatted(test.client.account()))),
                arguments("the \"oldKey\" field is the account key", "malformed", (Wrong) test -> test.next.jws(
                        innerHeader(test.next),
                        "{\"account\":\"%s\",\"oldKey\":\"%s\"}"
                                .formatted(test.client.account(), "a thumbprint, perhaps"))));
    }

    /** "signed by the old key": by the account, so not by a bare key. */
    @Test
    void theOuterJwsNamesTheAccount() throws IOException, InterruptedException {
        Clients.assertRefused(client, client.postWithKey(client.url("keyChange"), good()), 400, "malformed");
        Clients.assertRefused(next, next.postWithKey(next.url("keyChange"), good()), 400, "malformed");
        assertUnchanged();
    }

    @Test
    void aRefusalSaysThatItIsAboutTheInnerJws() throws IOException, InterruptedException {
        Answer answer = client.post(client.url("keyChange"), inner(without("jwk")));

        assertThat(answer.json().getString("detail")).contains("inner JWS", "jwk");
    }

    /** K6. */
    @Test
    void ofManyChangesAtOnceOneWinsAndTheOthersAreToldSo()
            throws IOException, InterruptedException, ExecutionException {
        String url = client.url("keyChange");
        List<AcmeClient> wanted = new ArrayList<>();
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            AcmeClient another = Clients.stranger();
            String request = client.jws(
                    client.header(url).add("kid", client.account()).build(),
                    another.jws(innerHeader(another), keyChange(client.account(), client.jwk())));
            wanted.add(another);
            requests.add(() -> client.send(url, request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            Clients.assertProblem(answer, "malformed");
        });
        for (int i = 0; i < answers.size(); i++) {
            Answer found = wanted.get(i).postWithKey(client.url("newAccount"), "{\"onlyReturnExisting\":true}");
            assertThat(found.status()).isEqualTo(answers.get(i).status() == 200 ? 200 : 400);
        }
    }

    @Test
    void ofManyAccountsThatWantOneKeyAtOnceOneGetsIt() throws IOException, InterruptedException, ExecutionException {
        String url = client.url("keyChange");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            AcmeClient account = Clients.registered();
            String request = account.jws(
                    account.header(url).add("kid", account.account()).build(),
                    next.jws(innerHeader(next), keyChange(account.account(), account.jwk())));
            requests.add(() -> account.send(url, request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        next.newAccount();
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .allSatisfy(answer -> assertThat(answer.header("Location")).isEqualTo(next.account()));
    }

    /** V24, RFC 8555 §8.1: an attempt wants the key authorization of the key that the account has when it begins. */
    @Test
    void anAttemptAfterTheChangeWantsTheNewKeysAuthorization() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String authorization = Clients.authorizations(
                            client.newOrder("rollover.localhost").json())
                    .get(0);
            JsonObject challenge = Clients.challenge(client, authorization);
            String token = challenge.getString("token");
            // nothing there yet, so it will be tried again
            Answer begun = client.post(challenge.getString("url"), "{}");
            assertThat(begun.json().getString("status")).isEqualTo("processing");

            assertThat(client.post(client.url("keyChange"), good()).status()).isEqualTo(200);
            responder.answer(token, next.keyAuthorization(token));

            next.newAccount();
            assertThat(Clients.ended(next, authorization).json().getString("status"))
                    .isEqualTo("valid");
        }
    }

    @Test
    void theOldKeysAuthorizationIsNoAnswerAfterTheChange() throws IOException, InterruptedException {
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            String authorization = Clients.authorizations(
                            client.newOrder("rollover.localhost").json())
                    .get(0);
            JsonObject challenge = Clients.challenge(client, authorization);
            String token = challenge.getString("token");
            responder.answer(token, client.keyAuthorization(token));

            assertThat(client.post(client.url("keyChange"), good()).status()).isEqualTo(200);
            next.newAccount();
            next.post(challenge.getString("url"), "{}");

            assertThat(Clients.ended(next, authorization).json().getString("status"))
                    .isEqualTo("invalid");
        }
    }

    /** A payload of keyChange with something wrong. */
    private interface Wrong {
        String payload(KeyChangeIT test) throws IOException, InterruptedException, GeneralSecurityException;
    }

    private void assertUnchanged() throws IOException, InterruptedException {
        assertThat(client.postAsGet(client.account()).status()).isEqualTo(200);
    }

    private String good() {
        return inner(Map.of());
    }

    /** The good inner JWS with other members in its header; an absent one is {@link JsonValue#NULL}. */
    private String inner(Map<String, JsonValue> members) {
        var header = Json.createObjectBuilder(innerHeader(next));
        members.forEach((name, value) -> {
            if (value.equals(JsonValue.NULL)) {
                header.remove(name);
            } else {
                header.add(name, value);
            }
        });
        return next.jws(header.build(), keyChange(client.account(), client.jwk()));
    }

    private static Map<String, JsonValue> without(String member) {
        return Map.of(member, JsonValue.NULL);
    }

    private static String byAWeakKey(KeyChangeIT test) throws GeneralSecurityException {
        AccountKeys weak = AccountKeys.rsa(1024);
        return weak.jws(
                Json.createObjectBuilder(innerHeader(test.next))
                        .add("jwk", weak.jwk())
                        .build(),
                keyChange(test.client.account(), test.client.jwk()));
    }

    /** The payload by which a client's account gets the key of another client. */
    static String changing(AcmeClient client, AcmeClient next) {
        return next.jws(innerHeader(next), keyChange(client.account(), client.jwk()));
    }

    private static JsonObject innerHeader(AcmeClient by) {
        return Json.createObjectBuilder()
                .add("alg", "ES256")
                .add("jwk", by.jwk())
                .add("url", by.url("keyChange"))
                .build();
    }

    private static String keyChange(String account, JsonObject oldKey) {
        return Json.createObjectBuilder()
                .add("account", account)
                .add("oldKey", oldKey)
                .build()
                .toString();
    }
}
