package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.it.BadRequest.malformed;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Payloads that are none of the resource that they are sent to (RFC 8555 §6.3, §7.3–§7.5). */
class BadPayloadIT {

    private static final String AS_GET =
            "RFC 8555 §6.3: the \"payload\" field of the JWS object MUST be present and set to the empty string (\"\")";
    private static final String HFIELDS =
            "RFC 8555 §7.3: Clients MUST NOT provide a \"mailto\" URL … that contains hfields [RFC6068] or more than one addr-spec";
    private static final String SCHEME =
            "RFC 8555 §7.3: unsupported scheme, it MUST return an error of type \"unsupportedContact\"";
    private static final String INVALID =
            "RFC 8555 §7.3: supported scheme but an invalid value, then the server MUST return an error of type \"invalidContact\"";
    private static final String STRINGS = "RFC 8555 §7.1.2: contact (optional, array of string)";
    private static final String NEW_ORDER = "RFC 8555 §7.4: identifiers (required, array of object)";
    private static final String DATES = "RFC 8555 §7.4: in the date format defined in [RFC3339]";
    private static final String AS_REQUESTED =
            "RFC 8555 §7.4: The server MUST return an error if it cannot fulfill the request as specified";
    private static final String EMPTY_OBJECT =
            "RFC 8555 §7.5.1: by sending an empty JSON body (\"{}\") carried in a POST request to the challenge URL";

    private final AcmeClient client;
    private final String account;
    private final String order;
    private final String authorization;
    private final JsonObject challenge;
    private final JsonObject before;

    BadPayloadIT() throws IOException, InterruptedException {
        client = Clients.registered();
        account = client.account();
        Answer made = client.newOrder("payload.localhost");
        order = made.header("Location");
        authorization = Clients.authorizations(made.json()).get(0);
        challenge = Clients.challenge(client, authorization);
        before = client.postAsGet(account).json();
    }

    /** What the rows change is all that is wrong with them. */
    @Test
    void theSameWithoutTheFaultIsAccepted() throws IOException, InterruptedException {
        assertThat(contact("\"mailto:a@b.internal\"").status()).isEqualTo(200);
        assertThat(newOrder("\"profile\":\"tlsserver\"").status()).isEqualTo(201);
        assertThat(identifiers("{\"type\":\"dns\",\"value\":\"a.localhost\"}").status())
                .isEqualTo(201);
        for (String resource :
                List.of(account, account + "/orders", order, authorization, challenge.getString("url"))) {
            assertThat(client.post(resource, "").status()).isEqualTo(200);
        }
    }

    static Stream<BadRequest<BadPayloadIT>> reading() {
        return Stream.of(
                malformed(AS_GET, "order: {}", test -> test.client.post(test.order, "{}")),
                malformed(AS_GET, "order: null", test -> test.client.post(test.order, "null")),
                malformed(AS_GET, "order: a JSON string that is empty", test -> test.client.post(test.order, "\"\"")),
                malformed(AS_GET, "order: a space", test -> test.client.post(test.order, " ")),
                malformed(AS_GET, "order: a line break", test -> test.client.post(test.order, "\r\n")),
                malformed(AS_GET, "order: an update", test -> test.client.post(test.order, "{\"status\":\"ready\"}")),
                malformed(AS_GET, "orders list: {}", test -> test.client.post(test.account + "/orders", "{}")),
                malformed(AS_GET, "authorization: {}", test -> test.client.post(test.authorization, "{}")),
                malformed(AS_GET, "authorization: a space", test -> test.client.post(test.authorization, " ")),
                malformed(AS_GET, "account: a space", test -> test.client.post(test.account, " ")),
                malformed(EMPTY_OBJECT, "a list", test -> test.begin("[]")),
                malformed(EMPTY_OBJECT, "null", test -> test.begin("null")),
                malformed(EMPTY_OBJECT, "a string", test -> test.begin("\"{}\"")),
                malformed(EMPTY_OBJECT, "half an object", test -> test.begin("{")),
                malformed(EMPTY_OBJECT, "two objects", test -> test.begin("{}{}")),
                malformed(EMPTY_OBJECT, "a member twice", test -> test.begin("{\"x\":1,\"x\":2}")));
    }

