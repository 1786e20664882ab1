package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** What clients do is counted, and what they are refused is explained, to those whom it is for. */
class PortalDashboardIT {

    private static final String NAME = "dashboard.localhost";
    private static final String FORBIDDEN = "dashboard.example.com";
    private static final String ODD = "<svg onload=alert(1)>#{7*7}.example.com";

    private final AdminClient api = AdminClient.first();

    PortalDashboardIT() throws IOException {}

    @Test
    void whatHappensIsCountedAndExplained() throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = Clients.registered();
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            Certified.get(client, responder, NAME);
            Certified.get(client, responder, NAME);
        }
        Clients.assertRefused(client, client.newOrder(FORBIDDEN), 400, "rejectedIdentifier");
        assertThat(client.newOrder(ODD).status()).isEqualTo(400);
        makeKey();

        Browser browser = Browser.fresh().logInAsFirst();
        // events are counted by a job
        for (int polls = 0; polls < 240; polls++) {
            browser.open("/?range=24h");
            if (number(browser, "renewed") > 0 && browser.text().contains("rejectedIdentifier")) {
                break;
            }
            Thread.sleep(500);
        }
        assertThat(number(browser, "issued")).isPositive();
        assertThat(number(browser, "renewed")).isPositive();
        assertThat(number(browser, "refused")).isPositive();
        assertThat(browser.has(".chart path.renewed[d^='M']")).isTrue();
        assertThat(browser.text())
                .contains("A policy does not permit a name.", FORBIDDEN, "Latest refusals")
                .contains("External account keys that nobody used yet");
        assertThat(browser.has("#refusals svg")).isFalse();
        browser.driver().findElement(By.cssSelector("details > summary")).click();
        assertThat(browser.driver().findElements(By.cssSelector("#numbers tbody tr")))
                .hasSize(24);
        browser.inspect("dashboard-counts");
        assertThat(browser.text()).contains("Signing key", "Job queue", "last heard of", "As of");
        assertThat(browser.has("#tile-failed[href*='/orders?status=failed&since=24h']"))
                .isTrue();
        assertThat(browser.has("#tile-refused[href*='/audit?kind=request-refused&since=']"))
                .isTrue();
        assertThat(browser.has("#reasons a[href*='mentions=rejectedIdentifier']"))
                .isTrue();

        browser.follow("30 days");
        assertThat(browser.address()).isEqualTo("/?range=30d");
        assertThat(number(browser, "renewed")).isPositive();
        browser.openUrl(String.valueOf(
                browser.driver().findElement(By.cssSelector("#refusals a")).getDomProperty("href")));
        assertThat(browser.address()).startsWith("/audit-event?position=");
        assertThat(browser.text()).contains("request-refused", client.account().replaceFirst(".*/", ""));
    }

    @Test
    void itIsShortAndWhateverRangeIsAskedForItIsThere() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        for (String range : new String[] {"24h", "7d", "30d", "90d", "", "%3Csvg%3E"}) {
            var page = client.get("/?range=" + range);
            assertThat(page.status()).as(range).isEqualTo(200);
            assertThat(page.body()).hasSizeLessThan(40_000).doesNotContain("<svg>");
        }
    }

    @Test
    void whoIsOfAnotherTeamSeesNothingOfIt() throws IOException, InterruptedException {
        String team = AdminClient.created(api.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                .getString("id");
        String auditor = PortalPerson.invited("auditor", team)
                .client()
                .get("/?range=90d")
                .body();
        assertThat(auditor)
                .contains("id=\"issued\">0<", "Nobody was refused anything", "Nothing was refused, and nothing failed")
                .doesNotContain("example.com", "audit-event");
        String operator = PortalPerson.invited("eab-operator", team)
                .client()
                .get("/?range=90d")
                .body();
        assertThat(operator)
                .contains("id=\"issued\">0<", "External account keys")
                .doesNotContain("Latest refusals", "End soon, and were not renewed");
    }

    /** One that nobody will use. */
    private void makeKey() throws IOException, InterruptedException {
        String authority = api.named("/authorities", "internal").getString("id");
        String provisioner =
                api.named("/provisioners?authority=" + authority, "acme").getString("id");
        AdminClient.created(api.post(
                "/external-account-keys",
                Json.createObjectBuilder()
                        .add("provisioner", provisioner)
                        .add("reference", "<img src=x onerror=alert(1)> " + UUID.randomUUID() + "w".repeat(150))
                        .build()
                        .toString()));
    }

    private static long number(Browser browser, String id) {
        return Long.parseLong(browser.driver().findElement(By.id(id)).getText());
    }
}
