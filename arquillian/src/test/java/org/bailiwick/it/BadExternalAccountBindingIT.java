package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.it.BadRequest.malformed;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** External account bindings that no good client shows (RFC 8555 §7.3.4). */
class BadExternalAccountBindingIT {

    private static final String MISSING =
            "RFC 8555 §7.3.4: If the CA receives a newAccount request without an \"externalAccountBinding\" field, then it SHOULD reply with an error of type \"externalAccountRequired\"";
    private static final String WELL_FORMED =
            "RFC 8555 §7.3.4: Verify that the value of the field is a well-formed JWS";
    private static final String MAC_ALGORITHM =
            "RFC 8555 §7.3.4: The \"alg\" field MUST indicate a MAC-based algorithm";
    private static final String NONCE = "RFC 8555 §7.3.4: The \"nonce\" field MUST NOT be present";
    private static final String URL =
            "RFC 8555 §7.3.4: The \"url\" field MUST be set to the same value as the outer JWS";
    private static final String KID =
            "RFC 8555 §7.3.4: The \"kid\" field MUST contain the key identifier provided by the CA";
    private static final String SAME_KEY =
            "RFC 8555 §7.3.4: Verify that the payload of the JWS represents the same key as was used to verify the outer JWS";
    private static final String MAC = "RFC 8555 §7.3.4: Verify that the MAC on the JWS verifies using that MAC key";

    private static BoundDirectory directory;
    private static BoundDirectory elsewhere;

