package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What policies do to clients: they narrow level by level, and a tightened one stops the next renewal. */
class PolicyIT {

    private static ChallengeResponder responder;

    private final AdminClient administrator = AdminClient.first();
    private final String provisionerName =
            "policy-" + UUID.randomUUID().toString().substring(0, 8);
    private final String provisioner = AdminClient.created(administrator.post(
                    "/provisioners", "{\"authority\":\"%s\",\"name\":\"%s\"}".formatted(internal(), provisionerName)))
            .getString("id");
    private final AcmeClient client = registered();

    PolicyIT() throws IOException, InterruptedException {}

    @BeforeAll
    static void answerChallenges() throws IOException {
        responder = new ChallengeResponder(SharedServer.get().settings().http01Port());
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    @Test
    void aTightenedPolicyStopsTheNextRenewal() throws IOException, InterruptedException, GeneralSecurityException {
        Certified.get(client, responder, "kept.localhost", "stopped.localhost");

        govern("/provisioners/" + provisioner, "{'deny':{'dns':['stopped.localhost']}}");

        Answer renewal = client.newOrder("kept.localhost", "stopped.localhost");
        assertThat(refused(renewal))
                .containsExactly(
                        "stopped.localhost: \"stopped.localhost\" is refused: the policy of this provisioner denies it by the rule \"deny dns stopped.localhost\".");
        Certified.get(client, responder, "kept.localhost");
    }

    /** FEATURES: "policy is checked at newOrder, again at finalize". */
    @Test
    void anOpenOrderIsStoppedAndGoesOnWhenThePolicyPermitsItAgain() throws IOException, InterruptedException {
        String order = Clients.readyOrder(client, responder, "open.localhost");
        govern(account(client), "{'allow':{'dns':['other.localhost']}}");

        Answer finalize =
                client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), "open.localhost"));
        Clients.assertRefused(client, finalize, 400, "rejectedIdentifier");
        // once, though the certificate would show it as common name, too
        assertThat(refused(finalize)).singleElement().asString().contains("the policy of this account");
        assertThat(Clients.status(client, order)).isEqualTo("ready");

        govern(account(client), "{}");
        assertThat(Clients.certificate(client, order, "open.localhost")).contains("BEGIN CERTIFICATE");
    }

    @Test
    void anAccountsPolicyNarrowsThatAccountOnly() throws IOException, InterruptedException {
        AcmeClient other = registered();
        govern(account(client), "{'allow':{'dns':['web.localhost']}}");
        govern(account(other), "{'allow':{'dns':['db.localhost']}}");

        assertThat(client.newOrder("web.localhost").status()).isEqualTo(201);
        assertThat(other.newOrder("db.localhost").status()).isEqualTo(201);
        assertThat(refused(client.newOrder("db.localhost")))
                .containsExactly(
                        "db.localhost: \"db.localhost\" is refused: of DNS names the policy of this account allows only web.localhost.");
        assertThat(refused(other.newOrder("web.localhost"))).hasSize(1);
    }

    /** A lower level that permits it does not help. */
    @Test
    void everyViolationOfEveryLevelIsASubproblem() throws IOException, InterruptedException {
        govern(
                "/provisioners/" + provisioner,
                "{'allow':{'dns':['**.localhost','**.example']},'deny':{'dns':['secret.localhost']},'allowWildcardNames':true}");
        govern(account(client), "{'allow':{'dns':['**.localhost','**.example']}}");

        assertThat(refused(client.newOrder("*.localhost", "host.example", "secret.localhost", "host.localhost")))
                .satisfiesExactly(
                        covering -> assertThat(covering)
                                .startsWith("*.localhost: ")
                                .contains("of this provisioner denies a name that it covers", "secret.localhost"),
                        wildcard -> assertThat(wildcard)
                                .startsWith("*.localhost: ")
                                .contains("of this account allows no wildcard names"),
                        foreign -> assertThat(foreign)
                                .startsWith("host.example: ")
                                .contains("of this authority allows only"),
                        denied -> assertThat(denied)
                                .startsWith("secret.localhost: ")
                                .contains("of this provisioner denies it"));
    }

    /** Which rules permitted a certificate is told of it for ever. */
    @Test
    void theAuditSaysWhyACertificateWasIssued() throws IOException, InterruptedException, GeneralSecurityException {
        govern(account(client), "{'allow':{'dns':['why.localhost']}}");
        Certified.get(client, responder, "why.localhost");

        assertThat(administrator.awaitAudited("certificate-issued", "why.localhost"))
                .singleElement()
                .asString()
                .contains(
                        "\"permittedBy\":{\"authority\":[\"allow dns **.localhost\"],\"account\":[\"allow dns why.localhost\"]}");
    }

    @Test
    void theAuditSaysWhichRulesRefusedAnOrder() throws IOException, InterruptedException {
        govern(account(client), "{'deny':{'dns':['why-not.localhost']}}");
        assertThat(refused(client.newOrder("why-not.localhost"))).hasSize(1);

        assertThat(administrator.awaitAudited("request-refused", "why-not.localhost"))
                .singleElement()
                .asString()
                .contains(
                        "\"decidedBy\":{\"refused\":2,\"names\":[{\"type\":\"dns\",\"value\":\"why-not.localhost\",\"levels\":["
                                + "{\"level\":\"authority\",\"permitted\":true,\"rule\":\"allow dns **.localhost\"},"
                                + "{\"level\":\"account\",\"permitted\":false,\"rule\":\"deny dns why-not.localhost\"}]}");
    }

    private AcmeClient registered() throws IOException, InterruptedException {
        AcmeClient fresh = new AcmeClient(
                ProvisionersIT.directory(SharedServer.get(), provisionerName),
                SharedServer.get().root());
        assertThat(fresh.newAccount().status()).isEqualTo(201);
        return fresh;
    }

    private static String account(AcmeClient client) {
        return "/accounts/" + client.account().substring(client.account().lastIndexOf('/') + 1);
    }

    private void govern(String subject, String quoted) throws IOException, InterruptedException {
        String path = subject + "/policy";
        AdminClient.ok(administrator.put(
                path, quoted.replace('\'', '"'), administrator.get(path).header("ETag")));
    }

    /** Of each subproblem its name and its sentence. */
    private static List<String> refused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        Clients.assertProblem(answer, "rejectedIdentifier");
        Stream<JsonObject> subproblems =
                answer.json().getJsonArray("subproblems").getValuesAs(JsonObject.class).stream();
        return subproblems
                .map(each -> each.getJsonObject("identifier").getString("value") + ": " + each.getString("detail"))
                .toList();
    }

    private String internal() throws IOException, InterruptedException {
        return administrator.named("/authorities", "internal").getString("id");
    }
}
