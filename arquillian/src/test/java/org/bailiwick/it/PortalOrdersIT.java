package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Why a client gets no certificate: an order is found by its name, and its validation read. */
class PortalOrdersIT {

    private static final String XSS = "<img src=x onerror=alert(1)>";

    /** Two hundred characters, for which there must be room. */
    private final String name = "trace-%s.%s.%s.%s.localhost"
            .formatted(Long.toString(Clock.systemUTC().millis(), 36), "l".repeat(60), "m".repeat(60), "n".repeat(60));

    @Test
    void whyANameWasNotProvenIsReadInItsOrder() throws IOException, InterruptedException {
        AcmeClient client = Clients.registered();
        Answer order = client.newOrder("first-" + name, name);
        String id = id(order);
        String token;
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            List<String> authorizations = Clients.authorizations(order.json());
            JsonObject good = Clients.challenge(client, authorizations.get(0));
            responder.answer(good.getString("token"), client.keyAuthorization(good.getString("token")));
            client.post(good.getString("url"), "{}");
            Clients.ended(client, authorizations.get(0));
            JsonObject evil = Clients.challenge(client, authorizations.get(1));
            token = evil.getString("token");
            responder.answer(token, 200, XSS);
            client.post(evil.getString("url"), "{}");
            Clients.ended(client, authorizations.get(1));
        }

        Browser browser = Browser.fresh().logInAsFirst().press("Orders");
        browser.fill("Name", name).press("Search");
        assertThat(browser.text()).contains("first-" + name, "Failed");
        browser.inspect("orders").follow("first-" + name);
        // the one that failed is shown by itself
        assertThat(browser.text())
                .contains(
                        "Validation of " + name,
                        "The client said that it is ready",
                        "resolved " + name + " to ",
                        "connected to 127.0.0.1 port ",
                        "GET /.well-known/acme-challenge/" + token + " answered 200",
                        XSS,
                        "Expected at",
                        client.keyAuthorization(token));
        assertThat(browser.has("main img")).isFalse();
        assertThat(browser.has("ol.trace li.bad")).isTrue();
        // why is said at the top, and when each attempt was made below
        assertThat(browser.has("main #failure")).isTrue();
        assertThat(browser.has("ol.trace li.attempt time[data-seconds]")).isTrue();
        browser.inspect("order").follow("first-" + name);
        assertThat(browser.address()).contains("id=" + id, "name=1");
        assertThat(browser.text()).contains("Validation of first-" + name, "the answer is the key authorization");
        browser.inspect("order-proven");

        // the same by how it stands and when it was made, with the reason beside it
        browser.open("/orders?status=failed&since=1h&name=" + name);
        assertThat(browser.text()).contains("first-" + name, name + ": ");
        assertThat(browser.has("#orders .wrong")).isTrue();
        browser.open("/orders?status=valid&since=1h&name=" + name);
        assertThat(browser.text()).contains("No order matches");

        browser.open("/orders?name=none-" + name);
        assertThat(browser.text()).contains("No order matches");
        browser.inspect("orders-none");
    }

    @Test
    void eachRoleSeesWhatIsItsOwnAndBadInputIsAnswered() throws IOException, InterruptedException {
        String page = "/order?id=" + id(Clients.registered().newOrder(name));
        assertThat(PortalPerson.invited("auditor", null).client().get(page).body())
                .contains(name, "Waits for validation");
        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        assertThat(operator.get("/orders").status()).isEqualTo(403);
        assertThat(operator.get(page).status()).isEqualTo(403);
        String team = AdminClient.created(AdminClient.first()
                        .post(
                                "/teams",
                                Json.createObjectBuilder()
                                        .add("name", "other of " + name.substring(0, 14))
                                        .build()
                                        .toString()))
                .getString("id");
        PortalClient other =
                PortalPerson.invited("authority-administrator", team).client();
        assertThat(other.get(page).status()).isEqualTo(404);
        assertThat(other.get("/orders?name=" + name).body()).contains("No order matches");

        PortalClient client = PortalClient.loggedIn();
        for (String number : List.of("0", "2", "99999", "x", "-1", "%3Cscript%3E")) {
            Answer answer = client.get(page + "&name=" + number);
            assertThat(answer.status()).as(number).isEqualTo(200);
            assertThat(answer.body()).as(number).contains("Validation of").doesNotContain("<script>");
        }
        for (String query :
                List.of("name=%00", "account=x", "status=%3Cscript%3E&since=x&authority=x&provisioner=x&account=x")) {
            Answer answer = client.get("/orders?" + query);
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(answer.body()).as(query).contains("role=\"alert\"");
            assertThat(answer.body()).as(query).doesNotContain("Exception", "\tat ", "org.bailiwick", "hibernate");
        }
        assertThat(client.get("/order?id=x").status()).isEqualTo(404);
    }

    private static String id(Answer order) {
        assertThat(order.status()).as(order.body()).isEqualTo(201);
        String url = order.header("Location");
        return url.substring(url.lastIndexOf('/') + 1);
    }
}
