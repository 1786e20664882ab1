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
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form of a JWS and of its protected header (RFC 8555 §6.1, §6.2; RFC 7515). */
class BadJwsIT {

    private static final String FLATTENED = "RFC 8555 §6.2: The JWS MUST be in the Flattened JSON Serialization";
    private static final String DETACHED = "RFC 8555 §6.2: The JWS Payload MUST NOT be detached";
    private static final String UNENCODED =
            "RFC 8555 §6.2: The JWS Unencoded Payload Option [RFC7797] MUST NOT be used";
    private static final String BASE64URL =
            "RFC 8555 §6.1: encoded using base64url encoding … according to the profile specified in JSON Web Signature";
    private static final String PADDING =
            "RFC 8555 §6.1: Encoded values that include trailing '=' characters MUST be rejected as improperly encoded";
    private static final String UNIQUE =
            "RFC 7515 §4: The Header Parameter names within the JOSE Header MUST be unique";
    private static final String CRITICAL =
            "RFC 7515 §4.1.11: If any of the listed extension Header Parameters are not understood and supported by the recipient, then the JWS is invalid";
    private static final String HEADER_OBJECT =
            "RFC 7515 §5.2: Verify that the resulting octet sequence is a UTF-8-encoded representation of a completely valid JSON object";
    private static final String EXCLUSIVE = "RFC 8555 §6.2: Servers MUST reject requests that contain both";

    private final AcmeClient client;
    private final String url;

