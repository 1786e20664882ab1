package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** People who administer are made, changed and shut out, as a person does it. */
class PortalAdministratorsIT {

    static final String PASSWORD = "four words in a row";

    private static final String SUSPEND = "To suspend, type the name";

    private final AdminClient api = AdminClient.first();

    PortalAdministratorsIT() throws IOException {}

    @Test
    void whoIsInvitedSetsHisPasswordAndSeesWhatIsForHisRole() throws IOException, InterruptedException {
        String name = name("auditor");
        Browser browser = Browser.fresh().logInAsFirst();
        String link = invite(browser, name, "Auditor", null);
        browser.inspect("administrator-made");
        browser.press("Log out").openUrl(link).inspect("invitation");
        browser.fill("Password", "short")
                .fill("The same password again", "short")
                .press("Set the password");
        assertThat(browser.text()).contains("12 to 128 characters");
        browser.fill("Password", PASSWORD)
                .fill("The same password again", PASSWORD)
                .press("Set the password");
        assertThat(browser.text()).contains("Your password is set.");
        browser.openUrl(link);
        assertThat(browser.text()).contains("opens nothing");

        browser.logIn(name, PASSWORD);
        assertThat(browser.title()).isEqualTo("Dashboard · Bailiwick");
        browser.press("Administrators");
        assertThat(browser.text()).contains(name).doesNotContain("New administrator");
        browser.follow(name);
        assertThat(browser.text()).contains("Auditor").doesNotContain("Save", "Suspend");
        browser.inspect("administrator-as-auditor");
        browser.open("/administrator-new");
        assertThat(browser.text()).contains("You may not do this");
        api.awaitAudited("administration-refused", "portal /administrator-new");
    }

    @Test
    void roleTeamAndPasswordAreChangedAndWhoIsSuspendedIsOut() throws IOException, InterruptedException {
        String name = name("operator");
        String team = "Team \"<img src=x onerror=alert(1)>\" #{7*7} ${7*7} " + "w".repeat(40);
        AdminClient.created(api.post(
                "/teams", Json.createObjectBuilder().add("name", team).build().toString()));
        Browser browser = Browser.fresh().logInAsFirst();
        String link = invite(browser, name, "EAB operator", team);
        PortalClient operator = accept(link, name);
        assertThat(operator.get("/profile").body()).contains("EAB operator");

        browser.open("/administrators?name=" + name);
        assertThat(browser.text()).contains(team);
        browser.follow("Name");
        assertThat(browser.address()).contains("name=" + name, "sort=name");
        assertThat(browser.has("th[aria-sort=ascending]")).isTrue();
        browser.inspect("administrators").follow(name);
        assertThat(browser.text()).contains(team);
        browser.inspect("administrator");
        browser.choose("Role", "Super administrator");
        assertThat(browser.asks("Team")).isFalse();
        browser.press("Save");
        assertThat(browser.text()).contains("The role of " + name + " is changed.", "All teams");
        assertThat(operator.get("/profile").body()).contains("Super administrator");

        browser.fill(SUSPEND, "operator").press("Suspend");
        assertThat(browser.text()).contains("Nothing is changed: what you typed is not \"" + name + "\".");
        assertThat(operator.get("/profile").status()).isEqualTo(200);
        browser.fill(SUSPEND, name).press("Suspend");
        assertThat(browser.text()).contains(name + " is suspended.", "Suspended");
        assertThat(operator.get("/profile").status()).isEqualTo(302);
        browser.press("Resume");
        assertThat(browser.text()).contains(name + " can log in again.");
        PortalClient again = new PortalClient();
        assertThat(again.logIn(name, PASSWORD).status()).isEqualTo(302);

        browser.press("End the password and make a link");
        assertThat(browser.text()).contains("Nothing is changed");
        browser.fill("To end the password, type the name", name).press("End the password and make a link");
        assertThat(browser.value("Send this link. It is shown only now. It works once, within three days"))
                .contains("/admin/invitation?link=");
        assertThat(again.get("/profile").status()).isEqualTo(302);
        assertThat(again.logIn(name, PASSWORD).body()).contains("do not open the portal");
    }

    /** Two who look at the same person: the second one's page is older than what the first one did. */
    @Test
    void whoComesTooLateIsToldSo() throws IOException, InterruptedException {
        String name = name("raced");
        Browser browser = Browser.fresh().logInAsFirst();
        invite(browser, name, "Auditor", null);
        browser.open("/administrators?name=" + name).follow(name);
        PortalClient other = PortalClient.loggedIn();
        Answer page = other.get(browser.address());
        var form = PortalClient.form(page, "suspend");
        form.put("suspend:typed", name);
        form.put("suspend:go", "Suspend");
        assertThat(other.post("/administrator", form).status()).isEqualTo(302);
        browser.fill(SUSPEND, name).press("Suspend");
        assertThat(browser.text()).contains("Somebody else changed this administrator since you read it");
    }

