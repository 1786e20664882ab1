package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Provisioners are made and changed, and a client is set up with what the page says, as a person does it. */
class PortalProvisionersIT {

    private static final String NASTY = "$(touch owned)`id`'\"><svg onload=alert(1)>#{7*7}";
    private final RunningServer server = SharedServer.get();
    private final AdminClient api = AdminClient.first();

    @TempDir
    Path folder;

    PortalProvisionersIT() throws IOException {}

    @Test
    void aProvisionerIsMadeChangedAndDisabled() throws IOException, InterruptedException {
        String name = name("web");
        Browser browser = Browser.fresh().logInAsFirst();
        browser.press("Provisioners").press("New provisioner").inspect("provisioner-new");
        browser.choose("Authority", "internal")
                .fill("Name", "Not A Name")
                .choose("External account key", "Required of new accounts");
        tick(browser, "http-01");
        browser.press("Create");
        assertThat(browser.text()).contains("lower-case letters");
        browser.fill("Name", name).press("Create");
        assertThat(browser.text()).contains(name + " was created.", "Required of new accounts", "Its own");
        assertThat(browser.value("ACME directory")).endsWith("/acme/internal/" + name + "/directory");
        browser.inspect("provisioner");

        browser.fill("Rate limits", "many").press("Save");
        assertThat(browser.text()).contains("is not off, standard, strict");
        browser.fill("Rate limits", "strict").fill("Terms of service", "https://corp.internal/<svg onload=alert(1)>");
        browser.press("Save");
        assertThat(browser.text()).contains("write the https or http URL of a page");
        browser.fill("Terms of service", "https://corp.internal/terms").press("Save");
        assertThat(browser.text()).contains("The settings of " + name + " are saved.", "strict");
        assertThat(api.named("/provisioners", name).getJsonObject("settings").getString("bailiwick.limits"))
                .isEqualTo("strict");

        // two who look at the same: the second one's page is older than what the first one did
        String address = browser.address();
        PortalClient other = PortalClient.loggedIn();
        Answer page = other.get(address);
        Map<String, String> form = PortalClient.form(page, "own");
        form.put("own:limits", "standard");
        form.put("own:go", "Save");
        assertThat(other.post("/provisioner", form).status()).isEqualTo(302);
        browser.fill("Rate limits", "off").press("Save");
        assertThat(browser.text()).contains("Somebody else changed this provisioner since you read it");

        browser.open(address).fill("To disable it, type its name", "another").press("Disable");
        assertThat(browser.text()).contains("Nothing is disabled");
        browser.fill("To disable it, type its name", name).press("Disable");
        assertThat(browser.text()).contains(name + " is disabled.", "Disabled");
        assertThat(api.named("/provisioners", name).getBoolean("enabled")).isFalse();
        browser.press("Enable");
        assertThat(browser.text()).contains(name + " is enabled.");

        browser.open("/provisioners?name=" + name).inspect("provisioners");
        browser.follow(name);
        assertThat(browser.title()).startsWith(name);
        browser.open("/provisioners?name=" + encoded(NASTY));
        assertThat(browser.text()).contains("No provisioner matches");
        assertThat(browser.value("Name")).isEqualTo(NASTY);
        browser.inspect("provisioners-none");
    }

    /** With the key and the command that the page shows, and nothing else. */
    @Test
    void aClientIsSetUpWithWhatThePageSays() throws IOException, InterruptedException, GeneralSecurityException {
        RealClient.require("certbot");
        JsonObject provisioner = made(name("bound"), "new-account-required");
        String page = "/provisioner-clients?id=" + provisioner.getString("id");
        Browser browser = Browser.fresh().logInAsFirst().open(page + "&host=" + encoded(NASTY));
        assertThat(browser.text()).contains("That is no DNS name", "No new account yet");
        assertThat(browser.value("Name")).isEqualTo(NASTY);
        assertThat(texts(browser)).isNotEmpty().allSatisfy(text -> assertThat(text)
                .doesNotContain("touch", "onload"));
        browser.inspect("clients-no-name");

        String host = "portal.certbot.localhost";
        browser.fill("Name", host).press("Fill in");
        assertThat(browser.value("Reference (which client)")).isEqualTo(host);
        assertThat(browser.address()).contains("host=" + host);
        browser.fill("Reference (which client)", NASTY).press("Make a key");
        String kid = browser.value("Key id");
        String secret = browser.value("Secret. It is shown only now, and for one account");
        assertThat(secret).hasSize(43);
        String command = text(browser, "certbot-0");
        assertThat(command).contains("--eab-kid " + kid, "--eab-hmac-key=" + secret, "-d " + host);
        assertThat(texts(browser)).filteredOn(text -> text.contains(secret)).hasSizeGreaterThanOrEqualTo(9);
        browser.inspect("clients");

        RealClient.run(
                folder,
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        command.replace("sudo env", "env")
                                        .replace(
                                                "/etc/ssl/internal-root.pem",
                                                server.root().toString())
                                + " --non-interactive --config-dir config --work-dir work --logs-dir logs"));
        assertThat(RealClient.namesIn(folder.resolve("config/live/" + host + "/fullchain.pem")))
                .containsExactly(host);
        new WebDriverWait(browser.driver(), Duration.ofMinutes(1))
                .until(ExpectedConditions.textToBePresentInElementLocated(By.id("progress"), "It works."));
        assertThat(browser.driver().findElement(By.id("progress")).getText())
                .contains("An account was made", "An order was seen", "A certificate was issued", host);
        browser.inspect("clients-done");

