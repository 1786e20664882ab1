package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.bailiwick.cmp.Pkcs10Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A registration authority is made known, watched, cut off, and what it relayed is revoked, as a person does it. */
class PortalRegistrationAuthoritiesIT {

    private static final String XSS = "<img src=x onerror=alert(1)> #{7*7} ${7*7} " + "w".repeat(200);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AdminClient api = AdminClient.first();

    /** One that no other test has. */
    private final String name = "portal-" + Long.toString(Clock.systemUTC().millis(), 36);

    @TempDir
    private Path folder;

    PortalRegistrationAuthoritiesIT() throws IOException {}

    @Test
    void oneEnrolsByWhatThePageSaysAndIsCutOffWhenItsKeyIsStolen()
            throws IOException, InterruptedException, GeneralSecurityException {
        String provisioner = provisioner();
        Browser browser = Browser.fresh().logInAsFirst().press("Registration authorities");
        browser.press("New registration authority");
        browser.choose("Provisioner", "internal / " + provisionerName(provisioner))
                .fill("Name", "<svg onload=alert(1)>")
                .press("Make it");
        assertThat(browser.text()).contains("lower-case letters, digits and inner hyphens");
        assertThat(browser.has("main svg")).isFalse();
        browser.fill("Requests in a minute", "many").press("Make it");
        assertThat(browser.text()).contains("as a number from 1 to 100000");
        browser.inspect("registration-authority-new");
        browser.fill("Name", name).fill("Requests in a minute", "").press("Make it");
        assertThat(browser.text()).contains("The secret is shown only now.");
        String secret = browser.value("Secret");
        assertThat(browser.address()).doesNotContain(secret);
        assertThat(browser.value("Settings")).contains("BAILIWICK_UPSTREAM_URL=" + browser.value("CMP URL"));
        browser.inspect("registration-authority-made");
        CmpClient client = enrolled(browser, secret);
        assertThat(at(client).getString("status")).isEqualTo("enrolled");

        browser.open("/registration-authorities?name=" + name).follow("Last heard of");
        assertThat(browser.address()).contains("sort=seen", "name=" + name);
        assertThat(browser.text()).contains(name, "Enrolled", "internal / " + provisionerName(provisioner));
        browser.inspect("registration-authorities").follow("Suspended");
        assertThat(browser.text()).contains("No registration authority matches");
        browser.open("/registration-authority?id=" + client.id());
        assertThat(browser.driver().getPageSource()).doesNotContain(secret);
        assertThat(browser.text())
                .contains("Its own certificate", "no limit", at(client).getString("url"));

        relay(client);
        assertRelayedIsShown(browser, client);
        assertItIsLimitedSuspendedAndGivenASecret(browser, client, secret);
        assertWhatItRelayedIsRevoked(browser, client);
    }

    /** The commands of the page, run by a shell: but for where the files are. */
    private CmpClient enrolled(Browser browser, String secret) throws IOException, InterruptedException {
        String commands = (browser.value("The secret, in a file") + "\n" + browser.value("Key and enrolment"))
                .replace(
                        "/etc/bailiwick/upstream-root.pem",
                        SharedServer.get().root().toString())
                .replace("/etc/bailiwick", folder.toString());
        Path output = folder.resolve("enrolment.out");
        int status = new ProcessBuilder("sh", "-ec", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(output)).isZero();
        URI url = URI.create(browser.value("CMP URL"));
        return new CmpClient(
                SharedServer.get(),
                folder,
                url.getPath().substring(1),
                api.named("/registration-authorities", name).getString("id"),
                secret);
    }

    /** What others relayed, and what this one says of itself. */
    private void relay(CmpClient client) throws IOException, InterruptedException, GeneralSecurityException {
        client.request("host", "host." + name + ".localhost");
        client.signedBy(name, "p10cr", "-csr", "host.csr", "-certout", "host.pem")
                .requireGood();
        String evidence = Json.createObjectBuilder()
                .add("account", XSS)
                .add("names", Json.createArrayBuilder().add(XSS))
                .build()
                .toString();
        CmpPeer peer = CmpPeer.of(client, name);
        peer.answer(peer.message(
                CmpPeer.header().withImplicitConfirm().withOrder(UUID.randomUUID(), evidence),
                Pkcs10Request.of(Csr.der(AcmeClient.newKey(), "evil." + name + ".localhost"))));
    }

    private void assertRelayedIsShown(Browser browser, CmpClient client) throws IOException {
        browser.open("/registration-authority?id=" + client.id());
        assertThat(browser.text()).contains("host." + name + ".localhost", "evil." + name + ".localhost");
        browser.inspect("registration-authority").follow("evil." + name + ".localhost");
        assertThat(browser.text()).contains(XSS, "Its own words, which it has signed.");
        assertThat(browser.has("main img")).isFalse();
        browser.inspect("registration-authority-request").follow("Back to " + name);
        browser.follow("Valid and revoked certificates that it relayed");
        assertThat(browser.address()).contains("relayed=" + client.id());
        assertThat(browser.text())
                .contains("host." + name + ".localhost", "evil." + name + ".localhost", "Only those that one");
        browser.follow("evil." + name + ".localhost").follow(name);
        assertThat(browser.address()).contains("/registration-authority?id=" + client.id());
    }