    BadJwsIT() throws IOException, InterruptedException {
        client = Clients.registered();
        url = client.url("newOrder");
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException {
        assertThat(with(header -> header).status()).isEqualTo(201);
        assertThat(headed(header().toString()).status()).isEqualTo(201);
        assertThat(parts("protected", "payload", "signature").status()).isEqualTo(201);
    }

    static Stream<BadRequest<BadJwsIT>> serializations() {
        return Stream.of(
                malformed(DETACHED, "no payload", test -> test.parts("protected", "signature")),
                malformed(DETACHED, "a payload that is null", test -> test.edited(jws -> jws.addNull("payload"))),
                malformed(FLATTENED, "no signature", test -> test.parts("protected", "payload")),
                malformed(FLATTENED, "no protected header", test -> test.parts("payload", "signature")),
                malformed(FLATTENED, "a signature that is null", test -> test.edited(jws -> jws.addNull("signature"))),
                malformed(
                        FLATTENED,
                        "a signature in an array",
                        test -> test.edited(jws ->
                                jws.add("signature", Json.createArrayBuilder().add("AA")))),
                malformed(
                        FLATTENED,
                        "the header as an object",
                        test -> test.edited(jws -> jws.add("protected", JsonValue.EMPTY_JSON_OBJECT))),
                malformed(
                        FLATTENED,
                        "the payload as an object",
                        test -> test.edited(jws -> jws.add("payload", AcmeClient.parse(NewOrders.ORDER)))),
                malformed(
                        FLATTENED,
                        "names in upper case",
                        test -> test.text(test.good().replace("\"payload\"", "\"Payload\""))),
                malformed(
                        FLATTENED,
                        "an encrypted one (RFC 7516)",
                        test -> test.text(
                                "{\"protected\":\"e30\",\"encrypted_key\":\"\",\"iv\":\"\",\"ciphertext\":\"\",\"tag\":\"\"}")),
                malformed(FLATTENED, "a JWS within a JWS", test -> test.client.post(test.url, test.good())),
                malformed(
                        FLATTENED,
                        "the JWS as a JSON string",
                        test -> test.text(Json.createValue(test.good()).toString())),
                malformed(FLATTENED, "the JWS in an array", test -> test.text("[" + test.good() + "]")),
                malformed(
                        FLATTENED,
                        "a comma too many",
                        test -> test.text(test.good().replace("}", ",}"))),
                malformed(FLATTENED, "a comment", test -> test.text(test.good().replaceFirst("\\{", "{/**/"))),
                malformed(
                        FLATTENED,
                        "single quotes",
                        test -> test.text(test.good().replace('"', '\''))),
                malformed(FLATTENED, "UTF-16", test -> test.octets(test.good().getBytes(StandardCharsets.UTF_16))),
                malformed(
                        FLATTENED,
                        "an octet that is not UTF-8",
                        test -> test.octets(test.good()
                                .replace("\"payload\"", "\"\u00e4\"")
                                .getBytes(StandardCharsets.ISO_8859_1))),
                malformed(FLATTENED, "white space of another kind", test -> test.text("\u00a0" + test.good())));
    }

    static Stream<BadRequest<BadJwsIT>> encodings() {
        return Stream.of(
                malformed(PADDING, "in the protected header", test -> test.encoded("protected", text -> text + "=")),
                malformed(PADDING, "in the payload", test -> test.encoded("payload", text -> text + "==")),
                malformed(PADDING, "in the signature", test -> test.encoded("signature", text -> text + "==")),
                malformed(PADDING, "as %3D", test -> test.encoded("payload", text -> text + "%3D")),
                malformed(BASE64URL, "the alphabet of base64", test -> test.encoded("signature", text -> "+/" + text)),
                malformed(BASE64URL, "a line break", test -> test.encoded("payload", text -> text + "\n")),
                malformed(BASE64URL, "a space within", test -> test.encoded("payload", text -> "e " + text)),
                malformed(BASE64URL, "one character too many", test -> test.encoded("payload", text -> text + "A")),
                malformed(
                        BASE64URL,
                        "a letter that is not ASCII",
                        test -> test.encoded("payload", text -> text + "\uff21")),
                // the last of 86 characters stands for two bits of 64 octets: it is A, Q, g or w
                malformed(
                        BASE64URL,
                        "bits left over",
                        test -> test.encoded(
                                "signature", text -> text.substring(0, 85) + (char) (text.charAt(85) + 1))));
    }

    static Stream<BadRequest<BadJwsIT>> headers() {
        return Stream.of(
                malformed(UNIQUE, "two nonces", test -> test.twice("nonce", test.client.takeNonce())),
                malformed(
                        UNIQUE,
                        "two URLs, the first one right",
                        test -> test.twice("url", test.client.url("newAccount"))),
                malformed(UNIQUE, "two kids", test -> test.twice("kid", "https://localhost/elsewhere")),
                malformed(UNIQUE, "two algorithms that are the same", test -> test.twice("alg", "ES256")),
                malformed(HEADER_OBJECT, "an array", test -> test.headed("[]")),
                malformed(HEADER_OBJECT, "empty", test -> test.headed("")),
                malformed(
                        HEADER_OBJECT,
                        "encoded twice",
                        test -> test.headed(base64url(test.header().toString()))),
                malformed(HEADER_OBJECT, "a byte order mark", test -> test.headed("\uFEFF" + test.header())),
                malformed(HEADER_OBJECT, "an object and an object", test -> test.headed(test.header() + "{}")),
                malformed(HEADER_OBJECT, "a flattened JWS as header", test -> test.headed(test.good())),
                malformed(
                        HEADER_OBJECT,
                        "nested without end",
                        test -> test.headed("{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}")),
                new BadRequest<>(
                        "RFC 9110 §15.5.14: the request content is larger than the server is willing or able to process",
                        "a header of 70 KiB",
                        413,
                        "malformed",
                        test -> test.with(header -> header.add("x5c", "A".repeat(70 * 1024)))));
    }

    static Stream<BadRequest<BadJwsIT>> extensions() {
        String list =
                "RFC 7515 §4.1.11: Producers MUST NOT include Header Parameter names defined by this specification or [JWA] for use with JWS, duplicate names, or names that do not occur";
        return Stream.of(
                malformed(list, "one that is not there", test -> test.critical("exp")),
                malformed(
                        CRITICAL,
                        "an extension that is there",
                        test -> test.with(header -> header.add("exp", 1)
                                .add("crit", Json.createArrayBuilder().add("exp")))),
                malformed(list, "a name twice", test -> test.critical("exp", "exp")),
                malformed(
                        "RFC 7515 §4.1.11: Producers MUST NOT use the empty list \"[]\" as the \"crit\" value",
                        "an empty list",
                        test -> test.critical()),
                malformed(list, "a name of RFC 7515", test -> test.critical("alg")),
                malformed(CRITICAL, "names of RFC 8555", test -> test.critical("nonce", "url")),
                malformed(CRITICAL, "a string", test -> test.with(header -> header.add("crit", "exp"))),
                malformed(CRITICAL, "null", test -> test.with(header -> header.addNull("crit"))),
                malformed(
                        CRITICAL,
                        "the list twice",
                        test -> test.headed(
                                test.header().toString().replaceFirst("\\{", "{\"crit\":[],\"crit\":[\"exp\"],"))),
                malformed(UNENCODED, "b64 false", test -> test.with(header -> header.add("b64", false))),
                malformed(UNENCODED, "b64 true", test -> test.with(header -> header.add("b64", true))),
                malformed(
                        UNENCODED,
                        "b64 false and critical",
                        test -> test.with(header -> header.add("b64", false)
                                .add("crit", Json.createArrayBuilder().add("b64")))),
                malformed(UNENCODED, "the payload as it is", test -> test.unencoded()));
    }

    static Stream<BadRequest<BadJwsIT>> signers() {
        String kid = "RFC 8555 §6.2: For all other requests, … there MUST be a \"kid\" field";
        return Stream.of(
                malformed(
                        EXCLUSIVE,
                        "kid, and the account's own key",
                        test -> test.with(header -> header.add("jwk", test.client.jwk()))),
                malformed(EXCLUSIVE, "kid, and another key that signs", test -> {
                    AcmeClient thief = Clients.stranger();
                    return test.text(thief.jws(
                            Json.createObjectBuilder(test.header())
                                    .add("jwk", thief.jwk())
                                    .build(),
                            NewOrders.ORDER));
                }),
                malformed(EXCLUSIVE, "kid, and a jwk that is null", test -> test.with(header -> header.addNull("jwk"))),
                malformed(
                        EXCLUSIVE,
                        "jwk, and a kid that is empty",
                        test -> test.with(
                                header -> header.remove("kid").add("kid", "").add("jwk", test.client.jwk()))),
                malformed(kid, "neither", test -> test.with(header -> header.remove("kid"))),
                malformed(
                        kid,
                        "a thumbprint instead",
                        test -> test.with(header -> header.remove("kid")
                                .add("jkt", test.client.keyAuthorization("x").substring(2)))),
                malformed(kid, "a number", test -> test.with(header -> header.add("kid", 1))),
                malformed(kid, "null", test -> test.with(header -> header.addNull("kid"))),
                malformed(
                        kid,
                        "two in an array",
                        test -> test.with(header -> header.add(
                                "kid",
                                Json.createArrayBuilder()
                                        .add(test.client.account())
                                        .add("x")))),
                malformed(
                        kid,
                        "the key by URL (jku) instead",
                        test -> test.with(header -> header.remove("kid").add("jku", test.client.account()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"serializations", "encodings", "headers", "extensions", "signers"})
    void isRefused(BadRequest<BadJwsIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        bad.assertRefused(client, this);

        NewOrders.assertNone(client);
    }

    private JsonObject header() throws IOException, InterruptedException {
        return client.header(url).add("kid", client.account()).build();
    }

    private String good() throws IOException, InterruptedException {
        return client.jws(header(), NewOrders.ORDER);
    }

    /** The good request with another header, rightly signed. */
    private Answer with(UnaryOperator<JsonObjectBuilder> change) throws IOException, InterruptedException {
        return text(client.jws(change.apply(Json.createObjectBuilder(header())).build(), NewOrders.ORDER));
    }

    private Answer critical(String... names) throws IOException, InterruptedException {
        return with(header -> header.add("crit", Json.createArrayBuilder(List.of(names))));
    }

    /** The good request with a member of its header written twice, the right one first. */
    private Answer twice(String member, String second) throws IOException, InterruptedException {
        String header = header().toString();
        return headed(
                "%s,\"%s\":%s}".formatted(header.substring(0, header.length() - 1), member, Json.createValue(second)));
    }

    /** The good request with this text as header, rightly signed. */
    private Answer headed(String header) throws IOException, InterruptedException {
        String header64 = base64url(header);
        String payload64 = base64url(NewOrders.ORDER);
        return text(AcmeClient.jws(header64, payload64, client.sign(header64 + "." + payload64)));
    }

    /** RFC 7797 §3: the payload is signed, and sent, without encoding. */
    private Answer unencoded() throws IOException, InterruptedException {
        String header64 = base64url(header().toString());
        return text(AcmeClient.jws(header64, NewOrders.ORDER, client.sign(header64 + "." + NewOrders.ORDER)));
    }

    /** The good request with some of its members only. */
    private Answer parts(String... members) throws IOException, InterruptedException {
        JsonObject good = AcmeClient.parse(good());
        JsonObjectBuilder some = Json.createObjectBuilder();
        for (String member : members) {
            some.add(member, good.get(member));
        }
        return text(some.build().toString());
    }

    private Answer edited(UnaryOperator<JsonObjectBuilder> change) throws IOException, InterruptedException {
        return text(change.apply(Json.createObjectBuilder(AcmeClient.parse(good())))
                .build()
                .toString());
    }

    /** The good request with one of its members encoded otherwise, and signed so where that is possible. */
    private Answer encoded(String member, UnaryOperator<String> change) throws IOException, InterruptedException {
        JsonObject good = AcmeClient.parse(good());
        String changed = change.apply(good.getString(member));
        String header64 = member.equals("protected") ? changed : good.getString("protected");
        String payload64 = member.equals("payload") ? changed : good.getString("payload");
        JsonObject signed =
                AcmeClient.parse(AcmeClient.jws(header64, payload64, client.sign(header64 + "." + payload64)));
        return text(
                member.equals("signature")
                        ? Json.createObjectBuilder(good)
                                .add(member, changed)
                                .build()
                                .toString()
                        : signed.toString());
    }

    private Answer text(String body) throws IOException, InterruptedException {
        return client.send(url, body);
    }

    private Answer octets(byte[] body) throws IOException, InterruptedException {
        return client.send(NewOrders.post(url, body)
                .header("Content-Type", "application/jose+json")
                .build());
    }

    private static String base64url(String text) {
        return AcmeClient.base64url(text.getBytes(StandardCharsets.UTF_8));
    }
}
