package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** dns-01 (RFC 8555 §8.4), with the tests' own name server. */
class Dns01IT {

    private final AcmeClient client;
    private final TestNameServer names = SharedServer.nameServer();

    Dns01IT() throws IOException, InterruptedException {
        client = Clients.registered();
    }

    @Test
    void aWildcardAndItsBaseAreProvedByTwoValuesOfOneName()
            throws IOException, InterruptedException, GeneralSecurityException {
        Answer order = client.newOrder("*.two.dns.test", "two.dns.test");
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        List<String> authorizations = Clients.authorizations(order.json());
        names.add("_acme-challenge.two.dns.test", "TXT", "of something else");
        for (String authorization : authorizations) {
            names.add(
                    "_acme-challenge.two.dns.test",
                    "TXT",
                    digest(challenge(authorization).getString("token")));
        }

        for (String authorization : authorizations) {
            client.post(challenge(authorization).getString("url"), "{}");
            assertThat(Clients.ended(client, authorization).json().getString("status"))
                    .isEqualTo("valid");
        }

        String chain = Clients.certificate(client, order.header("Location"), "*.two.dns.test", "two.dns.test");
        assertThat(Chains.names(Chains.leaf(chain))).containsExactlyInAnyOrder("*.two.dns.test", "two.dns.test");
    }

    /** RFC 8555 §7.1.3, §7.1.4: only dns-01 proves all names that a wildcard covers. */
    @Test
    void aWildcardIsOfferedDns01Only() throws IOException, InterruptedException {
        Answer order = client.newOrder("*.only.dns.test");
        JsonObject authorization =
                client.postAsGet(Clients.authorizations(order.json()).get(0)).json();
        assertThat(authorization.getBoolean("wildcard")).isTrue();
        assertThat(authorization.getJsonObject("identifier").getString("value")).isEqualTo("only.dns.test");
        assertThat(authorization.getJsonArray("challenges").getValuesAs(JsonObject.class))
                .extracting(challenge -> challenge.getString("type"))
                .containsExactly("dns-01");
    }

    @Test
    void anAliasIsFollowed() throws IOException, InterruptedException, GeneralSecurityException {
        String authorization = ordered("alias.dns.test");
        names.add("_acme-challenge.alias.dns.test", "CNAME", "alias.challenges.dns.internal");
        names.add(
                "alias.challenges.dns.internal",
                "TXT",
                digest(challenge(authorization).getString("token")));

        client.post(challenge(authorization).getString("url"), "{}");

        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("valid");
    }

    @Test
    void wrongValuesAreShownAndEndTheChallenge() throws IOException, InterruptedException, GeneralSecurityException {
        String authorization = ordered("wrong.dns.test");
        // without its digest the key authorization is the commonest mistake
        String token = challenge(authorization).getString("token");
        names.add("_acme-challenge.wrong.dns.test", "TXT", client.keyAuthorization(token));

        client.post(challenge(authorization).getString("url"), "{}");

        JsonObject challenge = ended(authorization);
        assertThat(challenge.getJsonObject("error").getString("type")).endsWith(":incorrectResponse");
        assertThat(challenge.getJsonObject("error").getString("detail"))
                .contains("_acme-challenge.wrong.dns.test", digest(token), token);
        assertThat(challenge.getJsonArray("validationRecord").getValuesAs(JsonObject.class))
                .extracting(step -> step.getInt("attempt"))
                .contains(1, 2, 3);
    }

    @Test
    void aRecordThatIsMissingIsADnsProblem() throws IOException, InterruptedException {
        String authorization = ordered("none.dns.test");

        client.post(challenge(authorization).getString("url"), "{}");

        JsonObject challenge = ended(authorization);
        assertThat(challenge.getJsonObject("error").getString("type")).endsWith(":dns");
        assertThat(challenge.getJsonObject("error").getString("detail")).contains("_acme-challenge.none.dns.test");
    }

    @Test
    void aRecordThatComesLateIsFound() throws IOException, InterruptedException, GeneralSecurityException {
        String authorization = ordered("late.dns.test");

        client.post(challenge(authorization).getString("url"), "{}");
        names.add(
                "_acme-challenge.late.dns.test",
                "TXT",
                digest(challenge(authorization).getString("token")));

        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("valid");
    }

    private String ordered(String name) throws IOException, InterruptedException {
        return Clients.authorizations(client.newOrder(name).json()).get(0);
    }

    private JsonObject ended(String authorization) throws IOException, InterruptedException {
        assertThat(Clients.ended(client, authorization).json().getString("status"))
                .isEqualTo("invalid");
        return challenge(authorization);
    }

    private JsonObject challenge(String authorization) throws IOException, InterruptedException {
        return Clients.challenge(client, authorization, "dns-01");
    }

    private String digest(String token) throws GeneralSecurityException {
        return AcmeClient.base64url(MessageDigest.getInstance("SHA-256")
                .digest(client.keyAuthorization(token).getBytes(StandardCharsets.US_ASCII)));
    }
}
