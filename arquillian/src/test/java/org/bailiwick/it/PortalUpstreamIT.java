package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * An authority whose certificates another CA makes, and what waits for that CA, as a person sees it. The other CA is an
 * authority of the same server.
 */
class PortalUpstreamIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningServer server = SharedServer.get();
    private final AdminClient api = AdminClient.first();

    /** One that no other test has. */
    private final String name = "up-" + Long.toString(Clock.systemUTC().millis(), 36);

    private final String host = "host." + name + ".localhost";

    @TempDir
    private Path folder;

    PortalUpstreamIT() throws IOException {}

    @Test
    void anAuthorityIsEnrolledAtAnotherCaAndWhatWaitsForThatIsGivenUp() throws IOException, InterruptedException {
        CmpClient there = CmpClient.registered(api, CmpClient.provisioner(api), folder);
        String root = Files.readString(server.root());
        Browser browser = Browser.fresh().logInAsFirst().open("/authority-new");
        browser.follow("Another CA issues; this server validates");
        browser.fill("Name", name)
                .choose("Team", "default")
                .fill("URL of the CA", "ldap://<svg onload=alert(1)>")
                .fill("Trust anchors, PEM", root)
                .fill("Enrolment secret", there.secret())
                .press("Make it");
        assertThat(browser.text()).contains("The URL of the CA cannot be right");
        assertThat(browser.value("Enrolment secret")).isEmpty();
        assertThat(browser.driver().getPageSource()).doesNotContain(there.secret());
        browser.inspect("authority-new-upstream")
                .fill("URL of the CA", server.settings().url() + "/" + there.path())
                .fill("Enrolment secret", there.secret())
                .press("Make it");
        assertThat(browser.text()).contains(name + " is made.", "Its certificates come from another CA");
        // without the page being loaded anew
        new WebDriverWait(browser.driver(), PATIENCE)
                .until(page -> browser.text().contains("Enrolled"));
        assertThat(browser.text()).contains("CN=branch-", there.path());
        browser.inspect("authority-upstream").follow("What waits for the CA");
        assertThat(browser.text()).contains("Nothing like that waits");
        String id = api.named("/authorities", name).getString("id");

        lockOut(there);
        String order = waiting(id);
        browser.open("/outbox?authority=" + id).follow("Ends");
        assertThat(browser.address()).contains("sort=deadline", "authority=" + id);
        assertThat(browser.text()).contains(host, "Certificate · " + name, "Waits");
        browser.inspect("outbox").follow(host);
        browser.inspect("outbox-entry").follow("Show the order").follow("Show what it waits for");
        assertThat(browser.address()).startsWith("/outbox-entry?id=");
        browser.press("Try it now");
        assertThat(browser.text()).contains(host + ": the CA is being asked.");
        assertWhoMayNotIsRefused(id);
        browser.follow(host).press("Give it up");
        assertThat(browser.text()).contains("Nothing is changed");
        browser.fill("To give it up, type", host).press("Give it up");
        assertThat(browser.text()).contains(host + " is given up.", "Nothing like that waits");
        browser.open("/order?id=" + order);
        assertThat(browser.text()).contains("gave the order up").doesNotContain("Show what it waits for");
        assertEnrolsAgain(browser, there, id);
    }

    /** Somebody else enrols in its place: what it signs does not count there any more. */
    private void lockOut(CmpClient there) throws IOException, InterruptedException {
        there.key("other");
        there.with(secretOf(there)).enrol("other").requireGood();
        there.signedBy("other", "genm", "-infotype", "caCerts").requireGood();
    }

    private String secretOf(CmpClient there) throws IOException, InterruptedException {
        return AdminClient.ok(api.post("/registration-authorities/" + there.id() + "/secret", "{}"))
                .getString("secret");
    }

    /** The id of an order that is processing there. */
    private String waiting(String authority) throws IOException, InterruptedException {
        String policy = "/authorities/" + authority + "/policy";
        AdminClient.ok(api.put(
                policy,
                "{\"allow\":{\"dns\":[\"**.localhost\"]}}",
                api.get(policy).header("ETag")));
        AdminClient.created(api.post("/provisioners", "{\"authority\":\"%s\",\"name\":\"acme\"}".formatted(authority)));
        AcmeClient client = new AcmeClient(
                URI.create(
                        "%s/acme/%s/acme/directory".formatted(server.settings().url(), name)),
                server.root());
        assertThat(client.newAccount().status()).isEqualTo(201);
        try (ChallengeResponder responder =
                new ChallengeResponder(server.settings().http01Port())) {
            String order = Clients.readyOrder(client, responder, host);
            Answer finalized = client.post(Clients.finalizeUrl(client, order), Csr.payload(AcmeClient.newKey(), host));
            assertThat(finalized.json().getString("status"))
                    .as(finalized.body())
                    .isEqualTo("processing");
            return order.replaceFirst(".*/", "");
        }
    }

    private void assertWhoMayNotIsRefused(String authority) throws IOException, InterruptedException {
        PortalClient auditor = PortalPerson.ofTheFirstTeam("auditor").client();
        assertThat(auditor.get("/outbox").body()).contains(host);
        String entry = AdminClient.ok(api.get("/outbox?authority=" + authority))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");
        assertThat(auditor.get("/outbox-entry?id=" + entry).body())
                .contains(host)
                .doesNotContain("Try it now");
        assertThat(auditor.get("/authority-enrol?id=" + authority).body()).contains("Only authority administrators");
        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        assertThat(operator.get("/outbox").status()).isEqualTo(403);
        assertThat(operator.get("/outbox-entry?id=" + entry).status()).isEqualTo(403);
        assertThat(operator.get("/authority?id=" + authority).body())
                .contains(name)
                .doesNotContain("Its certificates come from another CA");
        String team = AdminClient.created(api.post("/teams", "{\"name\":\"Team of %s\"}".formatted(name)))
                .getString("id");
        PortalClient stranger =
                PortalPerson.invited("authority-administrator", team).client();
        assertThat(stranger.get("/outbox").body()).contains("No authority here has its certificates from another CA");
        assertThat(stranger.get("/outbox-entry?id=" + entry).status()).isEqualTo(404);
        assertThat(stranger.get("/authority-enrol?id=" + authority).status()).isEqualTo(404);
    }

    private void assertEnrolsAgain(Browser browser, CmpClient there, String authority)
            throws IOException, InterruptedException {
        browser.open("/authority-enrol?id=" + authority);
        browser.inspect("authority-enrol")
                .fill("Enrolment secret", secretOf(there))
                .press("Enrol");
        assertThat(browser.text()).contains(name + " is being enrolled.");
        new WebDriverWait(browser.driver(), PATIENCE)
                .until(page -> browser.text().contains("Enrolled"));
        there.signedBy("other", "genm", "-infotype", "caCerts").requireRefused("signerNotTrusted");
    }
}