    private void assertItIsLimitedSuspendedAndGivenASecret(Browser browser, CmpClient client, String secret)
            throws IOException, InterruptedException {
        browser.fill("Requests in a minute", "600").press("Save");
        assertThat(browser.text()).contains(name + " has another limit.");
        assertThat(at(client).getInt("rate")).isEqualTo(600);
        browser.fill("To end the secret before, type its name", name).press("Make a new secret");
        assertThat(browser.value("Secret")).hasSize(secret.length()).isNotEqualTo(secret);
        assertThat(browser.text()).contains("not by its new secret yet");
        // one press: nothing is to be typed while a thief is at work
        browser.press("Suspend");
        assertThat(browser.text()).contains(name + " is suspended.", "Suspended");
        client.signedBy(name, "genm", "-infotype", "caCerts").requireRefused("notAuthorized");
        browser.inspect("registration-authority-suspended").press("Resume");
        assertThat(browser.text()).contains(name + " counts again.");
        client.signedBy(name, "genm", "-infotype", "caCerts").requireGood();
    }

    private void assertWhatItRelayedIsRevoked(Browser browser, CmpClient client)
            throws IOException, InterruptedException {
        browser.follow("See which");
        assertThat(browser.text())
                .containsPattern("2\\s+valid certificates that it relayed")
                .contains("It is not suspended", "host." + name + ".localhost");
        browser.inspect("registration-authority-revoke")
                .fill("To revoke them, type its name", "other")
                .press("Revoke all of them");
        assertThat(browser.text()).contains("Nothing is changed");
        browser.choose("Reason", "a key was compromised")
                .fill("To revoke them, type its name", name)
                .press("Revoke all of them");
        assertThat(browser.address()).startsWith("/registration-authority-revocation?id=");
        // without the page being loaded anew
        new WebDriverWait(browser.driver(), PATIENCE)
                .until(page -> browser.text().contains("It is done."));
        assertThat(browser.text()).containsPattern("2\\s+revoked");
        browser.inspect("registration-authority-revocation");
        assertThat(AdminClient.ok(api.get("/certificates?registrationAuthority=" + client.id()))
                        .getJsonArray("items")
                        .getValuesAs(JsonObject.class))
                .hasSize(2)
                .allSatisfy(each -> {
                    assertThat(each.getString("status")).isEqualTo("revoked");
                    assertThat(each.getString("reason")).isEqualTo("keyCompromise");
                });
        browser.open("/registration-authority-revoke?id=" + client.id());
        assertThat(browser.text()).contains("There is no valid certificate that it relayed");
    }

    @Test
    void whoMayNotIsNotAskedAndIsRefused() throws IOException, InterruptedException {
        CmpClient waiting = CmpClient.registered(api, provisioner(), folder);
        String page = "/registration-authority?id=" + waiting.id();
        PortalClient auditor = PortalPerson.ofTheFirstTeam("auditor").client();
        assertThat(auditor.get(page).body())
                .contains("Waits for its enrolment", "It has none yet")
                .doesNotContain("Make a new secret", "One press does it", "See which");
        assertThat(auditor.get("/registration-authorities").body()).doesNotContain("New registration authority");
        assertThat(auditor.get("/registration-authority-new").status()).isEqualTo(403);
        assertThat(auditor.get("/registration-authority-revoke?id=" + waiting.id())
                        .status())
                .isEqualTo(200);
        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        assertThat(operator.get("/").body()).doesNotContain("Registration authorities");
        assertThat(operator.get("/registration-authorities").status()).isEqualTo(403);
        assertThat(operator.get(page).status()).isEqualTo(403);
        String team = AdminClient.created(api.post("/teams", "{\"name\":\"Team of %s\"}".formatted(name)))
                .getString("id");
        PortalClient stranger =
                PortalPerson.invited("authority-administrator", team).client();
        assertThat(stranger.get("/registration-authorities").body()).contains("No registration authority yet");
        assertThat(stranger.get("/registration-authority-new").body()).contains("There is no provisioner for it");
        for (String each : new String[] {
            page,
            "/registration-authority-revoke?id=" + waiting.id(),
            "/registration-authority?id=none",
            "/registration-authority-request?id=" + UUID.randomUUID(),
            "/registration-authority-revocation?id=" + UUID.randomUUID()
        }) {
            assertThat(stranger.get(each).status()).as(each).isEqualTo(404);
        }
        assertThat(auditor.get("/registration-authorities?sort=%3Csvg%3E&state=%3Csvg%3E&authority=x&before=y")
                        .status())
                .isEqualTo(200);
    }

    private String provisioner() throws IOException, InterruptedException {
        String provisioner = CmpClient.provisioner(api);
        String policy = "/provisioners/" + provisioner + "/policy";
        AdminClient.ok(api.put(
                policy,
                "{\"allow\":{\"dns\":[\"**.localhost\"]}}",
                api.get(policy).header("ETag")));
        return provisioner;
    }

    private String provisionerName(String id) throws IOException, InterruptedException {
        return AdminClient.ok(api.get("/provisioners/" + id)).getString("name");
    }

    private JsonObject at(CmpClient client) throws IOException, InterruptedException {
        return AdminClient.ok(api.get("/registration-authorities/" + client.id()));
    }
}
