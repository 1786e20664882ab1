package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** External account keys are given to clients and taken back, one and many, as a person does it. */
class PortalKeysIT {

    private static final String PASSWORD = PortalAdministratorsIT.PASSWORD;

    private static final String REBIND = "End the secret and make another";
    private static final String TO_REBIND = "To end the secret, type the reference";
    private static final String KID = "Key identifier (kid)";
    private static final String SECRET = "Secret (HMAC key)";
    private static final String CONFIRM = "Type the key's reference to revoke the key";
    private static final String CONFIRM_ALL = "Type the key's reference to revoke everything";

    private final AdminClient api = AdminClient.first();

    PortalKeysIT() throws IOException {}

    @Test
    void anOperatorGivesAClientAKeyAndTakesItAway() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        String reference = "'><svg onload=alert(1)> #{7*7} ${7*7} " + "w".repeat(200);
        Browser browser = operator();
        browser.open("/keys").press("New key").choose("Provisioner", "internal / " + directory.name());
        browser.fill("Reference", reference)
                .fill("Owner", "<b>ops</b>")
                .fill("Expires", "tomorrow")
                .press("Make the key");
        assertThat(browser.text()).contains("\"expires\" is a time as 2027-12-31T00:00:00Z");
        browser.fill("Expires", "").press("Make the key");
        assertThat(browser.text()).contains("The secret is shown only now.", reference);
        JsonObject issued = issued(browser);
        assertThat(browser.address()).doesNotContain(issued.getString("hmacKey"));
        assertThat(browser.value("Directory (server)")).endsWith("/" + directory.name() + "/directory");
        assertThat(browser.has(".qr svg path[d^='M']")).isTrue();
        browser.inspect("key-made");
        AcmeClient client = directory.registered(issued);

        browser.open("/keys?provisioner=" + directory.provisioner())
                .fill("Reference or owner", "<B>OPS")
                .choose("State", "In use")
                .press("Search");
        assertThat(browser.address()).contains("status=bound", "provisioner=" + directory.provisioner());
        browser.follow("Expires");
        assertThat(browser.address()).contains("status=bound", "sort=expires");
        browser.follow("Expires ↑");
        assertThat(browser.address()).contains("status=bound", "sort=-expires");
        assertThat(browser.has("th[aria-sort=descending]")).isTrue();
        browser.inspect("keys").follow(reference);
        assertThat(browser.text())
                .contains("In use", "<b>ops</b>", "Valid", client.account().replaceFirst(".*/", ""));
        assertThat(browser.driver().getPageSource()).doesNotContain(issued.getString("hmacKey"));
        assertThat(browser.asks("Deactivate the accounts that were bound before"))
                .isFalse();
        browser.inspect("key");

        browser.fill("Owner", "Web team").fill("Expires", "2037-01-01").press("Save");
        assertThat(browser.text()).contains("is changed.", "Web team");
        assertThat(directory.now(issued).getString("expires")).isEqualTo("2037-01-01T00:00:00Z");
        browser.press("Suspend");
        assertThat(browser.text()).contains("Nothing is changed");
        browser.fill("To suspend the key, type its reference", reference).press("Suspend");
        assertThat(browser.text()).contains("is suspended.");
        assertThat(directory.now(issued).getString("status")).isEqualTo("suspended");
        browser.press("Resume");
        assertThat(browser.text()).contains("is of use again.");
        browser.fill("Number of accounts", "2").press(REBIND);
        assertThat(browser.text()).contains("Nothing is changed");
        browser.fill(TO_REBIND, reference).fill("Number of accounts", "0").press(REBIND);
        assertThat(browser.text()).contains("\"uses\" is a number from 1 to 10000.");
        browser.fill(TO_REBIND, reference).fill("Number of accounts", "2").press(REBIND);
        JsonObject second = issued(browser);
        assertThat(second.getString("id")).isEqualTo(issued.getString("id"));
        assertThat(second.getString("hmacKey")).isNotEqualTo(issued.getString("hmacKey"));
        directory.registered(second);