        // the secret was shown once, and another client is not this one
        browser.open(page);
        assertThat(browser.driver().getPageSource()).doesNotContain(secret);
        PortalClient client = PortalClient.loggedIn();
        Answer progress =
                client.get("/provisioner-progress?id=%s&since=0&key=%s".formatted(provisioner.getString("id"), kid));
        assertThat(progress.status()).isEqualTo(200);
        assertThat(progress.body()).contains(host, "data-follow-done").doesNotContain("<html");
        assertThat(new PortalClient()
                        .get("/provisioner-progress?id=%s&since=0".formatted(provisioner.getString("id")))
                        .status())
                .isEqualTo(302);
    }

    @Test
    void eachRoleSeesWhatIsForIt() throws IOException, InterruptedException {
        String id = made(name("seen"), "not-required").getString("id");
        String auditor = PortalPerson.invited("auditor", null).name();
        Browser browser = Browser.fresh().logIn(auditor, PortalPerson.PASSWORD).open("/provisioners");
        assertThat(browser.text()).doesNotContain("New provisioner");
        browser.open("/provisioner?id=" + id);
        assertThat(browser.text())
                .contains("Settings in force")
                .doesNotContain("Save", "To disable it", "Port of http-01");
        browser.inspect("provisioner-as-auditor");
        browser.open("/provisioner-clients?id=" + id);
        assertThat(browser.text()).contains("certbot").doesNotContain("Make a key");
        browser.open("/provisioner-new");
        assertThat(browser.text()).contains("You may not do this");

        browser = Browser.fresh()
                .logIn(PortalPerson.ofTheFirstTeam("authority-administrator").name(), PortalPerson.PASSWORD);
        browser.open("/provisioner?id=" + id);
        assertThat(browser.asks("Rate limits")).isTrue();
        assertThat(browser.asks("Port of http-01")).isFalse();
        browser.fill("Seconds for an attempt", "7").press("Save");
        assertThat(browser.text()).contains("are saved.");

        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        assertThat(operator.get("/provisioner-clients?id=" + id).body())
                .contains("Make a key")
                .doesNotContain("data-follow=");
        assertThat(operator.get("/provisioner-progress?id=%s&since=0".formatted(id))
                        .status())
                .isEqualTo(403);
        // of a key he sees how far its client is
        assertThat(operator.get("/provisioner-progress?id=%s&since=0&key=%s".formatted(id, "A".repeat(22)))
                        .body())
                .contains("No new account yet");
        for (String nothing : List.of("x", "", "00000000-0000-0000-0000-000000000000")) {
            for (String path :
                    List.of("/provisioner?id=", "/provisioner-clients?id=", "/provisioner-progress?since=0&id=")) {
                assertThat(PortalClient.loggedIn().get(path + nothing).status())
                        .as(path + nothing)
                        .isEqualTo(404);
            }
        }
    }

    private JsonObject made(String name, String requirement) throws IOException, InterruptedException {
        String authority = api.named("/authorities", "internal").getString("id");
        return AdminClient.created(api.post(
                "/provisioners",
                "{\"authority\":\"%s\",\"name\":\"%s\",\"settings\":{\"bailiwick.external-account\":\"%s\"}}"
                        .formatted(authority, name, requirement)));
    }

    private static void tick(Browser browser, String label) {
        browser.driver()
                .findElement(By.xpath("//label[normalize-space()='%s']".formatted(label)))
                .click();
    }

    private static String text(Browser browser, String id) {
        return String.valueOf(browser.driver().findElement(By.id(id)).getDomProperty("value"));
    }

    /** All that the page has to be copied. */
    private static List<String> texts(Browser browser) {
        return browser.driver().findElements(By.cssSelector("textarea")).stream()
                .map((WebElement area) -> String.valueOf(area.getDomProperty("value")))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** One that no other test has. */
    private static String name(String of) {
        return of + "-" + Long.toString(Clock.systemUTC().millis(), 36);
    }
}
