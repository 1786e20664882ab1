package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** External account binding (RFC 8555 §7.3.4), from the administrator's key to the certificate and back. */
class ExternalAccountBindingIT {

    private static final int HTTP01 = SharedServer.get().settings().http01Port();

    @ParameterizedTest
    @CsvSource({"not-required,false", "new-account-required,true", "always-required,true"})
    void theDirectoryTellsWhetherItIsRequired(String requirement, boolean required)
            throws IOException, InterruptedException {
        assertThat(new BoundDirectory(requirement)
                        .stranger()
                        .directory()
                        .getJsonObject("meta")
                        .getBoolean("externalAccountRequired"))
                .isEqualTo(required);
    }

    /** The account object the CA returns MUST include an "externalAccountBinding" field with the same value. */
    @ParameterizedTest
    @ValueSource(strings = {"not-required", "new-account-required", "always-required"})
    void aBoundAccountGetsACertificateAndShowsItsBinding(String requirement)
            throws IOException, InterruptedException, GeneralSecurityException {
        BoundDirectory directory = new BoundDirectory(requirement);
        JsonObject key = directory.key();
        AcmeClient client = directory.stranger();
        JsonObject binding = BoundDirectory.binding(client, key);

        Answer created = BoundDirectory.newAccount(client, binding.toString());

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.json().getJsonObject("externalAccountBinding")).isEqualTo(binding);
        assertThat(client.postAsGet(client.account()).json().getJsonObject("externalAccountBinding"))
                .isEqualTo(binding);
        try (ChallengeResponder responder = new ChallengeResponder(HTTP01)) {
            Certified.get(client, responder, "bound.localhost");
        }
        JsonObject now = directory.now(key);
        assertThat(now.getString("status")).isEqualTo("bound");
        assertThat(now.getInt("remainingUses")).isZero();
        assertThat(directory
                        .administrator()
                        .get("/external-account-keys/" + key.getString("id") + "/accounts")
                        .body())
                .contains(lastSegment(client.account()));