    static Stream<BadRequest<BadPayloadIT>> contacts() {
        return Stream.of(
                invalid(HFIELDS, "mailto:a@b?subject=x"),
                invalid(HFIELDS, "mailto:a@b?"),
                invalid(HFIELDS, "mailto:a@b?cc=c@d"),
                invalid(HFIELDS, "mailto:?to=a@b"),
                invalid(HFIELDS, "mailto:a@b,c@d"),
                invalid(HFIELDS, "mailto:a@b%2Cc@d"),
                invalid(HFIELDS, "mailto:a@b;c@d"),
                invalid(INVALID, "mailto:"),
                invalid(INVALID, "mailto:a"),
                invalid(INVALID, "mailto:@b"),
                invalid(INVALID, "mailto:a@"),
                invalid(INVALID, "mailto:a@b@c"),
                invalid(INVALID, "mailto:a@b."),
                invalid(INVALID, "mailto:.a@b"),
                invalid(INVALID, "mailto:a..b@c"),
                invalid(INVALID, "mailto:a@-b"),
                invalid(INVALID, "mailto://a@b"),
                invalid(INVALID, "mailto:A <a@b>"),
                invalid(INVALID, "mailto:a@b%0D%0ABcc:c@d"),
                invalid(INVALID, "mailto:a@b\\r\\nBcc: c@d"),
                invalid(INVALID, "mailto:\\\"><svg onload=x>@b"),
                invalid(INVALID, "mailto:\\u00e4@b"),
                invalid(INVALID, "mailto:a@[127.0.0.1]"),
                invalid(INVALID, "mailto:a@" + "b".repeat(400)),
                unsupported("tel:+491234"),
                unsupported("https://corp.internal/admin"),
                unsupported("javascript:alert(1)"),
                unsupported("a@b"),
                unsupported(" mailto:a@b"),
                unsupported("mailto"),
                unsupported(""),
                malformed(STRINGS, "a string", test -> test.client.post(test.account, "{\"contact\":\"mailto:a@b\"}")),
                malformed(STRINGS, "null", test -> test.client.post(test.account, "{\"contact\":null}")),
                malformed(
                        STRINGS,
                        "an object",
                        test -> test.client.post(test.account, "{\"contact\":{\"0\":\"mailto:a@b\"}}")),
                malformed(STRINGS, "a list in a list", test -> test.contact("[\"mailto:a@b\"]")),
                malformed(STRINGS, "a number in the list", test -> test.contact("\"mailto:a@b\",1")),
                malformed(STRINGS, "null in the list", test -> test.contact("\"mailto:a@b\",null")),
                malformed(STRINGS, "a NUL", test -> test.contact("\"mailto:a@b\\u0000\"")),
                malformed(
                        "RFC 8555 §7.3.2: it sends a POST request with updated information to the account URL",
                        "a list",
                        test -> test.client.post(test.account, "[]")),
                malformed(
                        "RFC 8555 §7.3: The body of the request is a stub account object",
                        "empty",
                        test -> test.client.postWithKey(test.client.url("newAccount"), "")),
                malformed(
                        "RFC 8555 §7.3: The body of the request is a stub account object",
                        "a list",
                        test -> test.client.postWithKey(test.client.url("newAccount"), "[]")));
    }

    static Stream<BadRequest<BadPayloadIT>> orders() {
        return Stream.of(
                malformed(
                        NEW_ORDER,
                        "an identifier in a list",
                        test -> test.identifiers("[{\"type\":\"dns\",\"value\":\"a.localhost\"}]")),
                malformed(
                        NEW_ORDER,
                        "a good one and null",
                        test -> test.identifiers("{\"type\":\"dns\",\"value\":\"a.localhost\"},null")),
                malformed(
                        NEW_ORDER,
                        "a good one and an empty one",
                        test -> test.identifiers("{\"type\":\"dns\",\"value\":\"a.localhost\"},{}")),
                malformed(
                        NEW_ORDER,
                        "a type that is a number",
                        test -> test.identifiers("{\"type\":1,\"value\":\"a.localhost\"}")),
                malformed(
                        NEW_ORDER,
                        "two names in a list",
                        test -> test.identifiers("{\"type\":\"dns\",\"value\":[\"a.localhost\",\"b.localhost\"]}")),
                malformed(
                        NEW_ORDER,
                        "two names with a comma",
                        test -> test.identifiers("{\"type\":\"dns\",\"value\":\"a.localhost,b.localhost\"}")),
                malformed(
                        NEW_ORDER,
                        "a name twice in one",
                        test -> test.identifiers(
                                "{\"type\":\"dns\",\"value\":\"a.localhost\",\"value\":\"www.example.com\"}")),
                malformed(
                        NEW_ORDER,
                        "a NUL in a name",
                        test -> test.identifiers("{\"type\":\"dns\",\"value\":\"a.localhost\\u0000.example\"}")),
                malformed(
                        NEW_ORDER,
                        "half a character in a name",
                        test -> test.identifiers("{\"type\":\"dns\",\"value\":\"\\ud83d.localhost\"}")),
                malformed(NEW_ORDER, "identifiers twice", test -> test.newOrder("\"identifiers\":[]")),
                malformed(NEW_ORDER, "too deep", test -> test.newOrder("\"x\":" + "[".repeat(11) + "]".repeat(11))),
                malformed(NEW_ORDER, "a number that costs much", test -> test.newOrder("\"x\":1e400000")),
                malformed(DATES, "a day", test -> test.newOrder("\"notAfter\":\"2099-01-01\"")),
                malformed(DATES, "no zone", test -> test.newOrder("\"notAfter\":\"2099-01-01T00:00:00\"")),
                malformed(
                        DATES,
                        "a day that does not exist",
                        test -> test.newOrder("\"notAfter\":\"2099-02-30T00:00:00Z\"")),
                malformed(DATES, "hour 24", test -> test.newOrder("\"notAfter\":\"2099-01-01T24:00:01Z\"")),
                malformed(
                        DATES,
                        "a year of six digits",
                        test -> test.newOrder("\"notAfter\":\"+999999-01-01T00:00:00Z\"")),
                malformed(DATES, "seconds since 1970", test -> test.newOrder("\"notBefore\":4070908800")),
                malformed(DATES, "nothing", test -> test.newOrder("\"notBefore\":\"\"")),
                malformed(DATES, "null", test -> test.newOrder("\"notBefore\":null")),
                malformed(
                        AS_REQUESTED,
                        "an end that is over",
                        test -> test.newOrder("\"notAfter\":\"1999-12-31T23:59:59Z\"")),
                malformed(
                        AS_REQUESTED,
                        "a certificate for centuries",
                        test -> test.newOrder("\"notAfter\":\"9999-12-31T23:59:59Z\"")),
                malformed(
                        AS_REQUESTED,
                        "one that begins in the past",
                        test -> test.newOrder("\"notBefore\":\"1970-01-01T00:00:00Z\"")),
                malformed(
                        AS_REQUESTED,
                        "one that begins in years",
                        test -> test.newOrder("\"notBefore\":\"2199-01-01T00:00:00Z\"")),
                new BadRequest<>(
                        AS_REQUESTED,
                        "a profile in upper case",
                        400,
                        "invalidProfile",
                        test -> test.newOrder("\"profile\":\"TLSSERVER\"")));
    }

