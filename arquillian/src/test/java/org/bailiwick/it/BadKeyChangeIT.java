package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.it.BadRequest.malformed;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The neighbours of the cases in {@link KeyChangeIT}: the inner JWS is read as strictly as the outer one (RFC 8555 §7.3.5). */
class BadKeyChangeIT {

    private static final String WELL_FORMED =
            "RFC 8555 §7.3.5: Check that the payload of the JWS is a well-formed JWS object (the \"inner JWS\")";
    private static final String NORMAL = "RFC 8555 §7.3.5: The inner JWS MUST meet the normal requirements";
    private static final String OBJECT =
            "RFC 8555 §7.3.5: Check that the payload of the inner JWS is a well-formed keyChange object";
    private static final String EXACT =
            "RFC 8555 §7.3.5: The content of this field MUST be the exact string provided in the Location header field";
    private static final String OLD_KEY =
            "RFC 8555 §7.3.5: oldKey (required, JWK): The JWK representation of the old key";
    private static final String JWK =
            "RFC 8555 §7.3.5: The inner JWS MUST have a \"jwk\" header parameter, containing the public key of the new key pair";

    private final AcmeClient client;
    private final AcmeClient next;
    private final String url;

    BadKeyChangeIT() throws IOException, InterruptedException {
        client = Clients.registered();
        next = Clients.stranger();
        url = client.url("keyChange");
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException {
        assertThat(asked(inner(header -> header, payload())).status()).isEqualTo(200);
    }

    static Stream<BadRequest<BadKeyChangeIT>> inner() {
        return Stream.of(
                malformed(WELL_FORMED, "in a list", test -> test.asked("[" + test.good() + "]")),
                malformed(
                        WELL_FORMED,
                        "as a string",
                        test -> test.asked(Json.createValue(test.good()).toString())),
                malformed(WELL_FORMED, "in compact form", test -> test.asked(compact(test.good()))),
                malformed(
                        WELL_FORMED, "once more within", test -> test.asked(test.next.jws(test.header(), test.good()))),
                malformed(
                        WELL_FORMED,
                        "encoded once more",
                        test -> test.asked(AcmeClient.base64url(test.good().getBytes(StandardCharsets.UTF_8)))),
                malformed(
                        WELL_FORMED,
                        "with padding",
                        test -> test.asked(test.good().replace("\"}", "=\"}"))),
                malformed(
                        WELL_FORMED,
                        "with a member more",
                        test -> test.asked(test.good().replaceFirst("\\{", "{\"x\":1,"))),
                malformed(
                        WELL_FORMED,
                        "with a payload of its own twice",
                        test -> test.asked(test.good().replaceFirst("\\{", "{\"payload\":\"e30\","))),
                malformed(
                        NORMAL,
                        "crit",
                        test -> test.changed(header ->
                                header.add("crit", Json.createArrayBuilder().add("exp")))),
                malformed(NORMAL, "b64", test -> test.changed(header -> header.add("b64", false))),
                malformed(NORMAL, "zip", test -> test.changed(header -> header.add("zip", "DEF"))),
                malformed(NORMAL, "a url that is null", test -> test.changed(header -> header.addNull("url"))),
                malformed(
                        NORMAL,
                        "no signature",
                        test -> test.asked(test.good().replaceAll("\"signature\":\"[^\"]*\"", "\"signature\":\"\""))),
                malformed(
                        NORMAL,
                        "a signature of the outer JWS's key",
                        test -> test.asked(test.client.jws(test.header(), test.payload()))),
                new BadRequest<>(
                        NORMAL,
                        "HS512",
                        400,
                        "badSignatureAlgorithm",
                        test -> test.changed(header -> header.add("alg", "HS512"))),
                malformed(
                        JWK,
                        "with the private key",
                        test -> test.changed(header -> header.add(
                                "jwk",
                                Json.createObjectBuilder(test.next.jwk())
                                        .add("d", AcmeClient.base64url(new byte[32]))))),
                new BadRequest<>(
                        JWK,
                        "on a curve that we have not",
                        400,
                        "badPublicKey",
                        test -> test.changed(header -> header.add(
                                "jwk", Json.createObjectBuilder(test.next.jwk()).add("crv", "secp256k1")))),
                malformed(
                        JWK,
                        "as a list",
                        test -> test.changed(header ->
                                header.add("jwk", Json.createArrayBuilder().add(test.next.jwk())))));
    }

    static Stream<BadRequest<BadKeyChangeIT>> keyChanges() {
        return Stream.of(
                malformed(
                        OBJECT,
                        "account twice",
                        test -> test.payload(test.payload().replaceFirst("\\{", "{\"account\":\"x\","))),
                malformed(OBJECT, "a string", test -> test.payload("\"x\"")),
                malformed(OBJECT, "null", test -> test.payload("null")),
                malformed(EXACT, "null", test -> test.account("null")),
                malformed(
                        EXACT,
                        "upper case",
                        test -> test.account(quoted(test.client.account().replace("https", "HTTPS")))),
                malformed(
                        EXACT,
                        "the id alone",
                        test -> test.account(quoted(test.client
                                .account()
                                .substring(test.client.account().lastIndexOf('/') + 1)))),
                malformed(EXACT, "a query", test -> test.account(quoted(test.client.account() + "?"))),
                malformed(
                        EXACT,
                        "an account at another directory",
                        test -> test.account(quoted(test.client.account().replace("/acme/account", "/own/account")))),
                malformed(OLD_KEY, "null", test -> test.oldKey("null")),
                malformed(OLD_KEY, "a list", test -> test.oldKey("[" + test.client.jwk() + "]")),
                malformed(OLD_KEY, "an empty object", test -> test.oldKey("{}")),
                malformed(
                        OLD_KEY,
                        "with the private key",
                        test -> test.oldKey(Json.createObjectBuilder(test.client.jwk())
                                .add("d", AcmeClient.base64url(new byte[32]))
                                .build()
                                .toString())),
                malformed(
                        OLD_KEY,
                        "another account's",
                        test -> test.oldKey(Clients.registered().jwk().toString())));
    }

    /** The old key stays the account's, and the new one nobody's. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"inner", "keyChanges"})
    void isRefused(BadRequest<BadKeyChangeIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        bad.assertRefused(client, this);

        assertThat(client.postAsGet(client.account()).status()).isEqualTo(200);
        Clients.assertRefused(
                next,
                next.postWithKey(next.url("newAccount"), "{\"onlyReturnExisting\":true}"),
                400,
                "accountDoesNotExist");
    }

    private JsonObject header() {
        return Json.createObjectBuilder()
                .add("alg", "ES256")
                .add("jwk", next.jwk())
                .add("url", url)
                .build();
    }

    private String payload() {
        return keyChange(quoted(client.account()), client.jwk().toString());
    }

    private String good() {
        return inner(header -> header, payload());
    }

    private String inner(UnaryOperator<JsonObjectBuilder> change, String payload) {
        return next.jws(change.apply(Json.createObjectBuilder(header())).build(), payload);
    }

    /** A request that is right outside, with this payload. */
    private Answer asked(String payload) throws IOException, InterruptedException {
        return client.post(url, payload);
    }

    private Answer changed(UnaryOperator<JsonObjectBuilder> change) throws IOException, InterruptedException {
        return asked(inner(change, payload()));
    }

    private Answer payload(String payload) throws IOException, InterruptedException {
        return asked(inner(header -> header, payload));
    }

    private Answer account(String json) throws IOException, InterruptedException {
        return payload(keyChange(json, client.jwk().toString()));
    }

    private Answer oldKey(String json) throws IOException, InterruptedException {
        return payload(keyChange(quoted(client.account()), json));
    }

    private static String keyChange(String account, String oldKey) {
        return "{\"account\":%s,\"oldKey\":%s}".formatted(account, oldKey);
    }

    private static String compact(String jws) {
        JsonObject parts = AcmeClient.parse(jws);
        return parts.getString("protected") + "." + parts.getString("payload") + "." + parts.getString("signature");
    }

    private static String quoted(String text) {
        return Json.createValue(text).toString();
    }
}
