package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** newOrder, and who may see what (RFC 8555 §7.4, §7.5). */
class OrderIT {

    private final AcmeClient client;

    OrderIT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @Test
    void anOrderHasAnAuthorizationForEachName() throws IOException, InterruptedException {
        Answer answer = client.newOrder("b.localhost", "a.localhost", "host");

        assertThat(answer.status()).isEqualTo(201);
        JsonObject order = answer.json();
        assertThat(order.getString("status")).isEqualTo("pending");
        assertThat(order.getString("expires")).isNotBlank();
        assertThat(order.getString("finalize")).startsWith("https://");
        assertThat(names(order)).containsExactly("b.localhost", "a.localhost", "host");
        assertThat(client.postAsGet(answer.header("Location")).json()).isEqualTo(order);
        List<String> authorizations = Clients.authorizations(order);
        assertThat(authorizations).hasSize(3).doesNotHaveDuplicates();
        for (int i = 0; i < 3; i++) {
            JsonObject authorization = client.postAsGet(authorizations.get(i)).json();
            assertThat(authorization.getString("status")).isEqualTo("pending");
            assertThat(authorization.getJsonObject("identifier"))
                    .isEqualTo(order.getJsonArray("identifiers").getJsonObject(i));
            JsonObject challenge = Clients.challenge(client, authorizations.get(i));
            assertThat(challenge.getString("status")).isEqualTo("pending");
            assertThat(challenge.getString("token")).matches("[A-Za-z0-9_-]{22,}");
        }
    }

    @Test
    void namesThatAreTheSameAreOne() throws IOException, InterruptedException {
        JsonObject order = client.newOrder("Fold.localhost", "fold.LOCALHOST", "fold.localhost.", "fold.localhost")
                .json();

        assertThat(names(order)).containsExactly("fold.localhost");
        assertThat(Clients.authorizations(order)).hasSize(1);
    }

    @Test
    void anOrderWithoutNamesIsMalformed() throws IOException, InterruptedException {
        for (String payload : List.of(
                "{}",
                "{\"identifiers\":[]}",
                "{\"identifiers\":null}",
                "{\"identifiers\":{}}",
                "{\"identifiers\":\"a.localhost\"}",
                "{\"identifiers\":[\"a.localhost\"]}",
                "{\"identifiers\":[null]}",
                "{\"identifiers\":[{\"value\":\"a.localhost\"}]}",
                "{\"identifiers\":[{\"type\":\"dns\"}]}",
                "{\"identifiers\":[{\"type\":\"dns\",\"value\":null}]}",
                "{\"identifiers\":[{\"type\":\"dns\",\"value\":1}]}")) {
            Clients.assertRefused(client, client.post(client.url("newOrder"), payload), 400, "malformed");
        }
    }

    @Test
    void identifiersOfOtherTypesAreUnsupported() throws IOException, InterruptedException {
        for (String type : List.of("fnord", "DNS", "email", "")) {
            Answer answer = client.post(
                    client.url("newOrder"),
                    "{\"identifiers\":[{\"type\":\"%s\",\"value\":\"a.localhost\"}]}".formatted(type));
            Clients.assertRefused(client, answer, 400, "unsupportedIdentifier");
        }
    }

    @Test
    void textsThatAreNoNamesAreRefused() throws IOException, InterruptedException {
        for (String name : List.of(
                "",
                ".",
                "..",
                "a..localhost",
                "-a.localhost",
                "a-.localhost",
                "a b.localhost",
                "a/b.localhost",
                "a@b.localhost",
                "a.localhost:80",
                "http://a.localhost",
                "a".repeat(64) + ".localhost",
                "a.".repeat(130) + "localhost",
                "b\u00fccher.localhost",
                "\uff41.localhost",
                "a\u00ad.localhost",
                "evil.localhost\u0000.test",
                "127.0.0.1",
                "1.2.3",
                "0x7f",
                "a.*.localhost",
                "x".repeat(10_000))) {
            Answer answer = client.newOrder(name);
            assertThat(answer.status()).as(name + answer.body()).isEqualTo(400);
            assertThat(answer.problem()).as(name).isIn("malformed", "rejectedIdentifier");
            Clients.assertProblem(answer, answer.problem());
        }
        Clients.assertRefused(client, client.newOrder("a_b.localhost"), 400, "rejectedIdentifier");
        Clients.assertRefused(client, client.newOrder("xn--a.localhost"), 400, "rejectedIdentifier");
    }

