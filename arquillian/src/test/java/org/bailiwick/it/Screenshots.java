package org.bailiwick.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.bailiwick.it.SampleWorld.Sights;
import org.bailiwick.quickstart.RunningServer;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Takes the pictures in {@code docs/screenshots}: {@code mvn -Pscreenshots}. Starts a server on PostgreSQL, since the link of
 * its first administrator must get into the database, makes the {@link SampleWorld}, and visits every page as a person does.
 */
public final class Screenshots {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String FIRST = "anna.berg@corp.internal";

    private final PictureBook book;
    private final Browser browser = Browser.fresh();

    private Screenshots(PictureBook book) throws IOException {
        this.book = book;
    }

    /** Takes all, or fails. */
    public static void main(String... arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failed) -> {
            failed.printStackTrace();
            System.exit(1);
        });
        Path project = SharedServer.project();
        PictureBook book = new PictureBook(project.resolve("docs/screenshots"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RunningServer server = SharedServer.start(settings(postgres))) {
            System.out.println("Takes pictures of " + server.settings().url());
            new Screenshots(book).takeAll(postgres);
            book.finish(project.resolve("admin-jsf/src/main/webapp"));
        }
        // the browser's threads are no daemons
        System.exit(0);
    }

    private static Map<String, String> settings(EmbeddedPostgres postgres) {
        Map<String, String> settings = new TreeMap<>(TestServers.on(postgres));
        // so that the world may have one of the usual name
        settings.put("bailiwick.authority.name", "quickstart");
        settings.put("bailiwick.audit.checkpoint-seconds", "5");
        return settings;
    }

    private void takeAll(EmbeddedPostgres postgres)
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        firstStart(SharedServer.get().settings().url() + "/admin/setup?link=" + DatabaseByHandIT.openLink(postgres));
        Sights sights = SampleWorld.make();
        people();
        tokens();
        authorities(sights);
        provisioners(sights);
        keys(sights);
        policies(sights);
        clients(sights);
        audit();
        whatIsNot();
        branches(SampleBranch.make());
        dashboard();
    }

    private void firstStart(String link) throws IOException {
        browser.openUrl(link);
        book.take(browser, "setup");
        browser.fill("Name to log in by", FIRST)
                .fill("Password", PortalPerson.PASSWORD)
                .fill("The same password again", PortalPerson.PASSWORD)
                .press("Create, and go to the log-in");
        browser.open("/login");
        book.take(browser, "login");
        browser.logIn(FIRST, PortalPerson.PASSWORD);
    }

    private void people() throws IOException, InterruptedException {
        invite("carla.moser@corp.internal", "EAB operator");
        invite("reto.huber@corp.internal", "Authority administrator");
        String auditor = "lea.frei@corp.internal";
        browser.open("/administrator-new").fill("Name", auditor).choose("Role", "Auditor");
        book.take(browser, "administrator-new");
        browser.press("Create");
        book.take(browser, "administrator-new-made");
        String link = browser.value("It is shown only now. It works once, within three days");
        browser.press("Log out").openUrl(link);
        book.take(browser, "invitation");
        browser.fill("Password", PortalPerson.PASSWORD)
                .fill("The same password again", PortalPerson.PASSWORD)
                .press("Set the password");
        browser.logIn(FIRST, PortalPerson.PASSWORD);
        book.take(browser.open("/administrators"), "administrators");
        book.take(browser.follow("reto.huber@corp.internal"), "administrator");
        book.take(browser.open("/profile"), "profile");
    }

    private void invite(String name, String role) throws IOException, InterruptedException {
        PortalAdministratorsIT.accept(PortalAdministratorsIT.invite(browser, name, role, "Plant Lucerne"), name);
    }

    private void tokens() throws IOException {
        book.take(browser.open("/administrator-teams"), "administrator-teams");
        browser.open("/administrator-token-new").fill("Name", "deployment pipeline");
        book.take(browser, "administrator-token-new");
        book.take(browser.press("Make the token"), "administrator-token-new-made");
        book.take(browser.open("/administrator-tokens"), "administrator-tokens");
        book.take(browser.follow("monitoring"), "administrator-token");
    }

    private void authorities(Sights sights) throws IOException {
        book.take(browser.open("/authority-new"), "authority-new");
        browser.open("/authority-new?way=root")
                .fill("Name", "branch-geneva")
                .choose("Team", "Platform")
                .fill("Root: subject", "CN=Example Geneva Root CA,O=Example")
                .fill("Issuing CA: subject", "CN=Example Geneva CA,O=Example");
        book.take(browser, "authority-new-root");
        book.take(browser.open("/authority-new?way=key"), "authority-new-key");
        browser.open("/authority-new?way=request")
                .fill("Name", "partners")
                .choose("Team", "Platform")
                .fill("Issuing CA: subject", "CN=Example Partners CA,O=Example");
        book.take(browser, "authority-new-request");
        browser.press("Make it");
        browser.waitFor("The authority is there.");
        book.take(browser, "authority-founding");
        book.take(browser.follow("Open it"), "authority-waiting");
        book.take(browser.follow("Request and answer"), "authority-answer");
        book.take(browser.open("/authorities"), "authorities");
        book.take(browser.open("/authority?id=" + sights.authority()), "authority");
        book.take(
                browser.open("/authority-retire?id=%s&issuer=%s".formatted(sights.authority(), sights.issuer())),
                "authority-retire");
    }

    private void provisioners(Sights sights) throws IOException {
        browser.open("/provisioner-new").choose("Authority", "internal").fill("Name", "kubernetes");
        book.take(browser, "provisioner-new");
        book.take(browser.open("/provisioners"), "provisioners");
        book.take(browser.open("/provisioner?id=" + sights.gateways()), "provisioner");
        book.take(browser.open("/provisioner-clients?id=" + sights.servers()), "provisioner-clients");
        browser.open("/provisioner-clients?id=" + sights.gateways() + "&host=gateway-17.plant.corp.internal")
                .press("Make a key");
        book.take(browser, "provisioner-clients-key");
    }

    private void keys(Sights sights) throws IOException {
        browser.open("/key-new?provisioner=" + sights.gateways())
                .fill("Reference", "gateway-18.plant.corp.internal")
                .fill("Owner", "Automation, hall 3");
        book.take(browser, "key-new");
        book.take(browser.press("Make the key"), "key-new-made");
        book.take(browser.open("/keys"), "keys");
        book.take(browser.open("/key?id=" + sights.key()), "key");
        book.take(browser.open("/key-revoke?id=" + sights.key()), "key-revoke");
        upload(sights, "reference,owner,expires\ngateway-20,Hall 3,\ngateway-21,Hall 3,tomorrow\ngateway-20,Hall 4,\n");
        book.take(browser, "keys-upload-faults");
        upload(sights, "reference,owner,expires\ngateway-20,Hall 3,\ngateway-21,Hall 3,\ngateway-22,Hall 4,\n");
        book.take(browser, "keys-upload");
    }

    private void upload(Sights sights, String lines) throws IOException {
        Path file = Files.writeString(TestServers.data("names").resolve("gateways.csv"), lines);
        browser.open("/keys-upload?provisioner=" + sights.gateways());
        browser.driver().findElement(By.id("file")).sendKeys(file.toString());
        browser.press("Check the file");
    }

    private void policies(Sights sights) throws IOException {
        String one = "?level=provisioner&id=" + sights.gateways();
        book.take(browser.open("/policies"), "policies");
        browser.open("/policy" + one + "&name=hmi.office.plant.corp.internal");
        browser.waitFor("denies it by the rule");
        book.take(browser, "policy");
        browser.fill("Rule that denies", "gateway-03.plant.corp.internal");
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.waitFor("deny dns gateway-03.plant.corp.internal");
        browser.driver()
                .findElement(By.xpath("//input[@type='submit'][@value='See what it would stop']"))
                .click();
        browser.waitFor("could be renewed today and could not then");
        book.take(browser, "policy-preview");
        book.take(browser.open("/policy-history" + one), "policy-history");
        book.take(browser.follow("Show this change"), "policy-compare");
    }

    private void clients(Sights sights) throws IOException {
        book.take(browser.open("/accounts"), "accounts");
        book.take(browser.open("/account?id=" + sights.account()), "account");
        book.take(browser.open("/orders"), "orders");
        book.take(browser.open("/order?id=" + sights.failed()), "order");
        book.take(browser.open("/order?id=" + sights.proven()), "order-proven");
        book.take(browser.open("/certificate?id=" + sights.certificate()), "certificate");
        browser.open("/certificate?id=" + sights.unwanted());
        String typed =
                browser.driver().findElement(By.cssSelector("#revoke strong")).getText();
        browser.choose("Reason", "Another certificate took its place")
                .fill("The name above", typed)
                .press("Revoke the certificate");
        book.take(browser, "certificate-revoked");
        book.take(browser.open("/certificates"), "certificates");
    }

    private void audit() throws IOException {
        // events are linked a moment after they were recorded; this one is the last
        new WebDriverWait(browser.driver(), PATIENCE)
                .withMessage(() -> "the revocation in " + browser.text())
                .until(page -> browser.open("/audit?kind=certificate-withdrawn").has("#events td a"));
        book.take(browser.open("/audit"), "audit");
        browser.open("/audit?kind=policy-changed");
        browser.openUrl(String.valueOf(
                browser.driver().findElement(By.cssSelector("#events td a")).getDomProperty("href")));
        book.take(browser, "audit-event");
        browser.open("/audit-proof").press("Verify everything");
        browser.waitFor("nothing is wrong");
        book.take(browser, "audit-proof");
    }

    private void whatIsNot() throws IOException {
        browser.open("/certificate?id=nothing");
        book.takeAnyhow(browser, "missing");
        browser.open("/certificates?q=nowhere.corp.internal");
        book.take(browser, "certificates-none");
    }

    private void branches(SampleBranch.Sights sights) throws IOException {
        browser.open("/registration-authority-new")
                .choose("Provisioner", "internal / branches")
                .fill("Name", "geneva")
                .fill("Requests in a minute", "600");
        book.take(browser, "registration-authority-new");
        book.take(browser.press("Make it"), "registration-authority-new-made");
        String id = "?id=" + sights.registrationAuthority();
        book.take(browser.open("/registration-authorities"), "registration-authorities");
        book.take(browser.open("/registration-authority" + id), "registration-authority");
        book.take(
                browser.open("/registration-authority-request?id=" + sights.request()),
                "registration-authority-request");
        outbox(sights);
        book.take(browser.open("/registration-authority-revoke" + id), "registration-authority-revoke");
        browser.fill("To revoke them, type its name", sights.name()).press("Revoke all of them");
        browser.waitFor("It is done.");
        book.take(browser, "registration-authority-revocation");
    }

    private void outbox(SampleBranch.Sights sights) throws IOException {
        browser.open("/authority-new?way=upstream")
                .fill("Name", "zurich")
                .choose("Team", "Platform")
                .fill("URL of the CA", "https://ca.example.com/cmp/internal/zurich");
        book.take(browser, "authority-new-upstream");
        book.take(browser.open("/authority?id=" + sights.authority()), "authority-upstream");
        book.take(browser.open("/authority-enrol?id=" + sights.authority()), "authority-enrol");
        book.take(browser.open("/outbox"), "outbox");
        book.take(browser.open("/outbox-entry?id=" + sights.entry()), "outbox-entry");
    }

    /** Last, as all is counted then. */
    private void dashboard() throws IOException {
        new WebDriverWait(browser.driver(), PATIENCE).until(page -> {
            browser.open("/?range=24h");
            return counted("renewed") && counted("failed") && counted("refused");
        });
        book.take(browser, "dashboard");
    }

    private boolean counted(String id) {
        return !browser.driver().findElement(By.id(id)).getText().equals("0");
    }
}
