package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;

/** A provisioner that wants external accounts; what its administrator does, and what its clients show. */
final class BoundDirectory {

    private final RunningServer server;
    private final AdminClient administrator;
    private final String name = "bound-" + UUID.randomUUID().toString().substring(0, 8);
    private final String provisioner;

    /** A new one that wants them as the setting says. */
    BoundDirectory(String requirement) throws IOException, InterruptedException {
        this(SharedServer.get(), requirement);
    }

    /** The same of another server. */
    BoundDirectory(RunningServer server, String requirement) throws IOException, InterruptedException {
        this.server = server;
        this.administrator = AdminClient.first(server);
        String authority = administrator.named("/authorities", "internal").getString("id");
        this.provisioner = AdminClient.created(administrator.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"%s\",\"settings\":{\"bailiwick.external-account\":\"%s\"}}"
                                .formatted(authority, name, requirement)))
                .getString("id");
    }

    URI url() {
        return ProvisionersIT.directory(server, name);
    }

    String name() {
        return name;
    }

    /** The id of the provisioner. */
    String provisioner() {
        return provisioner;
    }

    AdminClient administrator() {
        return administrator;
    }

    /** A client without an account. */
    AcmeClient stranger() throws IOException, InterruptedException {
        return new AcmeClient(url(), server.root());
    }

    /** A client whose account is bound to a new key. */
    AcmeClient registered(JsonObject key) throws IOException, InterruptedException {
        AcmeClient client = stranger();
        Answer answer = newAccount(client, key);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return client;
    }

    /** A key for one account. */
    JsonObject key() throws IOException, InterruptedException {
        return key("");
    }

    /** What an administrator is told who wants a key. */
    Answer keyWanted() throws IOException, InterruptedException {
        return keyWanted("");
    }

    /** A key on more terms, as JSON members with apostrophes for quotation marks. */
    JsonObject key(String terms) throws IOException, InterruptedException {
        return AdminClient.created(keyWanted(terms));
    }

    private Answer keyWanted(String terms) throws IOException, InterruptedException {
        return administrator.post(
                "/external-account-keys",
                "{\"provisioner\":\"%s\",\"reference\":\"%s\"%s}"
                        .formatted(provisioner, UUID.randomUUID(), terms.replace('\'', '"')));
    }

    /** What an administrator does to a key. */
    JsonObject done(JsonObject key, String what, String json) throws IOException, InterruptedException {
        String path = "/external-account-keys/" + key.getString("id") + "/" + what;
        return AdminClient.ok(json.isEmpty() ? administrator.post(path) : administrator.post(path, json));
    }

    JsonObject done(JsonObject key, String what) throws IOException, InterruptedException {
        return done(key, what, "");
    }

    /** The key as the administrator sees it now. */
    JsonObject now(JsonObject key) throws IOException, InterruptedException {
        return AdminClient.ok(administrator.get("/external-account-keys/" + key.getString("id")));
    }

    /** newAccount with a key as it should be. */
    static Answer newAccount(AcmeClient client, JsonObject key) throws IOException, InterruptedException {
        return newAccount(client, binding(client, key).toString());
    }

    /** newAccount with something as {@code externalAccountBinding}. */
    static Answer newAccount(AcmeClient client, String json) throws IOException, InterruptedException {
        return client.newAccount("{\"termsOfServiceAgreed\":true,\"externalAccountBinding\":" + json + "}");
    }

    /** What a client shows that has a key. */
    static JsonObject binding(AcmeClient client, JsonObject key) {
        return signed(
                header(client, key).build().toString(),
                client.jwk().toString(),
                "HmacSHA256",
                key.getString("hmacKey"));
    }

    static JsonObjectBuilder header(AcmeClient client, JsonObject key) {
        return Json.createObjectBuilder()
                .add("alg", "HS256")
                .add("kid", key.getString("id"))
                .add("url", client.url("newAccount"));
    }

    /** A flattened JWS with a MAC. */
    static JsonObject signed(String header, String payload, String algorithm, String secret) {
        return signed(header, payload, algorithm, Base64.getUrlDecoder().decode(secret));
    }

    static JsonObject signed(String header, String payload, String algorithm, byte[] secret) {
        String header64 = base64url(header);
        String payload64 = base64url(payload);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] tag = mac.doFinal((header64 + "." + payload64).getBytes(StandardCharsets.US_ASCII));
            return AcmeClient.parse(AcmeClient.jws(header64, payload64, tag));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64url(String text) {
        return AcmeClient.base64url(text.getBytes(StandardCharsets.UTF_8));
    }
}
