package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Accounts are found, read and ended, as a person does it. */
class PortalAccountsIT {

    /** As evil as a contact may be. */
    private final String contact =
            "o'$!*-%s@corp.internal".formatted(Long.toString(Clock.systemUTC().millis(), 36));

    @Test
    void oneIsFoundReadAndDeactivated() throws IOException, InterruptedException {
        AcmeClient client = registered();
        String id = id(client);
        String ordered = "of-account-%s.localhost"
                .formatted(Long.toString(Clock.systemUTC().millis(), 36));
        client.newOrder(ordered);
        Browser browser = Browser.fresh().logInAsFirst().press("Accounts");
        browser.fill("Contact", contact.toUpperCase(Locale.ROOT)).press("Search");
        assertThat(browser.text()).contains("mailto:" + contact, "Valid");
        browser.inspect("accounts").follow(id);
        assertThat(browser.text()).contains("mailto:" + contact, "ES256", ordered, "It is not bound to one.");
        browser.inspect("account");
        browser.fill("The id above", "not that").press("Deactivate the account");
        assertThat(browser.text()).contains("nothing was deactivated");
        browser.fill("The id above", id).press("Deactivate the account");
        assertThat(browser.text())
                .contains("The account " + id + " is deactivated.", "Deactivated")
                .doesNotContain("Deactivate the account");
        browser.inspect("account-deactivated");
        assertThat(client.newOrder(ordered).problem()).isEqualTo("unauthorized");

        browser.open("/accounts?contact=nobody-" + contact.substring(6));
        assertThat(browser.text()).contains("No account matches");
        browser.inspect("accounts-none");
    }

    @Test
    void oneOfAnExternalAccountKeyIsFoundByIt() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        var key = directory.key(",'owner':'<script>alert(1)</script>'");
        String id = id(directory.registered(key));
        PortalClient portal = PortalClient.loggedIn();
        assertThat(portal.get("/accounts?key=" + key.getString("id")).body()).contains("/admin/account?id=" + id);
        // who gives out keys sees which accounts are bound to one, and is not led where he may not go
        String keyPage = "/key?id=" + key.getString("id");
        assertThat(portal.get(keyPage).body()).contains("/admin/account?id=" + id);
        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        assertThat(operator.get(keyPage).body()).contains(id).doesNotContain("/admin/account?id=");
        assertThat(portal.get("/account?id=" + id).body())
                .contains("In force", "/admin/key?id=" + key.getString("id"), "/admin/audit?mentions=" + id)
                .contains("/admin/policy?level=account&amp;id=" + id, "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert(1)");
    }

    @Test
    void aChosenProvisionerStaysChosen() throws IOException, InterruptedException {
        PortalClient portal = PortalClient.loggedIn();
        String provisioner = new BoundDirectory("new-account-required").provisioner();
        String chosen = "<option value=\"" + provisioner + "\" selected=\"selected\">";
        for (String page : List.of("/accounts", "/orders")) {
            assertThat(portal.get(page).body()).doesNotContain("selected=");
            assertThat(portal.get(page + "?provisioner=" + provisioner).body())
                    .containsOnlyOnce("selected=")
                    .contains(chosen);
            assertThat(portal.get(page + "?provisioner=" + UUID.randomUUID()).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void eachRoleSeesWhatIsItsOwnAndBadInputIsAnswered() throws IOException, InterruptedException {
        String page = "/account?id=" + id(registered());
        assertThat(PortalPerson.invited("auditor", null).client().get(page).body())
                .contains("corp.internal")
                .doesNotContain("Deactivate the account");
        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        assertThat(operator.get("/accounts").status()).isEqualTo(403);
        assertThat(operator.get(page).status()).isEqualTo(403);
        String team = AdminClient.created(AdminClient.first()
                        .post(
                                "/teams",
                                Json.createObjectBuilder()
                                        .add("name", "other than " + contact)
                                        .build()
                                        .toString()))
                .getString("id");
        assertThat(PortalPerson.invited("authority-administrator", team)
                        .client()
                        .get(page)
                        .status())
                .isEqualTo(404);

        PortalClient client = PortalClient.loggedIn();
        for (String query : List.of("contact=%00", "key=x")) {
            Answer answer = client.get("/accounts?" + query);
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(answer.body()).as(query).contains("role=\"alert\"");
            assertThat(answer.body()).as(query).doesNotContain("Exception", "\tat ", "org.bailiwick", "hibernate");
        }
        assertThat(client.get("/accounts?contact=%25&thumbprint=%27&status=x&before=x")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/account?id=x").status()).isEqualTo(404);
    }

    private AcmeClient registered() throws IOException, InterruptedException {
        AcmeClient client = Clients.stranger();
        Answer made = client.newAccount("{\"termsOfServiceAgreed\":true,\"contact\":[\"mailto:" + contact + "\"]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return client;
    }

    private static String id(AcmeClient client) {
        return client.account().substring(client.account().lastIndexOf('/') + 1);
    }
}
