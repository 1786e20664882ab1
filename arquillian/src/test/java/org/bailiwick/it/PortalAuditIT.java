package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The audit log is searched, shown, verified and exported, as a person does it. */
class PortalAuditIT {

    private final AdminClient api = AdminClient.first();

    PortalAuditIT() throws IOException {}

    @Test
    void anEventIsFoundAndShownWithItsLink() throws IOException, InterruptedException {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String name = "<img src=x onerror=alert(1)> #{7*7} \u00e4" + mark + "w".repeat(40);
        String who = AdminClient.ok(api.get("/caller")).getString("id");
        AdminClient.created(api.post(
                "/teams", Json.createObjectBuilder().add("name", name).build().toString()));
        Browser browser = Browser.fresh().logInAsFirst().press("Audit");
        // events are linked a moment after they were recorded
        for (int polls = 0; polls < 100 && !browser.has("#events td a"); polls++) {
            browser.open("/audit?mentions=" + mark);
            Thread.sleep(100);
        }
        browser.open("/audit")
                .choose("Kind", "team-created")
                .fill("Mentions", mark)
                .fill("Administrator (id)", who)
                .press("Search");
        assertThat(browser.address()).contains("kind=team-created", "mentions=" + mark, "who=" + who);
        assertThat(browser.driver().findElements(By.cssSelector("#events tbody tr")))
                .hasSize(1);
        assertThat(browser.text()).contains(name);
        assertThat(browser.has("#events img")).isFalse();
        browser.inspect("audit");

        browser.openUrl(String.valueOf(
                browser.driver().findElement(By.cssSelector("#events td a")).getDomProperty("href")));
        assertThat(browser.text())
                .contains(
                        name, who, "What it says gives the hash that was stored with it.", "\"kind\":\"team-created\"");
        browser.inspect("audit-event").press("The one before");
        assertThat(browser.text()).contains("In the chain");

        browser.open("/audit?account=" + who);
        assertThat(browser.text()).contains("No event matches");
        browser.inspect("audit-none");
        browser.open("/audit?since=yesterday");
        assertThat(browser.text()).contains("is a time in UTC");
        browser.open("/audit?kind=%3Csvg%20onload=alert(1)%3E");
        assertThat(browser.text()).contains("A kind of event has small letters");
        browser.open("/audit-event?position=999999999999");
        assertThat(browser.text()).contains("There is nothing here");
    }

    @Test
    void theLogIsReadPageByPage() throws IOException, InterruptedException {
        for (int i = 0; i < 45; i++) {
            AdminClient.created(api.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())));
        }
        Browser browser = Browser.fresh().logInAsFirst();
        for (int polls = 0; polls < 100 && !browser.text().contains("Older ones"); polls++) {
            browser.open("/audit?kind=team-created");
            Thread.sleep(100);
        }
        long first = position(browser);
        browser.press("Older ones");
        assertThat(browser.address()).contains("kind=team-created", "before=");
        assertThat(position(browser)).isLessThanOrEqualTo(first - 40);
    }

    @Test
    void theServerVerifiesItsLog() throws IOException {
        Browser browser = Browser.fresh().logInAsFirst().open("/audit").press("Verify and export");
        assertThat(browser.text()).contains("audit-verifier.jar");
        browser.press("Verify everything");
        assertThat(browser.text()).contains("The verification has begun");
        new WebDriverWait(browser.driver(), Duration.ofMinutes(2))
                .until(page -> browser.text().contains("nothing is wrong"));
        assertThat(browser.text()).containsPattern("are what was recorded|nothing is proven");
        assertThat(browser.has("progress")).isFalse();
        browser.inspect("audit-proof");
    }

    @Test
    void theExportIsTheSameAsTheApis() throws IOException, InterruptedException {
        Answer export = PortalClient.loggedIn().get("/audit-export");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(export.header("Content-Disposition")).contains("audit.ndjson");
        assertThat(export.header("Cache-Control")).contains("no-store");
        assertThat(api.get("/audit/export").body())
                .startsWith(export.body().substring(0, export.body().length() / 2));
        assertThat(PortalClient.loggedIn()
                        .get("/audit-export?checkpoint=999999999")
                        .status())
                .isEqualTo(404);
    }

    /** It is one chain for all teams. */
    @Test
    void itIsForWhoIsOfAllTeams() throws IOException, InterruptedException {
        String team = AdminClient.created(api.post("/teams", "{\"name\":\"%s\"}".formatted(UUID.randomUUID())))
                .getString("id");
        for (PortalClient other : new PortalClient[] {
            PortalPerson.invited("eab-operator", team).client(),
            PortalPerson.invited("auditor", team).client()
        }) {
            for (String page : new String[] {"/audit", "/audit-event?position=1", "/audit-proof", "/audit-export"}) {
                assertThat(other.get(page).status()).as(page).isEqualTo(403);
            }
            // so nobody is led there
            assertThat(other.get("/").body()).doesNotContain("/admin/audit");
        }
        PortalClient auditor = PortalPerson.invited("auditor", null).client();
        assertThat(auditor.get("/audit").status()).isEqualTo(200);
        assertThat(auditor.get("/").body()).contains("/admin/audit\"");
    }

    private static long position(Browser browser) {
        return Long.parseLong(browser.driver()
                .findElement(By.cssSelector("#events tbody td a"))
                .getText());
    }
}
