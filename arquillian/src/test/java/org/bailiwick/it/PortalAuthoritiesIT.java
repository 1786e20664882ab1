package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Authorities are made, looked at and their issuers retired, as a person does it. */
class PortalAuthoritiesIT {

    /** What an attacker would call himself: as RFC 4514 writes it, within 64 characters. */
    private static final String EVIL = "CN=\\\"\\>\\<svg onload\\=alert(1)\\>\\#{7*7}${7*7},O=Example";

    /** RSA keys take an HSM a while. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AdminClient api = AdminClient.first();

    @TempDir
    private Path folder;

    PortalAuthoritiesIT() throws IOException {}

    @Test
    void anAuthorityWithARootOfItsOwnIsMadeAndClientsGetItsRoot()
            throws IOException, InterruptedException, GeneralSecurityException {
        String team = "Team <img src=x onerror=alert(1)> " + "w".repeat(60);
        team(team);
        String name = name("own");
        Browser browser = Browser.fresh().logInAsFirst().open("/authorities").press("New authority");
        browser.inspect("authority-new").follow("A root of its own");
        browser.fill("Name", name)
                .choose("Team", team)
                .fill("Root: subject", "Plant Root")
                .fill("Issuing CA: subject", EVIL)
                .choose("Issuing CA: kind of key", "RSA 3072 bits")
                .press("Make it");
        assertThat(browser.text()).contains("The root cannot be so: its name is not one that RFC 4514 knows");
        browser.inspect("authority-new-root")
                .fill("Root: subject", "CN=Plant Root,O=Example")
                .press("Make it");
        assertThat(browser.address()).startsWith("/authority-founding?id=");
        // without the page being loaded anew
        browser.waitFor("The authority is there.");
        browser.inspect("authority-founding").follow("Open it");
        assertThat(browser.title()).isEqualTo(name + " · Bailiwick");

        JsonObject authority = api.named("/authorities", name);
        JsonObject issuer = authority.getJsonArray("issuers").getValuesAs(JsonObject.class).stream()
                .filter(each -> each.getBoolean("active"))
                .findFirst()
                .orElseThrow();
        assertThat(browser.text())
                .contains(
                        "svg onload",
                        "7*7",
                        team,
                        "RSA 3072",
                        "CN=Plant Root,O=Example",
                        issuer.getString("key"),
                        issuer.getString("crl"),
                        issuer.getString("ocsp"),
                        "has no policy yet",
                        "Root, signs CRLs only");
        assertThat(browser.has("main svg")).isFalse();
        assertThat(browser.has("main img")).isFalse();
        assertThat(browser.value("SHA-256 fingerprint")).isEqualTo(issuer.getString("rootSha256"));
        browser.inspect("authority");
        assertFiles(browser, name);

        browser.open("/authorities?name=" + name);
        assertThat(browser.text()).contains(name, team, "svg onload", "Active");
        browser.inspect("authorities").follow("Name");
        assertThat(browser.address()).contains("sort=name", "name=" + name);
        assertThat(browser.text()).contains("Name ↑", name);
        // the same name is refused before a key is made
        browser.open("/authority-new?way=request")
                .fill("Name", name)
                .fill("Issuing CA: subject", "CN=Again")
                .press("Make it");
        assertThat(browser.text()).contains("There is an authority of that name.");
    }

    /** Links of the page, followed by what has the same session as a browser. */
    private static void assertFiles(Browser browser, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        PortalClient client = PortalClient.loggedIn();
        Answer root = client.get(link(browser, "PEM"));
        assertThat(root.status()).isEqualTo(200);
        assertThat(root.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + name + "-root.pem\"");
        assertThat(root.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(Chains.all(root.body())).singleElement().satisfies(certificate -> assertThat(
                        certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=Plant Root,O=Example"));
        assertThat(Chains.all(client.get(link(browser, "Whole chain, PEM")).body()))
                .hasSize(2);
        Answer der = client.get(link(browser, "DER"));
        assertThat(der.header("Content-Type")).startsWith("application/pkix-cert");
        assertThat(client.get(link(browser, "DER").replace("root-der", "private-key"))
                        .status())
                .isEqualTo(404);
        assertThat(new PortalClient().get(link(browser, "PEM")).status()).isEqualTo(302);
    }

    @Test
    void anEnterpriseAnswersTheRequest() throws IOException, InterruptedException {
        String name = name("below");
        team("Enterprise " + name);
        Browser browser = Browser.fresh().logInAsFirst().open("/authority-new?way=request");
        browser.fill("Name", name)
                .choose("Team", "Enterprise " + name)
                .fill("Issuing CA: subject", "CN=Plant CA,O=Example")
                .press("Make it");
        browser.waitFor("The authority is there.");
        browser.follow("Open it");
        assertThat(browser.text()).contains("Waits for its certificate", "CN=Plant CA,O=Example");
        browser.inspect("authority-waiting").follow("Request and answer");
        OpenSsl enterprise = new OpenSsl(folder).root("Root");
        enterprise.write("Plant.csr", browser.value("PKCS#10 request, PEM"));
        assertThat(enterprise.run("req", "-in", "Plant.csr", "-noout", "-subject", "-verify"))
                .contains("Plant CA");
        String root = enterprise.read("Root.pem");
        browser.inspect("authority-answer").fill("Certificates, PEM", root).press("Take the answer");
        assertThat(browser.text()).contains("none of its 1 certificates is for the key");
        browser.press("Take the answer");
        assertThat(browser.text()).as("the page can be used again").contains("none of its 1 certificates");
        // from a file, as one gets it
        Path answer = enterprise.write("answer.pem", root + enterprise.sign("Plant", "Root", OpenSsl.ISSUING));
        browser.driver().findElement(By.id("chain-file")).sendKeys(answer.toString());
        new WebDriverWait(browser.driver(), PATIENCE)
                .until(page -> browser.value("Certificates, PEM").indexOf("BEGIN", 30) > 0);
        browser.press("Take the answer");
        assertThat(browser.text()).contains(name + " has its certificate, and issues.", "CN=Root,O=Example");
        assertThat(api.named("/authorities", name).getString("status")).isEqualTo("active");
    }

    @Test
    void anIssuerIsRetiredByWhoTypesTheName() throws IOException, InterruptedException {
        String name = name("old");
        JsonObject authority = authority(team("Retiring " + name), name);
        Browser browser = Browser.fresh()
                .logInAsFirst()
                .open("/authority?id=" + authority.getString("id"))
                .follow("Retire");
        assertThat(browser.text()).contains("It is the last one.", "CN=Issuing");
        browser.inspect("authority-retire")
                .fill("Name of the authority", "other")
                .press("Retire for good");
        assertThat(browser.text()).contains("Nothing was changed.");
        assertThat(api.named("/authorities", name).getString("status")).isEqualTo("active");
        browser.fill("Name of the authority", name).press("Retire for good");
        assertThat(browser.text()).contains("The issuer CN=Issuing is retired.", "It issues nothing any more.");
        assertThat(api.named("/authorities", name).getString("status")).isEqualTo("retired");
        browser.open("/authorities?state=retired&name=" + name);
        assertThat(browser.text()).contains(name);
        browser.follow("Active");
        assertThat(browser.text()).contains("No authority matches");
        browser.inspect("authorities-none");
    }

    /** What an auditor of another team may see and do: its own, and nothing. */
    @Test
    void whoMayNotIsNotAskedAndIsRefused() throws IOException, InterruptedException {
        String name = name("seen");
        String team = team("Seen " + name);
        JsonObject authority = authority(team, name);
        String issuer = authority.getJsonArray("issuers").getJsonObject(0).getString("id");
        String own = PortalPerson.invited("auditor", team).name();
        String stranger = PortalPerson.invited("auditor", team("Other " + name)).name();

        Browser browser = Browser.fresh().logIn(own, PortalPerson.PASSWORD).open("/authorities");
        assertThat(browser.text()).contains(name).doesNotContain("New authority");
        browser.follow(name);
        assertThat(browser.text()).contains("CN=Issuing").doesNotContain("Retire\n");
        browser.open("/authority-new");
        assertThat(browser.text()).contains("You may not do this");
        browser.open("/authority-retire?id=%s&issuer=%s".formatted(authority.getString("id"), issuer));
        assertThat(browser.asks("Name of the authority")).isFalse();

        browser = Browser.fresh().logIn(stranger, PortalPerson.PASSWORD).open("/authorities");
        assertThat(browser.text()).doesNotContain(name).contains("No authority yet");
        for (String page :
                new String[] {"/authority?id=", "/authority-answer?id=", "/authority-file?what=request&id="}) {
            browser.open(page + authority.getString("id"));
            assertThat(browser.text()).as(page).contains("There is nothing here");
        }
        browser.open("/authority-founding?id=" + UUID.randomUUID());
        assertThat(browser.text()).contains("You may not do this");
    }

    @Test
    void aKeyThatIsNotForAnAuthorityIsRefused() throws IOException, InterruptedException {
        String name = name("found");
        team("Found " + name);
        Browser browser = Browser.fresh().logInAsFirst().open("/authority-new?way=key");
        browser.fill("Name", name)
                .choose("Team", "Found " + name)
                .fill("Key label", "audit")
                .press("Make it");
        assertThat(browser.text()).contains("the key \"audit\" is the audit log's own.");
        browser.fill("Key label", "no such key").press("Make it");
        assertThat(browser.text()).contains("The token does not do this");
        browser.inspect("authority-new-key");
        browser.open("/authority-new?way=%3Csvg%20onload=alert(1)%3E");
        assertThat(browser.text()).contains("A root of its own", "Below another root", "A key that is in the token");
    }

    private String team(String name) throws IOException, InterruptedException {
        return AdminClient.created(api.post(
                        "/teams",
                        Json.createObjectBuilder().add("name", name).build().toString()))
                .getString("id");
    }

    private JsonObject authority(String team, String name) throws IOException, InterruptedException {
        return AdminClient.created(api.post(
                "/authorities",
                """
                {"team":"%s","name":"%s","root":{"subject":"CN=Root","algorithm":"EC_P256"},
                "issuing":{"subject":"CN=Issuing","algorithm":"EC_P256"}}"""
                        .formatted(team, name)));
    }

    private static String link(Browser browser, String words) {
        return String.valueOf(browser.driver()
                        .findElement(By.xpath("//main//a[normalize-space()=\"" + words + "\"]"))
                        .getDomProperty("href"))
                .replaceFirst("^https://[^/]*/admin", "");
    }

    /** One that no other test has. */
    private static String name(String of) {
        return of + "-" + Long.toString(Clock.systemUTC().millis(), 36);
    }
}