        browser.open("/key?id=" + issued.getString("id")).follow("See what hangs on it");
        assertThat(browser.text()).containsPattern("2\\s+valid accounts").doesNotContain("Revoke it with everything");
        browser.inspect("key-revoke");
        browser.fill(CONFIRM, "host").press("Revoke the key");
        assertThat(browser.text()).contains("so nothing was revoked");
        browser.fill(CONFIRM, reference).press("Revoke the key");
        assertThat(browser.text()).contains("is revoked.", "Revoked").doesNotContain("Give it a new secret");
        assertThat(directory.now(issued).getString("status")).isEqualTo("revoked");
    }

    @Test
    void anAdministratorTakesEverythingBackAfterHavingSeenIt() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject key = directory.key();
        AcmeClient client = directory.registered(key);
        Browser browser = Browser.fresh().logInAsFirst().open("/key-revoke?id=" + key.getString("id"));
        assertThat(browser.text()).containsPattern("1\\s+valid accounts").contains("Revoke it with everything");
        browser.fill(CONFIRM_ALL, key.getString("reference"))
                .press("Revoke the key, its accounts and its certificates");
        assertThat(browser.text()).contains("is revoked, and with it 1 accounts and 0 certificates.", "Deactivated");
        assertThat(client.newOrder("gone.localhost").status()).isEqualTo(401);
    }

    @Test
    void aFileIsCheckedFirstAndThenMade(@TempDir Path folder) throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        Path wrong = Files.writeString(
                folder.resolve("wrong.csv"), "reference,expires\nhost-1,\n<svg onload=alert(1)>,tomorrow\nhost-1,\n");
        Path right = Files.writeString(folder.resolve("right.csv"), "reference,owner\nhost-1,=1+1\nhost-2,\nhost-3,\n");
        Browser browser = Browser.fresh().logInAsFirst().open("/keys-upload?provisioner=" + directory.provisioner());
        choose(browser, wrong);
        browser.press("Check the file");
        assertThat(browser.text()).contains("2 of 3 keys cannot be made", "\"expires\" is a time", "Line 2 has this");
        browser.inspect("keys-upload-faults");

        choose(browser, right);
        browser.press("Check the file");
        assertThat(browser.text()).contains("3 keys can be made at internal / " + directory.name());
        browser.inspect("keys-upload");
        assertThat(keys(directory)).isEmpty();
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
        browser.driver()
                .findElement(By.cssSelector("input[value='Make the keys']"))
                .click();
        Path made = folder.resolve("external-account-keys-with-secrets.csv");
        new WebDriverWait(browser.driver(), Duration.ofSeconds(30))
                .until(page -> Files.exists(made) && browser.text().contains("your browser has saved the file"));

        List<String> lines = Files.readAllLines(made);
        assertThat(lines).hasSize(4).first().isEqualTo("kid,reference,owner,hmac key");
        assertThat(lines.get(1)).contains(",host-1,'=1+1,");
        String[] cells = lines.get(3).split(",", -1);
        directory.registered(key(cells[0], cells[3]));
        assertThat(keys(directory)).hasSize(3);

        PortalClient other = PortalClient.loggedIn();
        Answer export = other.get("/keys-export?status=bound&text=host&provisioner=" + directory.provisioner());
        assertThat(export.status()).as(export.body()).isEqualTo(200);
        assertThat(export.header("Content-Type")).startsWith("text/csv");
        assertThat(export.header("Cache-Control")).contains("no-store");
        assertThat(export.body().lines()).hasSize(2).last().asString().startsWith(cells[0] + ",internal/");
        assertThat(export.body()).doesNotContain(cells[3]);
    }

    /** U13, and that no such request costs a stranger less than us. */
    @Test
    void aFileThatCannotBeIsRefused() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        Map<String, String> form = PortalClient.form(client.get("/keys-upload"), "check");
        form.put("check:go", "Check the file");
        for (Map.Entry<String, Integer> each : Map.of(
                        "/keys-upload", 413, "/keys", 415, "/login", 415, "/administrator-new", 415)
                .entrySet()) {
            Answer answer = client.upload(each.getKey(), form, "file", "x".repeat(1_200_000), "x7f3");
            assertThat(answer.status()).as(each.getKey()).isEqualTo(each.getValue());
            Clients.assertShowsNoInternals(answer.body());
        }
        assertThat(client.upload("/keys-upload", form, "file", "reference\nx\n", "other")
                        .status())
                .isBetween(200, 499);
        for (String content : List.of("", "\"", "kid\nx\n", "reference\n" + "x\n".repeat(10_001))) {
            Answer answer = client.upload("/keys-upload", form, "file", content, "x7f3");
            assertThat(answer.status()).as(content).isIn(200, 302);
            assertThat(answer.body()).doesNotContain("keys can be made at");
        }
        assertThat(new PortalClient()
                        .upload("/keys-upload", form, "file", "reference\nx\n", "x7f3")
                        .status())
                .isEqualTo(302);
        assertThat(client.get("/keys?text=%00&status=x&provisioner=%3Csvg%3E").status())
                .isBetween(200, 499);
    }

    /** U6, U8. */
    @Test
    void eachSeesWhatIsForHisRoleAndTeam() throws IOException, InterruptedException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        JsonObject key = directory.key();
        String team = "Strangers " + PortalAdministratorsIT.name("team");
        AdminClient.created(api.post(
                "/teams", Json.createObjectBuilder().add("name", team).build().toString()));
        Browser browser = Browser.fresh().logInAsFirst();
        PortalClient stranger = person(browser, "EAB operator", team);
        for (String page : List.of("/key?id=", "/key-revoke?id=")) {
            assertThat(stranger.get(page + key.getString("id")).status()).isEqualTo(404);
        }
        assertThat(stranger.get("/keys").body()).contains("No keys yet").doesNotContain(directory.name());
        assertThat(stranger.get("/key-new").body()).contains("There is no provisioner for it");

        PortalClient auditor = person(browser, "Auditor", null);
        assertThat(auditor.get("/key-new").status()).isEqualTo(403);
        assertThat(auditor.get("/keys-upload").status()).isEqualTo(403);
        assertThat(auditor.get("/keys?provisioner=" + directory.provisioner()).body())
                .contains(key.getString("reference"))
                .doesNotContain("key-new", "keys-upload");
        assertThat(auditor.get("/key?id=" + key.getString("id")).body())
                .contains(key.getString("reference"))
                .doesNotContain("<form id=\"change\"", "<form id=\"rebind\"", "<form id=\"suspend\"");
        assertThat(auditor.get("/key-revoke?id=" + key.getString("id")).body())
                .doesNotContain("<form id=\"only\"", "<form id=\"all\"");
    }

    private Browser operator() throws IOException, InterruptedException {
        String team = api.named("/authorities", "internal").getString("team");
        String name = AdminClient.ok(api.get("/teams/" + team)).getString("name");
        Browser browser = Browser.fresh().logInAsFirst();
        String operator = PortalAdministratorsIT.name("keys");
        PortalAdministratorsIT.accept(PortalAdministratorsIT.invite(browser, operator, "EAB operator", name), operator);
        return Browser.fresh().logIn(operator, PASSWORD);
    }

    private static PortalClient person(Browser browser, String role, @Nullable String team)
            throws IOException, InterruptedException {
        String name = PortalAdministratorsIT.name(role.substring(0, 2).toLowerCase(Locale.ROOT));
        return PortalAdministratorsIT.accept(PortalAdministratorsIT.invite(browser, name, role, team), name);
    }

    private static void choose(Browser browser, Path file) {
        browser.driver().findElement(By.id("file")).sendKeys(file.toString());
    }

    private static JsonObject issued(Browser browser) {
        return key(browser.value(KID), browser.value(SECRET));
    }

    private static JsonObject key(String kid, String secret) {
        assertThat(secret).matches("[A-Za-z0-9_-]{43}");
        return Json.createObjectBuilder().add("id", kid).add("hmacKey", secret).build();
    }

    private List<?> keys(BoundDirectory directory) throws IOException, InterruptedException {
        return AdminClient.ok(api.get("/external-account-keys?provisioner=" + directory.provisioner()))
                .getJsonArray("items");
    }
}