        // the answer got lost: the same request again
        Answer again = BoundDirectory.newAccount(client, binding.toString());
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Location")).isEqualTo(created.header("Location"));
    }

    /** E5: of 20 at once one gets the account. */
    @Test
    void aKeyForOneAccountMakesOneHoweverManyAsk() throws IOException, InterruptedException, ExecutionException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject key = directory.key();
        List<Callable<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            AcmeClient client = directory.stranger();
            all.add(() -> BoundDirectory.newAccount(client, key));
        }

        List<Answer> answers = Clients.atOnce(all);

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            Clients.assertProblem(answer, "unauthorized");
        });
    }

    @Test
    void aKeyForThreeAccountsMakesThree() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject key = directory.key(",'uses':3");
        for (int i = 0; i < 3; i++) {
            directory.registered(key);
        }
        AcmeClient fourth = directory.stranger();
        Clients.assertRefused(fourth, BoundDirectory.newAccount(fourth, key), 403, "unauthorized");
    }

    /** Two accounts of one provisioner with different policies: who gets which name, and what the refused one reads. */
    @Test
    void eachKeyNarrowsItsOwnAccount() throws IOException, InterruptedException, GeneralSecurityException {
        BoundDirectory directory = new BoundDirectory("always-required");
        AcmeClient web = directory.registered(directory.key(",'policy':{'allow':{'dns':['web.localhost']}}"));
        AcmeClient database = directory.registered(
                directory.key(",'policy':{'allow':{'dns':['*.db.localhost']}},'profiles':['shortlived']"));
        try (ChallengeResponder responder = new ChallengeResponder(HTTP01)) {
            Certified.get(web, responder, "web.localhost");
            Certified.get(database, responder, "one.db.localhost");
        }

        Answer refused = web.newOrder("one.db.localhost");
        Clients.assertRefused(web, refused, 400, "rejectedIdentifier");
        assertThat(refused.body()).contains("the policy of this external account key allows only web.localhost");
        Clients.assertRefused(database, database.newOrder("web.localhost"), 400, "rejectedIdentifier");

        assertThat(database.newOrder("two.db.localhost").json().getString("profile"))
                .isEqualTo("shortlived");
        Answer profile = database.post(
                database.url("newOrder"),
                "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"two.db.localhost\"}],\"profile\":\"tlsserver\"}");
        Clients.assertRefused(database, profile, 400, "invalidProfile");
        assertThat(profile.json().getString("detail")).contains("it may ask for shortlived");
    }

    /** O11, I20: it bites at the next request, whatever it is, and at a finalize that was ready before. */
    @Test
    void whereItIsAlwaysRequiredASuspendedKeyStopsItsAccountAtOnce() throws Exception {
        BoundDirectory directory = new BoundDirectory("always-required");
        JsonObject key = directory.key();
        AcmeClient client = directory.registered(key);
        try (ChallengeResponder responder = new ChallengeResponder(HTTP01)) {
            String order = Clients.readyOrder(client, responder, "stopped.localhost");
            String finalize = Clients.finalizeUrl(client, order);

            directory.done(key, "suspend");

            for (Callable<Answer> request : List.<Callable<Answer>>of(
                    () -> client.newOrder("stopped.localhost"),
                    () -> client.postAsGet(client.account()),
                    () -> client.postAsGet(order),
                    () -> client.post(finalize, Csr.payload(AcmeClient.newKey(), "stopped.localhost")),
                    () -> client.post(client.account(), "{\"status\":\"deactivated\"}"),
                    () -> client.postWithKey(client.url("newAccount"), "{\"onlyReturnExisting\":true}"))) {
                Answer answer = request.call();
                Clients.assertRefused(client, answer, 403, "unauthorized");
                assertThat(answer.json().getString("detail")).contains("is suspended");
            }

            directory.done(key, "resume");
            assertThat(Clients.certificate(client, order, "stopped.localhost")).contains("BEGIN CERTIFICATE");
        }
        directory.done(key, "revoke");
        Answer revoked = client.newOrder("stopped.localhost");
        Clients.assertRefused(client, revoked, 403, "unauthorized");
        assertThat(revoked.json().getString("detail")).contains("is revoked, for good");
    }

    /** Where it is not, a key opens the door and no more. */
    @Test
    void elsewhereAnAccountOutlivesItsKey() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject key = directory.key();
        AcmeClient client = directory.registered(key);
        directory.done(key, "revoke");
        assertThat(client.newOrder("outlives.localhost").status()).isEqualTo(201);
    }

    /** Point 7. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatLostItsKeyIsGivenANewSecretForTheSameReference(boolean deactivate)
            throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("always-required");
        JsonObject key = directory.key();
        AcmeClient old = directory.registered(key);

        JsonObject again = directory.done(key, "rebind", "{\"deactivate\":%s}".formatted(deactivate));

        assertThat(again.getString("id")).isEqualTo(key.getString("id"));
        assertThat(again.getString("reference")).isEqualTo(key.getString("reference"));
        assertThat(again.getString("hmacKey")).isNotEqualTo(key.getString("hmacKey"));
        AcmeClient next = directory.registered(again);
        assertThat(next.newOrder("again.localhost").status()).isEqualTo(201);
        assertThat(old.newOrder("again.localhost").status()).isEqualTo(deactivate ? 401 : 201);
        assertThat(directory
                        .administrator()
                        .get("/external-account-keys/" + key.getString("id") + "/accounts")
                        .body())
                .contains(lastSegment(old.account()), lastSegment(next.account()));
    }

    @Test
    void withAKeyEverythingGoesThatWasGotByItAsThePreviewHasShown()
            throws IOException, InterruptedException, GeneralSecurityException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject key = directory.key();
        AcmeClient client = directory.registered(key);
        Certified certified;
        try (ChallengeResponder responder = new ChallengeResponder(HTTP01)) {
            certified = Certified.get(client, responder, "gone.localhost");
        }
        String id = lastSegment(certified.url());
        JsonObject preview = AdminClient.ok(
                directory.administrator().get("/external-account-keys/" + key.getString("id") + "/cascade"));
        assertThat(preview.toString()).contains(lastSegment(client.account()), id);

        JsonObject hit = directory.done(key, "revoke-with-everything");

        assertThat(hit).isEqualTo(preview);
        assertThat(client.newOrder("gone.localhost").status()).isEqualTo(401);
        assertThat(AdminClient.ok(directory.administrator().get("/certificates/" + id))
                        .toString())
                .contains("privilegeWithdrawn");
    }

    /** I19: neither in a log nor, in plain, in the database. */
    @Test
    void aSecretIsInNoFileOfTheServer() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject used = directory.key();
        directory.registered(used);
        JsonObject unused = directory.key();
        AcmeClient wrong = directory.stranger();
        BoundDirectory.newAccount(
                wrong,
                BoundDirectory.signed(
                                BoundDirectory.header(wrong, unused).build().toString(),
                                wrong.jwk().toString(),
                                "HmacSHA256",
                                UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII))
                        .toString());

        Path data = SharedServer.get().settings().data();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (JsonObject key : List.of(used, unused)) {
                    String secret = key.getString("hmacKey");
                    assertThat(content.contains(secret))
                            .as(file + " has a secret")
                            .isFalse();
                    byte[] octets = Base64.getUrlDecoder().decode(secret);
                    assertThat(content.contains(new String(octets, StandardCharsets.ISO_8859_1)))
                            .as(file + " has the octets of a secret")
                            .isFalse();
                }
            }
        }
    }

    private static String lastSegment(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