    @Test
    void nobodyChangesHimself() throws IOException {
        Browser browser = Browser.fresh().logInAsFirst();
        browser.open("/administrators?name=admin").follow("admin");
        browser.fill(SUSPEND, "admin").press("Suspend");
        assertThat(browser.text()).contains("This is yourself");
        browser.open("/profile");
        assertThat(browser.title()).startsWith("Your profile");
    }

    @Test
    void oneReplacesOnesOwnPassword() throws IOException, InterruptedException {
        String name = name("self");
        Browser browser = Browser.fresh().logInAsFirst();
        PortalClient elsewhere = accept(invite(browser, name, "Auditor", null), name);
        browser = Browser.fresh().logIn(name, PASSWORD).open("/profile").inspect("profile");
        assertThat(browser.description("New password")).contains("At least 12 characters");
        browser.press("Change the password");
        assertThat(browser.description("New password")).contains("At least 12 characters", "Fill this in.");
        assertThat(browser.has("[id='change:chosen'][aria-invalid=true]")).isTrue();
        browser.fill("Current password", "not that one at all")
                .fill("New password", "another row of words")
                .fill("The new password again", "another row of words")
                .press("Change the password");
        assertThat(browser.text()).contains("The current password is not that.");
        browser.fill("Current password", PASSWORD)
                .fill("New password", "another row of words")
                .fill("The new password again", "another row of words")
                .press("Change the password");
        assertThat(browser.text()).contains("Your password is changed.");
        assertThat(browser.address()).isEqualTo("/profile");
        assertThat(elsewhere.get("/profile").status()).isEqualTo(302);
        assertThat(new PortalClient().logIn(name, PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void whatDoesNotExistSaysSo() throws IOException {
        Browser browser = Browser.fresh().logInAsFirst();
        for (String id : new String[] {"x", UUID.randomUUID().toString(), "%3Csvg%20onload=alert(1)%3E", ""}) {
            browser.open("/administrator?id=" + id);
            assertThat(browser.text()).as(id).contains("There is nothing here");
        }
        browser.console();
        browser.inspect("missing");
        browser.open("/administrators?name=%3Csvg/onload=alert(1)%3E%23%7B7*7%7D");
        assertThat(browser.text()).contains("No administrator matches");
        assertThat(browser.value("Name")).isEqualTo("<svg/onload=alert(1)>#{7*7}");
        browser.console();
        browser.inspect("administrators-none");
    }

    @Test
    void theDashboardSaysHowItStands() throws IOException {
        Browser browser = Browser.fresh().logInAsFirst();
        assertThat(browser.text())
                .contains(
                        "can issue",
                        SharedServer.get().settings().authorityName(),
                        "Checks of the node that answers",
                        "Database",
                        "last heard of");
        assertThat(browser.has("time[data-local][title$='UTC']")).isTrue();
        browser.inspect("dashboard");
    }

    /** Without a mouse, and by the menu of a narrow screen. */
    @Test
    void theKeyboardIsEnough() throws IOException {
        Browser browser = Browser.fresh().logInAsFirst();
        var keys = new Actions(browser.driver());
        keys.sendKeys(Keys.TAB).perform();
        assertThat(browser.driver().switchTo().activeElement().getText()).isEqualTo("Skip to the content");
        keys.sendKeys(Keys.ENTER).perform();
        assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
                .isEqualTo("content");
        browser.look(Browser.Look.NARROW);
        assertThat(browser.text()).doesNotContain("Administrators");
        browser.driver().findElement(By.cssSelector("[data-menu]")).sendKeys(Keys.ENTER);
        assertThat(browser.text()).contains("Administrators");
        browser.look(Browser.Look.LIGHT);
    }

    /** Makes somebody, and returns the link for him. */
    static String invite(Browser browser, String name, String role, @Nullable String team) {
        browser.open("/administrators")
                .press("New administrator")
                .fill("Name", name)
                .choose("Role", role);
        if (team != null) {
            browser.choose("Team", team);
        }
        browser.press("Create");
        return browser.value("It is shown only now. It works once, within three days");
    }

    static PortalClient accept(String link, String name) throws IOException, InterruptedException {
        PortalClient client = new PortalClient();
        String path = link.replaceFirst("^https://[^/]*/admin", "");
        var form = PortalClient.form(client.get(path), "set");
        form.put("set:password", PASSWORD);
        form.put("set:repeated", PASSWORD);
        form.put("set:go", "Set the password");
        assertThat(client.post("/invitation", form).status()).isEqualTo(302);
        assertThat(client.logIn(name, PASSWORD).status()).isEqualTo(302);
        return client;
    }

    /** One that no other test has. */
    static String name(String of) {
        return of + "-" + Long.toString(Clock.systemUTC().millis(), 36);
    }
}
