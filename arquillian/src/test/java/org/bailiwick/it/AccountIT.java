package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** newAccount and account (RFC 8555 §7.3). */
class AccountIT {

    @Test
    void aNewKeyGetsAnAccountAndTheSameKeyTheSameAccount() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();

        Answer first = client.newAccount();
        Answer again = client.newAccount();

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().getString("status")).isEqualTo("valid");
        assertThat(first.header("Location")).startsWith("https://");
        assertThat(first.json().getString("orders")).isEqualTo(first.header("Location") + "/orders");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(client.postAsGet(client.account()).json()).isEqualTo(first.json());
    }

    @Test
    void onlyReturnExistingNeverMakesAnAccount() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        String ask = "{\"onlyReturnExisting\":true}";
        String url = client.url("newAccount");

        Clients.assertRefused(client, client.postWithKey(url, ask), 400, "accountDoesNotExist");
        Clients.assertRefused(client, client.postWithKey(url, ask), 400, "accountDoesNotExist");
        client.newAccount();

        Answer found = client.postWithKey(url, ask);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.header("Location")).isEqualTo(client.account());
    }

    @Test
    void contactsAreKeptAndReplaced() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        client.newAccount();

        Answer two = client.post(client.account(), contacts("mailto:a@corp.internal", "mailto:b@corp.internal"));
        Answer ignored = client.post(
                client.account(),
                "{\"orders\":\"x\",\"status\":\"revoked\",\"key\":{},\"id\":1,\"externalAccountBinding\":{},\"onlyReturnExisting\":true,\"termsOfServiceAgreed\":false}");
        Answer none = client.post(client.account(), contacts());

        assertThat(two.status()).isEqualTo(200);
        assertThat(two.json().getJsonArray("contact").toString())
                .isEqualTo("[\"mailto:a@corp.internal\",\"mailto:b@corp.internal\"]");
        assertThat(ignored.json()).isEqualTo(two.json());
        assertThat(none.json().getString("status")).isEqualTo("valid");
        assertThat(none.json().containsKey("contact") ? none.json().getJsonArray("contact") : List.of())
                .isEmpty();
    }

    /** A1–A6: what is not understood is ignored, what is no object of RFC 8555 §7.3.2 is not. */
    @Test
    void anUpdateThatIsNoAccountObjectIsMalformedAndChangesNothing() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        Answer before = client.newAccount();

        for (String payload : List.of("[]", "null", "\"x\"", "{", "{\"contact\":null}", "{\"contact\":\"x\"}")) {
            Clients.assertRefused(client, client.post(client.account(), payload), 400, "malformed");
        }
        Clients.assertRefused(
                client, client.post(client.account(), contacts("mailto:a@b", "tel:1")), 400, "unsupportedContact");
        assertThat(client.postAsGet(client.account()).json()).isEqualTo(before.json());
    }

    @Test
    void contactsThatNobodyCouldWriteToAreRefusedAndNoAccountIsMade() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        String url = client.url("newAccount");

        Clients.assertRefused(client, client.postWithKey(url, contacts("tel:+1234")), 400, "unsupportedContact");
        Clients.assertRefused(
                client, client.postWithKey(url, contacts("https://corp.internal")), 400, "unsupportedContact");
        for (String contact : List.of(
                "mailto:",
                "mailto:a",
                "mailto:a@b,c@d",
                "mailto:a@b?subject=x",
                "mailto:a@b#x",
                "mailto:a@b\r\nBcc: c@d",
                "mailto:\u00e4@b",
                "mailto:a@" + "b".repeat(10_000))) {
            Answer answer = client.postWithKey(url, contacts(contact));
            Clients.assertRefused(client, answer, 400, "invalidContact");
        }
        for (String payload : List.of("{\"contact\":\"mailto:a@b\"}", "{\"contact\":[1]}", "{\"contact\":null}")) {
            Clients.assertRefused(client, client.postWithKey(url, payload), 400, "malformed");
        }
        Answer eleven = client.postWithKey(
                url, contacts(Collections.nCopies(11, "mailto:a@corp.internal").toArray(String[]::new)));
        assertThat(eleven.status()).as(eleven.body()).isEqualTo(400);
        Clients.assertRefused(
                client, client.postWithKey(url, "{\"onlyReturnExisting\":true}"), 400, "accountDoesNotExist");
    }

    @Test
    void fiftyRequestsWithOneKeyAtOnceMakeOneAccount() throws IOException, InterruptedException, ExecutionException {
        AcmeClient client = Clients.stranger();
        String url = client.url("newAccount");
        List<Callable<Answer>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String request =
                    client.jws(client.header(url).add("jwk", client.jwk()).build(), "{}");
            requests.add(() -> client.send(url, request));
        }

        List<Answer> answers = Clients.atOnce(requests);

        assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers.stream().map(answer -> answer.header("Location")).distinct())
                .hasSize(1);
    }

    @Test
    void aDeactivatedAccountMayDoNothingAnyMore() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        Answer order = client.newOrder("deactivated.localhost");

        Answer deactivated = client.post(client.account(), "{\"status\":\"deactivated\"}");

        assertThat(deactivated.status()).isEqualTo(200);
        assertThat(deactivated.json().getString("status")).isEqualTo("deactivated");
        Clients.assertRefused(client, client.postAsGet(client.account()), 401, "unauthorized");
        Clients.assertRefused(client, client.newOrder("deactivated.localhost"), 401, "unauthorized");
        Clients.assertRefused(client, client.postAsGet(order.header("Location")), 401, "unauthorized");
        Clients.assertRefused(client, client.post(client.account(), "{\"status\":\"valid\"}"), 401, "unauthorized");
        Clients.assertRefused(client, client.postWithKey(client.url("newAccount"), "{}"), 401, "unauthorized");
        Clients.assertRefused(
                client,
                client.postWithKey(client.url("newAccount"), "{\"onlyReturnExisting\":true}"),
                401,
                "unauthorized");
        Clients.assertRefused(client, client.postAsGet(client.account() + "/orders"), 401, "unauthorized");
        Clients.assertRefused(client, client.post(client.url("keyChange"), "{}"), 401, "unauthorized");
    }

    @Test
    void theUrlOfAnotherAccountTellsNothingOfIt() throws IOException, InterruptedException {
        AcmeClient one = Clients.registered();
        AcmeClient other = Clients.registered();
        String none =
                one.account().substring(0, one.account().lastIndexOf('/') + 1) + AcmeClient.base64url(new byte[16]);

        Answer others = one.postAsGet(other.account());
        Answer nobodys = one.postAsGet(none);
        Answer change = one.post(other.account(), "{\"status\":\"deactivated\"}");

        assertThat(others.status()).isEqualTo(403);
        Clients.assertProblem(others, "unauthorized");
        assertThat(nobodys.body()).isEqualTo(others.body());
        assertThat(nobodys.status()).isEqualTo(others.status());
        Clients.assertRefused(one, change, 403, "unauthorized");
        assertThat(other.postAsGet(other.account()).json().getString("status")).isEqualTo("valid");
    }

    @Test
    void keysOfAllKindsOpenAnAccountAndSignForIt() throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = Clients.stranger();
        for (AccountKeys key : List.of(
                AccountKeys.p256(),
                AccountKeys.p384(),
                AccountKeys.p521(),
                AccountKeys.rsa(2048),
                AccountKeys.ed25519())) {
            Answer account = newAccount(client, key);
            assertThat(account.status()).as(key.alg() + account.body()).isEqualTo(201);
            String url = client.url("newOrder");
            Answer order = client.send(
                    url,
                    key.jws(
                            client.header(url)
                                    .add("kid", account.header("Location"))
                                    .build(),
                            "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"keys.localhost\"}]}"));
            assertThat(order.status()).as(key.alg() + order.body()).isEqualTo(201);
        }
    }

    @Test
    void keysThatAreWeakOrNoneAreRefused() throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = Clients.stranger();
        Clients.assertRefused(client, newAccount(client, AccountKeys.rsa(1024)), 400, "badPublicKey");

        AccountKeys good = AccountKeys.p256();
        String zeros = AcmeClient.base64url(new byte[32]);
        for (JsonObject jwk : List.of(
                changed(good, Map.of("x", zeros)),
                changed(good, Map.of("x", zeros, "y", zeros)),
                changed(good, Map.of("crv", "secp256k1")),
                changed(good, Map.of("crv", "P-384")),
                changed(good, Map.of("x", AcmeClient.base64url(new byte[31]))),
                changed(AccountKeys.rsa(2048), Map.of("e", "AQ")),
                changed(AccountKeys.rsa(2048), Map.of("n", AcmeClient.base64url(new byte[256]))),
                changed(AccountKeys.ed25519(), Map.of("x", zeros)),
                changed(good, Map.of("kty", "oct")))) {
            Answer answer = newAccount(client, new AccountKeys(good.alg(), good.signature(), good.pair(), jwk));
            assertThat(answer.status()).as(jwk + answer.body()).isEqualTo(400);
            assertThat(answer.problem()).as(answer.body()).isIn("badPublicKey", "malformed", "badSignatureAlgorithm");
            Clients.assertProblem(answer, answer.problem());
        }
        JsonObject withPrivateKey = changed(good, Map.of("d", zeros));
        Answer leaked = newAccount(client, new AccountKeys(good.alg(), good.signature(), good.pair(), withPrivateKey));
        assertThat(leaked.status()).as(leaked.body()).isEqualTo(400);
        assertThat(leaked.body()).contains("PRIVATE key").doesNotContain(zeros);
    }

    private static Answer newAccount(AcmeClient client, AccountKeys key)
            throws IOException, InterruptedException, GeneralSecurityException {
        String url = client.url("newAccount");
        return client.send(
                url, key.jws(client.header(url).add("jwk", key.jwk()).build(), "{\"termsOfServiceAgreed\":true}"));
    }

    private static JsonObject changed(AccountKeys key, Map<String, String> members) {
        var jwk = Json.createObjectBuilder(key.jwk());
        members.forEach(jwk::add);
        return jwk.build();
    }

    private static String contacts(String... contacts) {
        return Json.createObjectBuilder()
                .add("contact", Json.createArrayBuilder(List.of(contacts)))
                .build()
                .toString();
    }
}
