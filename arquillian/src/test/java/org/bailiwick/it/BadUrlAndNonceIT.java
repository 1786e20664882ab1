package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.it.BadRequest.malformed;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a request goes to, whether it is fresh, who is named in it, and its media type (RFC 8555 §6.2, §6.4, §6.5). */
class BadUrlAndNonceIT {

    private static final String SAME_URL =
            "RFC 8555 §6.4: If the two do not match, then the server MUST reject the request as unauthorized";
    private static final String SAME_STRING =
            "RFC 8555 §6.4: The server MUST reject the request as unauthorized if the string equality check fails";
    private static final String URL_STRING =
            "RFC 8555 §6.4.1: The value of the \"url\" header parameter MUST be a string representing the target URL";
    private static final String ISSUED =
            "RFC 8555 §6.5: MUST verify that the value of the \"nonce\" header is a value that the server previously provided";
    private static final String USED =
            "RFC 8555 §6.5: Once a nonce value has appeared in an ACME request, the server MUST consider it invalid";
    private static final String PRESENT = "RFC 8555 §6.5: its nonce value was unacceptable (or not present)";
    private static final String NONCE_ENCODED =
            "RFC 8555 §6.5.2: not valid according to this encoding, then the verifier MUST reject the JWS as malformed";
    private static final String ACCOUNT_URL =
            "RFC 8555 §6.2: This field MUST contain the account URL received by POSTing to the newAccount resource";
    private static final String JOSE_JSON =
            "RFC 8555 §6.2: they must have the Content-Type header field set to \"application/jose+json\"";

    private final AcmeClient client;
    private final String url;