    private AcmeClient client;
    private JsonObject key;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        directory = new BoundDirectory("new-account-required");
        elsewhere = new BoundDirectory("not-required");
    }

    @BeforeEach
    void give() throws IOException, InterruptedException {
        client = directory.stranger();
        key = directory.key();
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException {
        assertThat(BoundDirectory.newAccount(client, key).status()).isEqualTo(201);
    }

    static Stream<BadRequest<BadExternalAccountBindingIT>> forms() {
        return Stream.of(
                new BadRequest<>(
                        MISSING,
                        "absent",
                        403,
                        "externalAccountRequired",
                        test -> test.client.newAccount("{\"termsOfServiceAgreed\":true}")),
                new BadRequest<>(
                        MISSING,
                        "in another case",
                        403,
                        "externalAccountRequired",
                        test -> test.client.newAccount("{\"externalaccountbinding\":%s}".formatted(test.good()))),
                malformed(WELL_FORMED, "null", test -> test.shown("null")),
                malformed(WELL_FORMED, "true", test -> test.shown("true")),
                malformed(WELL_FORMED, "a number", test -> test.shown("1")),
                malformed(WELL_FORMED, "in compact form", test -> test.shown(quoted(compact(test.good())))),
                malformed(
                        WELL_FORMED,
                        "as a string",
                        test -> test.shown(quoted(test.good().toString()))),
                malformed(WELL_FORMED, "in a list", test -> test.shown("[" + test.good() + "]")),
                malformed(WELL_FORMED, "an empty object", test -> test.shown("{}")),
                malformed(WELL_FORMED, "with an unprotected header", test -> test.with("header", "{\"kid\":\"x\"}")),
                malformed(WELL_FORMED, "with signatures", test -> test.with("signatures", "[]")),
                malformed(WELL_FORMED, "with a member more", test -> test.with("x", "1")),
                malformed(WELL_FORMED, "without a protected header", test -> test.without("protected")),
                malformed(WELL_FORMED, "without a payload", test -> test.without("payload")),
                malformed(WELL_FORMED, "without a signature", test -> test.without("signature")),
                malformed(
                        WELL_FORMED,
                        "a protected header with padding",
                        test -> test.with("protected", quoted(test.good().getString("protected") + "="))),
                malformed(WELL_FORMED, "a protected header as an object", test -> test.with("protected", "{}")),
                malformed(WELL_FORMED, "a payload as an object", test -> test.with("payload", "{}")),
                malformed(WELL_FORMED, "a signature with a blank", test -> test.with("signature", "\"a b\"")),
                malformed(WELL_FORMED, "a protected header that is no JSON", test -> test.headed("{")),
                malformed(WELL_FORMED, "a protected header that is a list", test -> test.headed("[]")),
                malformed(
                        WELL_FORMED,
                        "a kid twice",
                        test -> test.headed(test.header().replaceFirst("\\{", "{\"kid\":\"x\","))),
                malformed(WELL_FORMED, "crit", test -> test.changed(header -> header.add("crit", "x"))),
                malformed(WELL_FORMED, "b64", test -> test.changed(header -> header.add("b64", false))),
                malformed(
                        WELL_FORMED,
                        "of 11,000 characters",
                        test -> test.changed(header -> header.add("x", "x".repeat(8_000)))));
    }

    static Stream<BadRequest<BadExternalAccountBindingIT>> headers() {
        return Stream.of(
                malformed(MAC_ALGORITHM, "ES256 by the account's key", BadExternalAccountBindingIT::signedByTheAccount),
                malformed(MAC_ALGORITHM, "none", test -> test.changed(header -> header.add("alg", "none"))),
                malformed(MAC_ALGORITHM, "RS256", test -> test.changed(header -> header.add("alg", "RS256"))),
                malformed(MAC_ALGORITHM, "EdDSA", test -> test.changed(header -> header.add("alg", "EdDSA"))),
                malformed(MAC_ALGORITHM, "lower case", test -> test.changed(header -> header.add("alg", "hs256"))),
                malformed(MAC_ALGORITHM, "HS1", test -> test.changed(header -> header.add("alg", "HS1"))),
                malformed(MAC_ALGORITHM, "null", test -> test.changed(header -> header.addNull("alg"))),
                malformed(MAC_ALGORITHM, "absent", test -> test.changed(header -> header.remove("alg"))),
                malformed(NONCE, "a fresh one", test -> test.changed(header -> header.add("nonce", test.nonce()))),
                malformed(NONCE, "null", test -> test.changed(header -> header.addNull("nonce"))),
                malformed(URL, "absent", test -> test.changed(header -> header.remove("url"))),
                malformed(URL, "null", test -> test.changed(header -> header.addNull("url"))),
                malformed(
                        URL,
                        "another resource",
                        test -> test.changed(header -> header.add("url", test.client.url("newOrder")))),
                malformed(
                        URL,
                        "another directory",
                        test -> test.changed(
                                header -> header.add("url", test.other().url("newAccount")))),
                malformed(
                        URL,
                        "a query",
                        test -> test.changed(header -> header.add("url", test.client.url("newAccount") + "?"))),
                malformed(
                        URL,
                        "upper case",
                        test -> test.changed(header ->
                                header.add("url", test.client.url("newAccount").replace("https", "HTTPS")))),
                malformed(KID, "absent", test -> test.changed(header -> header.remove("kid"))),
                malformed(KID, "null", test -> test.changed(header -> header.addNull("kid"))),
                malformed(KID, "a number", test -> test.changed(header -> header.add("kid", 1))),
                malformed(KID, "and a jwk", test -> test.changed(header -> header.add("jwk", test.client.jwk()))));
    }

    static Stream<BadRequest<BadExternalAccountBindingIT>> keys() {
        return Stream.of(
                unauthorized(KID, "unknown", test -> test.named("AAAAAAAAAAAAAAAAAAAAAA")),
                unauthorized(KID, "empty", test -> test.named("")),
                unauthorized(KID, "in upper case", test -> test.named(swapped(test.key.getString("id")))),
                unauthorized(KID, "with a blank", test -> test.named(test.key.getString("id") + " ")),
                unauthorized(
                        KID,
                        "as another writing of the id",
                        test -> test.named(UUID.randomUUID().toString())),
                unauthorized(KID, "SQL", test -> test.named("' or '1'='1")),
                unauthorized(KID, "a path", test -> test.named("../" + test.key.getString("id"))),
                unauthorized(KID, "of 5,000 characters", test -> test.named("x".repeat(5_000))),
                unauthorized(KID, "in another script", test -> test.named("ключ")),
                unauthorized(
                        KID,
                        "another directory's, with its secret",
                        test -> test.shown(BoundDirectory.binding(test.client, elsewhere.key())
                                .toString())),
                malformed(
                        SAME_KEY,
                        "another client's key, as one that was captured",
                        test -> test.about(test.other().jwk().toString())),
                malformed(SAME_KEY, "nothing", test -> test.about("")),
                malformed(SAME_KEY, "a string", test -> test.about("\"x\"")),
                malformed(SAME_KEY, "an empty object", test -> test.about("{}")),
                malformed(
                        SAME_KEY,
                        "with the private key",
                        test -> test.about(Json.createObjectBuilder(test.client.jwk())
                                .add("d", AcmeClient.base64url(new byte[32]))
                                .build()
                                .toString())),
                new BadRequest<>(
                        SAME_KEY,
                        "on a curve that we have not",
                        400,
                        "badPublicKey",
                        test -> test.about(Json.createObjectBuilder(test.client.jwk())
                                .add("crv", "secp256k1")
                                .build()
                                .toString())));
    }

    static Stream<BadRequest<BadExternalAccountBindingIT>> macs() {
        return Stream.of(
                unauthorized(MAC, "by another secret", test -> test.made("HS256", "HmacSHA256", new byte[32])),
                unauthorized(
                        MAC,
                        "by the secret's text",
                        test -> test.made(
                                "HS256",
                                "HmacSHA256",
                                test.key.getString("hmacKey").getBytes(StandardCharsets.US_ASCII))),
                unauthorized(
                        MAC,
                        "of another payload",
                        test -> test.with(
                                "payload",
                                quoted(AcmeClient.base64url(
                                        (test.client.jwk() + " ").getBytes(StandardCharsets.UTF_8))))),
                unauthorized(
                        MAC,
                        "of another header",
                        test -> test.with(
                                "protected",
                                quoted(AcmeClient.base64url((test.header() + " ").getBytes(StandardCharsets.UTF_8))))),
                unauthorized(
                        MAC, "all zero", test -> test.with("signature", quoted(AcmeClient.base64url(new byte[32])))),
                malformed(MAC, "truncated to 16 octets", test -> test.cut(16)),
                malformed(MAC, "truncated by one octet", test -> test.cut(31)),
                malformed(MAC, "empty", test -> test.with("signature", "\"\"")),
                malformed(MAC, "of HS512 for HS256", test -> test.made("HS256", "HmacSHA512", test.secret())),
                malformed(MAC, "of HS256 for HS512", test -> test.made("HS512", "HmacSHA256", test.secret())),
                unauthorized("[used once]", "used before", test -> {
                    directory.registered(test.key);
                    return test.shown(test.good().toString());
                }),
                unauthorized("[an administrator's word]", "suspended", test -> test.after("suspend", "")),
                unauthorized("[an administrator's word]", "revoked", test -> test.after("revoke", "")),
                unauthorized(
                        "[an administrator's word]",
                        "its secret before a re-binding",
                        test -> test.after("rebind", "{}")),
                unauthorized(
                        "[an administrator's word]",
                        "by an algorithm that the key is not for",
                        test -> test.shown(BoundDirectory.binding(test.client, directory.key(",'macs':['HS384']"))
                                .toString())));
    }

    /** There is no account, and the key has the use that it had. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"forms", "headers", "keys", "macs"})
    void isRefused(BadRequest<BadExternalAccountBindingIT> bad)
            throws IOException, InterruptedException, GeneralSecurityException {
        Answer answer = bad.assertRefused(client, this);

        assertThat(answer.body()).doesNotContain(key.getString("hmacKey"));
        assertThat(client.postWithKey(client.url("newAccount"), "{\"onlyReturnExisting\":true}")
                        .problem())
                .isEqualTo("accountDoesNotExist");
        JsonObject now = directory.now(key);
        if (now.getString("status").equals("unbound") && !bad.how().contains("re-binding")) {
            assertThat(now.getInt("remainingUses")).isEqualTo(1);
            assertThat(BoundDirectory.newAccount(client, key).status()).isEqualTo(201);
        }
    }

    private static BadRequest<BadExternalAccountBindingIT> unauthorized(
            String sentence, String how, BadRequest.Sending<BadExternalAccountBindingIT> sending) {
        return new BadRequest<>(sentence, how, 403, "unauthorized", sending);
    }

    private JsonObject good() {
        return BoundDirectory.binding(client, key);
    }

    private String header() {
        return BoundDirectory.header(client, key).build().toString();
    }

    private byte[] secret() {
        return Base64.getUrlDecoder().decode(key.getString("hmacKey"));
    }

    private AcmeClient other() throws IOException, InterruptedException {
        return elsewhere.stranger();
    }

    private String nonce() throws IOException, InterruptedException {
        return client.takeNonce();
    }

    private Answer shown(String json) throws IOException, InterruptedException {
        return BoundDirectory.newAccount(client, json);
    }

    /** The good one with a member in place of its own, or one more. */
    private Answer with(String member, String json) throws IOException, InterruptedException {
        JsonValue value = AcmeClient.parse("{\"v\":" + json + "}").get("v");
        return shown(Json.createObjectBuilder(good()).add(member, value).build().toString());
    }

    private Answer without(String member) throws IOException, InterruptedException {
        return shown(Json.createObjectBuilder(good()).remove(member).build().toString());
    }

    /** The good one with another header, and the MAC of that. */
    private Answer headed(String header) throws IOException, InterruptedException {
        return shown(BoundDirectory.signed(header, client.jwk().toString(), "HmacSHA256", secret())
                .toString());
    }

    private Answer changed(Change change) throws IOException, InterruptedException {
        return headed(change.apply(BoundDirectory.header(client, key)).build().toString());
    }

    /** A change of a header that may ask the server for something. */
    private interface Change {
        JsonObjectBuilder apply(JsonObjectBuilder header) throws IOException, InterruptedException;
    }

    private Answer named(String kid) throws IOException, InterruptedException {
        return changed(header -> header.add("kid", kid));
    }

    /** The good one with another payload, and the MAC of that. */
    private Answer about(String payload) throws IOException, InterruptedException {
        return shown(
                BoundDirectory.signed(header(), payload, "HmacSHA256", secret()).toString());
    }

    private Answer made(String alg, String algorithm, byte[] secret) throws IOException, InterruptedException {
        String header =
                BoundDirectory.header(client, key).add("alg", alg).build().toString();
        return shown(BoundDirectory.signed(header, client.jwk().toString(), algorithm, secret)
                .toString());
    }

    private Answer cut(int octets) throws IOException, InterruptedException {
        byte[] mac = Base64.getUrlDecoder().decode(good().getString("signature"));
        return with("signature", quoted(AcmeClient.base64url(Arrays.copyOf(mac, octets))));
    }

    private Answer after(String what, String json) throws IOException, InterruptedException {
        directory.done(key, what, json);
        return shown(good().toString());
    }

    private Answer signedByTheAccount() throws IOException, InterruptedException {
        JsonObject header =
                BoundDirectory.header(client, key).add("alg", "ES256").build();
        return shown(client.jws(header, client.jwk().toString()));
    }

    private static String swapped(String id) {
        StringBuilder swapped = new StringBuilder();
        id.chars()
                .mapToObj(c -> (char) c)
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(swapped::append);
        return swapped.toString();
    }

    private static String compact(JsonObject jws) {
        return jws.getString("protected") + "." + jws.getString("payload") + "." + jws.getString("signature");
    }

    private static String quoted(String text) {
        return Json.createValue(text).toString();
    }
}