    @Test
    void aHundredNamesAreAcceptedAndNotOneMore() throws IOException, InterruptedException {
        String[] names = new String[101];
        for (int i = 0; i < names.length; i++) {
            names[i] = "n" + i + ".localhost";
        }

        Clients.assertRefused(client, client.newOrder(names), 400, "malformed");
        assertThat(client.newOrder(List.of(names).subList(0, 100).toArray(String[]::new))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aRefusalNamesTheRule() throws IOException, InterruptedException {
        Answer answer = client.newOrder("www.example.com");

        Clients.assertRefused(client, answer, 400, "rejectedIdentifier");
        assertThat(answer.json().getString("detail")).contains("www.example.com", "authority", "**.localhost");
    }

    /** RFC 8555 §6.7.1: "The identifier field MUST NOT be present at the top level". */
    @Test
    void aRefusedNameIsInASubproblemEvenIfItIsTheOnlyOne() throws IOException, InterruptedException {
        for (String name : List.of("www.example.com", "under_score.localhost", "-.localhost", "*.*.localhost")) {
            Answer answer = client.newOrder("good.localhost", name);

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.json().containsKey("identifier")).isFalse();
            assertThat(answer.json().getJsonArray("subproblems").getValuesAs(JsonObject.class))
                    .extracting(
                            subproblem -> subproblem.getJsonObject("identifier").getString("value"))
                    .containsExactly(name);
        }
    }

    /** Whether the form is wrong or the policy refuses it: the client learns of all in one answer. */
    @Test
    void whatIsNoNameAndWhatThePolicyRefusesAreToldTogether() throws IOException, InterruptedException {
        Answer answer = client.newOrder("good.localhost", "a_b.localhost", "www.example.com", "-.localhost");

        Clients.assertRefused(client, answer, 400, "compound");
        assertThat(answer.json().getJsonArray("subproblems").getValuesAs(JsonObject.class))
                .extracting(subproblem -> subproblem.getJsonObject("identifier").getString("value"))
                .containsExactly("a_b.localhost", "-.localhost", "www.example.com");
    }

    @Test
    void severalRefusedNamesAreOneProblemWithASubproblemEach() throws IOException, InterruptedException {
        Answer answer = client.newOrder("good.localhost", "www.example.com", "www.example.org");

        Clients.assertRefused(client, answer, 400, "rejectedIdentifier");
        List<JsonObject> subproblems = answer.json().getJsonArray("subproblems").getValuesAs(JsonObject.class);
        assertThat(subproblems)
                .extracting(subproblem -> subproblem.getJsonObject("identifier").getString("value"))
                .containsExactly("www.example.com", "www.example.org");
        assertThat(subproblems)
                .extracting(subproblem -> subproblem.getString("type"))
                .containsOnly("urn:ietf:params:acme:error:rejectedIdentifier");
    }

    @Test
    void wildcardsAndAddressesThatNoRulePermitsAreRefused() throws IOException, InterruptedException {
        Clients.assertRefused(client, client.newOrder("*.example.com"), 400, "rejectedIdentifier");
        Clients.assertRefused(client, client.newOrder("*.localhost.example.com"), 400, "rejectedIdentifier");
        Clients.assertRefused(client, orderFor("10.1.2.3"), 400, "rejectedIdentifier");
    }

    /** RFC 8555 §7.1.4 and §8.4. */
    @Test
    void aWildcardIsOfferedDns01OnlyAtItsBaseName() throws IOException, InterruptedException {
        Answer order = client.newOrder("*.offer.localhost");
        assertThat(order.json().getJsonArray("identifiers").getJsonObject(0).getString("value"))
                .isEqualTo("*.offer.localhost");

        JsonObject authorization = authorization(order);
        assertThat(authorization.getBoolean("wildcard")).isTrue();
        assertThat(authorization.getJsonObject("identifier").getString("value")).isEqualTo("offer.localhost");
        assertThat(offered(authorization)).containsExactly("dns-01");
    }

    @Test
    void aNameIsOfferedAllChallenges() throws IOException, InterruptedException {
        JsonObject authorization = authorization(client.newOrder("offer.localhost"));

        assertThat(authorization).doesNotContainKey("wildcard");
        assertThat(offered(authorization)).containsExactlyInAnyOrder("http-01", "dns-01", "tls-alpn-01");
    }

    /** RFC 8738 §7. */
    @Test
    void anAddressIsNotOfferedDns01() throws IOException, InterruptedException {
        assertThat(offered(authorization(orderFor("127.0.0.1")))).containsExactlyInAnyOrder("http-01", "tls-alpn-01");
    }

    private Answer orderFor(String address) throws IOException, InterruptedException {
        JsonArrayBuilder identifiers = Json.createArrayBuilder()
                .add(Json.createObjectBuilder().add("type", "ip").add("value", address));
        return client.post(
                client.url("newOrder"),
                Json.createObjectBuilder()
                        .add("identifiers", identifiers)
                        .build()
                        .toString());
    }

    private JsonObject authorization(Answer order) throws IOException, InterruptedException {
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        return client.postAsGet(Clients.authorizations(order.json()).get(0)).json();
    }

    private static List<String> offered(JsonObject authorization) {
        return authorization.getJsonArray("challenges").getValuesAs(JsonObject.class).stream()
                .map(challenge -> challenge.getString("type"))
                .toList();
    }

    @Test
    void whatIsAnothersLooksLikeWhatDoesNotExist() throws IOException, InterruptedException {
        AcmeClient owner = Clients.registered();
        Answer order = owner.newOrder("mine.localhost");
        String authorization = Clients.authorizations(order.json()).get(0);
        String challenge = Clients.challenge(owner, authorization).getString("url");
        String csr = Csr.payload(AcmeClient.newKey(), "mine.localhost");

        assertSameAsNothing(order.header("Location"), "");
        assertSameAsNothing(authorization, "");
        assertSameAsNothing(challenge, "");
        assertSameAsNothing(challenge, "{}");
        String finalize = order.json().getString("finalize");
        String id = order.header("Location").substring(order.header("Location").lastIndexOf('/') + 1);
        Answer others = client.post(finalize, csr);
        Answer nobodys = client.post(finalize.replace(id, AcmeClient.base64url(new byte[16])), csr);
        assertSame(others, nobodys);
        assertThat(Clients.challenge(owner, authorization).getString("status")).isEqualTo("pending");
    }

    private void assertSameAsNothing(String url, String payload) throws IOException, InterruptedException {
        String parent = url.substring(0, url.lastIndexOf('/') + 1);
        Answer others = client.post(url, payload);
        assertSame(others, client.post(parent + AcmeClient.base64url(new byte[16]), payload));
        assertSame(others, client.post(parent + "1", payload));
    }

    private static void assertSame(Answer others, Answer nobodys) {
        assertThat(others.status()).as(others.body()).isIn(400, 404);
        Clients.assertProblem(others, "malformed");
        assertThat(nobodys.status()).isEqualTo(others.status());
        assertThat(nobodys.body()).isEqualTo(others.body());
        assertThat(nobodys.headers().map().keySet())
                .isEqualTo(others.headers().map().keySet());
    }

    private static List<String> names(JsonObject order) {
        return order.getJsonArray("identifiers").getValuesAs(JsonObject.class).stream()
                .map(identifier -> identifier.getString("value"))
                .toList();
    }
}