    /** Of the account, the order and the challenge nothing changes, and no other order is there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"reading", "contacts", "orders"})
    void isRefused(BadRequest<BadPayloadIT> bad) throws IOException, InterruptedException, GeneralSecurityException {
        bad.assertRefused(client, this);

        assertThat(client.postAsGet(account).json()).isEqualTo(before);
        assertThat(client.postAsGet(account + "/orders").json().getJsonArray("orders"))
                .hasSize(1);
        assertThat(Clients.status(client, order)).isEqualTo("pending");
        assertThat(Clients.challenge(client, authorization)).isEqualTo(challenge);
    }

    /** RFC 8555 §7.3: "The server MUST ignore any values provided in the "orders" fields … fields that it does not recognize". */
    @Test
    void whatAClientMayNotSetIsIgnored() throws IOException, InterruptedException {
        for (String members : List.of(
                "\"status\":\"valid\"",
                "\"status\":\"revoked\"",
                "\"status\":\"Deactivated\"",
                "\"status\":[\"deactivated\"]",
                "\"orders\":\"https://evil.example/\"",
                "\"termsOfServiceAgreed\":false",
                "\"key\":{\"kty\":\"oct\"}",
                "\"id\":\"1\",\"createdAt\":0",
                "\"onlyReturnExisting\":true")) {
            Answer answer = client.post(account, "{" + members + "}");
            assertThat(answer.status()).as(members).isEqualTo(200);
            assertThat(answer.json()).as(members).isEqualTo(before);
        }
    }

    private static BadRequest<BadPayloadIT> invalid(String sentence, String contact) {
        return new BadRequest<>(
                sentence, shown(contact), 400, "invalidContact", test -> test.contact("\"" + contact + "\""));
    }

    private static BadRequest<BadPayloadIT> unsupported(String contact) {
        return new BadRequest<>(
                SCHEME, "\"" + contact + "\"", 400, "unsupportedContact", test -> test.contact("\"" + contact + "\""));
    }

    private static String shown(String contact) {
        return contact.length() > 80
                ? "an address of %d characters".formatted(contact.length())
                : "\"" + contact + "\"";
    }

    private Answer contact(String list) throws IOException, InterruptedException {
        return client.post(account, "{\"contact\":[" + list + "]}");
    }

    private Answer begin(String payload) throws IOException, InterruptedException {
        return client.post(challenge.getString("url"), payload);
    }

    private Answer identifiers(String list) throws IOException, InterruptedException {
        return client.post(client.url("newOrder"), "{\"identifiers\":[" + list + "]}");
    }

    /** The good payload with more. */
    private Answer newOrder(String more) throws IOException, InterruptedException {
        return client.post(
                client.url("newOrder"),
                NewOrders.ORDER.replaceFirst("\\{", "{" + Matcher.quoteReplacement(more) + ","));
    }
}