    BadUrlAndNonceIT() throws IOException, InterruptedException {
        client = Clients.registered();
        url = client.url("newOrder");
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException {
        assertThat(signed(url).status()).isEqualTo(201);
        assertThat(at(url).status()).isEqualTo(201);
        assertThat(member("nonce", Json.createValue(client.takeNonce())).status())
                .isEqualTo(201);
        assertThat(typed("application/jose+json").status()).isEqualTo(201);
    }

    static Stream<BadRequest<BadUrlAndNonceIT>> signedUrls() {
        return Stream.of(
                unauthorized("of newAccount", test -> test.signed(test.client.url("newAccount"))),
                unauthorized("of revokeCert", test -> test.signed(test.client.url("revokeCert"))),
                unauthorized(
                        "of the directory",
                        test -> test.signed(SharedServer.get().directory().toString())),
                unauthorized(
                        "of the same resource of another directory",
                        test -> test.signed(test.url.replace("/acme/new-order", "/own/new-order"))),
                unauthorized("a query", test -> test.signed(test.url + "?")),
                unauthorized("a fragment", test -> test.signed(test.url + "#x")),
                unauthorized("a slash at the end", test -> test.signed(test.url + "/")),
                unauthorized("two slashes", test -> test.signed(test.url.replace("/new-order", "//new-order"))),
                unauthorized("a dot segment", test -> test.signed(test.url.replace("/new-order", "/./new-order"))),
                unauthorized("an encoded letter", test -> test.signed(test.url.replace("new-order", "new-orde%72"))),
                unauthorized("upper case", test -> test.signed(test.url.replace("new-order", "NEW-ORDER"))),
                unauthorized("the scheme in upper case", test -> test.signed(test.url.replace("https", "HTTPS"))),
                unauthorized("the host in upper case", test -> test.signed(test.url.replace("localhost", "LocalHost"))),
                unauthorized(
                        "the host with a trailing dot",
                        test -> test.signed(test.url.replace("localhost:", "localhost.:"))),
                unauthorized(
                        "the address of the host", test -> test.signed(test.url.replace("localhost", "127.0.0.1"))),
                unauthorized("no port", test -> test.signed(test.url.replaceFirst(":\\d+/", "/"))),
                unauthorized("a user", test -> test.signed(test.url.replace("://", "://user@"))),
                unauthorized("http", test -> test.signed(test.url.replace("https:", "http:"))),
                unauthorized(
                        "the path alone",
                        test -> test.signed(URI.create(test.url).getPath())),
                unauthorized("a space before", test -> test.signed(" " + test.url)),
                unauthorized("nothing", test -> test.signed("")),
                malformed(URL_STRING, "null", test -> test.member("url", JsonValue.NULL)),
                malformed(
                        URL_STRING,
                        "a list",
                        test -> test.member(
                                "url", Json.createArrayBuilder().add(test.url).build())),
                malformed(URL_STRING, "an object", test -> test.member("url", JsonValue.EMPTY_JSON_OBJECT)));
    }

    /** The request goes to where it says, but that is not the string that the directory has. */
    static Stream<BadRequest<BadUrlAndNonceIT>> requestUrls() {
        return Stream.of(
                elsewhere("a query", 401, "unauthorized", "new-order", "new-order?x=1"),
                elsewhere("an empty query", 401, "unauthorized", "new-order", "new-order?"),
                elsewhere("a slash at the end", 404, "malformed", "new-order", "new-order/"),
                elsewhere("two slashes", 404, "malformed", "/new-order", "//new-order"),
                elsewhere("a dot segment", 404, "malformed", "/new-order", "/./new-order"),
                elsewhere("an encoded letter", 404, "malformed", "new-order", "new-orde%72"),
                elsewhere("an encoded letter of the directory's name", 404, "malformed", "/internal/", "/interna%6c/"),
                elsewhere("a matrix parameter", 404, "malformed", "new-order", "new-order;x=1"),
                elsewhere("a matrix parameter of the directory's name", 404, "malformed", "/internal/", "/internal;x/"),
                elsewhere("upper case", 404, "malformed", "new-order", "New-Order"));
    }

    static Stream<BadRequest<BadUrlAndNonceIT>> nonces() {
        return Stream.of(
                badNonce(PRESENT, "none", test -> test.without("nonce")),
                badNonce(
                        PRESENT,
                        "in a header field of HTTP instead",
                        test -> test.client.send(NewOrders.post(
                                        test.url,
                                        test.client
                                                .jws(
                                                        Json.createObjectBuilder(test.header())
                                                                .remove("nonce")
                                                                .build(),
                                                        NewOrders.ORDER)
                                                .getBytes(StandardCharsets.UTF_8))
                                .header("Content-Type", "application/jose+json")
                                .header("Replay-Nonce", test.client.takeNonce())
                                .build())),
                badNonce(ISSUED, "empty", test -> test.nonce("")),
                badNonce(ISSUED, "of another server", test -> test.nonce(AcmeClient.base64url(new byte[32]))),
                badNonce(
                        ISSUED,
                        "cut off",
                        test -> test.nonce(test.client.takeNonce().substring(0, 16))),
                badNonce(ISSUED, "with more behind", test -> test.nonce(test.client.takeNonce() + "AAAA")),
                badNonce(ISSUED, "one character changed", test -> test.nonce(changed(test.client.takeNonce()))),
                badNonce(ISSUED, "in another case", test -> test.nonce(swapped(test.client.takeNonce()))),
                badNonce(ISSUED, "of 30,000 characters", test -> test.nonce("A".repeat(30_000))),
                badNonce(
                        ISSUED,
                        "the account's id",
                        test -> test.nonce(test.client
                                .account()
                                .substring(test.client.account().lastIndexOf('/') + 1))),
                badNonce(USED, "by a request that was accepted", test -> {
                    String nonce = test.client.takeNonce();
                    assertThat(test.at(test.client.account(), nonce).status()).isEqualTo(200);
                    return test.nonce(nonce);
                }),
                malformed(NONCE_ENCODED, "padding", test -> test.nonce(test.client.takeNonce() + "=")),
                malformed(NONCE_ENCODED, "the alphabet of base64", test -> test.nonce("+/" + test.client.takeNonce())),
                malformed(NONCE_ENCODED, "a space", test -> test.nonce(" " + test.client.takeNonce())),
                malformed(NONCE_ENCODED, "a line break", test -> test.nonce(test.client.takeNonce() + "\r\n")),
                malformed(NONCE_ENCODED, "one character", test -> test.nonce("A")),
                malformed(NONCE_ENCODED, "a letter that is not ASCII", test -> test.nonce("\u00e4\u00f6")),
                malformed(NONCE_ENCODED, "a number", test -> test.member("nonce", Json.createValue(1))),
                malformed(NONCE_ENCODED, "null", test -> test.member("nonce", JsonValue.NULL)),
                malformed(
                        NONCE_ENCODED,
                        "a list",
                        test -> test.member(
                                "nonce",
                                Json.createArrayBuilder()
                                        .add(test.client.takeNonce())
                                        .build())));
    }

    static Stream<BadRequest<BadUrlAndNonceIT>> accounts() {
        return Stream.of(
                unknown("of nobody", test -> test.kid(test.idReplaced(AcmeClient.base64url(new byte[16])))),
                unknown(
                        "an id with a zero in front",
                        test -> test.kid(test.client.account().replaceFirst("account/", "account/0"))),
                unknown("a slash at the end", test -> test.kid(test.client.account() + "/")),
                unknown("a query", test -> test.kid(test.client.account() + "?x")),
                unknown("a fragment", test -> test.kid(test.client.account() + "#x")),
                unknown("upper case", test -> test.kid(test.client.account().replace("https", "HTTPS"))),
                unknown("http", test -> test.kid(test.client.account().replace("https:", "http:"))),
                unknown("no port", test -> test.kid(test.client.account().replaceFirst(":\\d+/", "/"))),
                unknown("another host", test -> test.kid(test.client.account().replace("localhost", "evil.example"))),
                unknown(
                        "the path alone",
                        test -> test.kid(URI.create(test.client.account()).getPath())),
                unknown(
                        "the id alone",
                        test -> test.kid(test.client
                                .account()
                                .substring(test.client.account().lastIndexOf('/') + 1))),
                unknown("no URL", test -> test.kid("me")),
                unknown("a URL of a file", test -> test.kid("file:///etc/passwd")),
                unknown("with a NUL that is encoded", test -> test.kid(test.client.account() + "%00")),
                unknown(
                        "of an order",
                        test -> test.kid(test.url.replace("new-order", "order/") + AcmeClient.base64url(new byte[16]))),
                unknown("of the orders list", test -> test.kid(test.client.account() + "/orders")),
                unknown(
                        "of the directory",
                        test -> test.kid(SharedServer.get().directory().toString())),
                unknown("of an account at another directory", test -> test.kid(atAnotherDirectory(test.client))),
                unknown(
                        "of one at another directory, as if it were here",
                        test -> test.kid(atAnotherDirectory(test.client).replace("/own/", "/acme/"))));
    }

    static Stream<BadRequest<BadUrlAndNonceIT>> mediaTypes() {
        return Stream.of(
                        "application/json",
                        "application/jose",
                        "application/jose+xml",
                        "application/jose+jsons",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "text/plain; type=\"application/jose+json\"",
                        "application/octet-stream",
                        "application/jose+json, application/json",
                        "application /jose+json",
                        "*/*",
                        ";")
                .map(type -> new BadRequest<>(JOSE_JSON, type, 415, "malformed", test -> test.typed(type)));
    }

    static Stream<BadRequest<BadUrlAndNonceIT>> noMediaType() {
        return Stream.of(
                new BadRequest<>(JOSE_JSON, "none", 415, "malformed", test -> test.typed()),
                new BadRequest<>(
                        JOSE_JSON,
                        "twice",
                        415,
                        "malformed",
                        test -> test.typed("application/jose+json", "application/jose+json")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"signedUrls", "requestUrls", "nonces", "accounts", "mediaTypes", "noMediaType"})
    void isRefused(BadRequest<BadUrlAndNonceIT> bad)
            throws IOException, InterruptedException, GeneralSecurityException {
        bad.assertRefused(client, this);

        NewOrders.assertNone(client);
    }

    private static BadRequest<BadUrlAndNonceIT> unauthorized(String how, BadRequest.Sending<BadUrlAndNonceIT> sending) {
        return new BadRequest<>(SAME_URL, how, 401, "unauthorized", sending);
    }

    private static BadRequest<BadUrlAndNonceIT> elsewhere(
            String how, int status, String problem, String part, String instead) {
        return new BadRequest<>(SAME_STRING, how, status, problem, test -> test.at(test.url.replace(part, instead)));
    }

    private static BadRequest<BadUrlAndNonceIT> badNonce(
            String sentence, String how, BadRequest.Sending<BadUrlAndNonceIT> sending) {
        return new BadRequest<>(sentence, how, 400, "badNonce", sending);
    }

    private static BadRequest<BadUrlAndNonceIT> unknown(String how, BadRequest.Sending<BadUrlAndNonceIT> sending) {
        return new BadRequest<>(ACCOUNT_URL, how, 400, "accountDoesNotExist", sending);
    }

    private JsonObject header() throws IOException, InterruptedException {
        return client.header(url).add("kid", client.account()).build();
    }

    private Answer member(String name, JsonValue value) throws IOException, InterruptedException {
        return client.send(
                url,
                client.jws(Json.createObjectBuilder(header()).add(name, value).build(), NewOrders.ORDER));
    }

    private Answer without(String name) throws IOException, InterruptedException {
        return client.send(
                url, client.jws(Json.createObjectBuilder(header()).remove(name).build(), NewOrders.ORDER));
    }

    /** The good request, signed for another URL. */
    private Answer signed(String otherUrl) throws IOException, InterruptedException {
        return member("url", Json.createValue(otherUrl));
    }

    /** The good request, sent to another URL and signed for that one. */
    private Answer at(String otherUrl) throws IOException, InterruptedException {
        return at(otherUrl, client.takeNonce());
    }

    private Answer at(String otherUrl, String nonce) throws IOException, InterruptedException {
        JsonObjectBuilder header = client.header(otherUrl, nonce).add("kid", client.account());
        return client.send(otherUrl, client.jws(header.build(), NewOrders.ORDER));
    }

    private Answer nonce(String nonce) throws IOException, InterruptedException {
        return at(url, nonce);
    }

    private Answer kid(String kid) throws IOException, InterruptedException {
        return member("kid", Json.createValue(kid));
    }

    private String idReplaced(String id) {
        return client.account().substring(0, client.account().lastIndexOf('/') + 1) + id;
    }

    /** The same key's account at another provisioner. */
    private static String atAnotherDirectory(AcmeClient client) throws IOException, InterruptedException {
        AcmeClient other = NewOrders.strangerAtAnotherDirectory(client.key());
        assertThat(other.newAccount().status()).isEqualTo(201);
        return other.account();
    }

    private Answer typed(String... types) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .POST(BodyPublishers.ofString(client.jws(header(), NewOrders.ORDER)));
        for (String type : List.of(types)) {
            request.header("Content-Type", type);
        }
        return client.send(request.build());
    }

    private static String changed(String nonce) {
        return (nonce.charAt(0) == 'A' ? 'B' : 'A') + nonce.substring(1);
    }

    /** The first letters only: the last one has bits that must be zero. */
    private static String swapped(String nonce) {
        String begin = nonce.substring(0, 20);
        String upper = begin.toUpperCase(Locale.ROOT);
        return (upper.equals(begin) ? begin.toLowerCase(Locale.ROOT) : upper) + nonce.substring(20);
    }
}
