package org.bailiwick.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bailiwick.it.RelayClients.Ready;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Two nodes with one PostgreSQL and one token, and nothing else between them. Somebody writes a policy, and another CA has just
 * answered what it was asked for, when the node is killed that does both; both go on at the other one. The time that it takes is
 * mostly that of their starts.
 */
class PortalNodeDeathIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the nodes relay to the shared server. */
    private static final String ZONE = "nodes.localhost";

    @TempDir
    private Path folder;

    @Test
    void whoWorksAtANodeThatIsKilledGoesOnAtTheOther() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                RunningServer first = start("node-a", postgres)) {
            copyKeys(TestServers.data("node-a"), TestServers.data("node-b"));
            try (RunningServer second = start("node-b", postgres);
                    Balancer balancer = new Balancer(first.settings().httpsPort());
                    TamperingProxy way =
                            new TamperingProxy(SharedServer.get().settings().httpPort());
                    ChallengeResponder responder =
                            new ChallengeResponder(first.settings().http01Port())) {
                whoLeavesAtOneNodeIsOutAtBoth(first, second);
                assertThat(contents(postgres)).isEmpty();
                CmpClient known =
                        CmpClient.registered(AdminClient.first(), CmpClient.provisioner(AdminClient.first()), folder);
                UpstreamScene branch = relaying(first, way, known);
                Ready order = new RelayClients(branch, responder, ZONE).ready(branch.client());
                String provisioner = provisioner(AdminClient.first(first));
                Browser browser = policyIsBegun(provisioner, balancer, postgres);
                TamperingProxy.Held answer = new TamperingProxy.Held();
                way.tamper(answer);
                assertThat(order.finalized().json().getString("status")).isEqualTo("processing");
                answer.await();

                first.kill();
                answer.release();
                balancer.choose(second.settings().httpsPort());

                policyIsFinished(browser, provisioner, second, postgres);
                orderIsEnded(order, branch.at(second), known.id(), responder);
            }
        }
    }

    /** An authority at a node whose certificates the shared server makes. */
    private static UpstreamScene relaying(RunningServer node, TamperingProxy way, CmpClient known)
            throws IOException, InterruptedException {
        return UpstreamScene.make(
                        node,
                        "http://127.0.0.1:%d/%s".formatted(way.port(), known.path()),
                        Files.readString(SharedServer.get().root()),
                        known.secret(),
                        ZONE)
                .enrolled();
    }

    /** The other node asks the same once more, by the key that the one which is dead has made: there is one certificate. */
    private static void orderIsEnded(Ready order, UpstreamScene branch, String known, ChallengeResponder responder)
            throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = new AcmeClient(
                branch.directory(), branch.server().root(), order.client().key());
        assertThat(client.newAccount("{\"onlyReturnExisting\":true}").status()).isEqualTo(200);
        String url =
                branch.directory().resolve(URI.create(order.url()).getPath()).toString();
        branch.hurry();
        BigInteger serial = new RelayClients(branch, responder, ZONE)
                .take(new Ready(client, url, order.name()))
                .getSerialNumber();
        assertThat(branch.serials()).containsExactly(serial);
        assertThat(UpstreamScene.serials(AdminClient.first(), "/certificates?registrationAuthority=" + known))
                .containsExactly(serial);
    }

    private static void whoLeavesAtOneNodeIsOutAtBoth(RunningServer first, RunningServer second)
            throws IOException, InterruptedException {
        PortalClient here = client(first);
        assertThat(here.logIn("admin", password()).status()).isEqualTo(302);
        PortalClient there = client(second);
        there.steal(here.cookie());
        assertThat(there.get("/profile").status()).isEqualTo(200);
        assertThat(here.get("/profile").status()).isEqualTo(200);
        var form = PortalClient.form(there.get("/profile"), "leave");
        form.put("leave:out", "Log out");
        assertThat(there.post("/profile", form).status()).isEqualTo(302);
        assertThat(here.get("/profile").status()).isEqualTo(302);
        assertThat(here.get("/profile").status()).isEqualTo(302);
    }

    private static Browser policyIsBegun(String provisioner, Balancer balancer, EmbeddedPostgres postgres)
            throws IOException, SQLException {
        String portal = "https://localhost:%d/admin".formatted(balancer.port());
        Browser browser = Browser.fresh().openUrl(portal + "/login");
        browser.fill("Name", "admin").fill("Password", password()).press("Log in");
        browser.openUrl(portal + "/policy?level=provisioner&id=" + provisioner);
        browser.fill("Rule that allows", "**.localhost");
        enter(browser);
        await(browser, "allow dns **.localhost");
        assertThat(contents(postgres)).hasSize(1).allSatisfy(content -> assertThat(content)
                .doesNotContain("localhost", "bailiwick", "java"));
        return browser;
    }

    private static void policyIsFinished(
            Browser browser, String provisioner, RunningServer second, EmbeddedPostgres postgres)
            throws IOException, InterruptedException, SQLException {
        browser.fill("Rule that denies", "bad.localhost");
        enter(browser);
        await(browser, "deny dns bad.localhost");
        assertThat(browser.text()).contains("allow dns **.localhost");
        pressHere(browser, "See what it would stop");
        await(browser, "Every valid certificate that can be renewed today could be renewed then.");
        pressHere(browser, "Save the policy");
        await(browser, "is saved.");
        assertThat(AdminClient.ok(AdminClient.first(second).get("/provisioners/" + provisioner + "/policy"))
                        .toString())
                .contains("**.localhost", "bad.localhost");
        browser.press("Log out");
        assertThat(browser.text()).contains("You are logged out.");
        assertThat(contents(postgres)).isEmpty();
        browser.console();
    }

    private static RunningServer start(String name, EmbeddedPostgres postgres)
            throws IOException, InterruptedException {
        Map<String, String> settings = new TreeMap<>(Map.of("bailiwick.node", name));
        settings.putAll(TestServers.on(postgres));
        return TestServers.start(name, settings);
    }

    /**
     * What nodes of one server have alike. The configuration of SoftHSM names the folder of the first one's tokens, in its
     * copy, too.
     */
    private static void copyKeys(Path from, Path to) throws IOException {
        for (String each : new String[] {"token", "ca", "tls", "root.pem", "audit-key.pem", "admin-token"}) {
            try (Stream<Path> files = Files.walk(from.resolve(each))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Path copy = to.resolve(from.relativize(file));
                    Files.createDirectories(to);
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static PortalClient client(RunningServer server) throws IOException {
        return new PortalClient(server.settings().url().toString(), RunningServer.trusting(server.root()));
    }

    private static String password() throws IOException {
        return Files.readString(TestServers.data("node-a").resolve("portal-password"))
                .strip();
    }

    private static String provisioner(AdminClient api) throws IOException, InterruptedException {
        String authority = api.named(
                        "/authorities", SharedServer.get().settings().authorityName())
                .getString("id");
        return AdminClient.created(api.post(
                        "/provisioners", "{\"authority\":\"%s\",\"name\":\"node-death\"}".formatted(authority)))
                .getString("id");
    }

    /** What the database has of sessions, octet for octet. */
    private static List<String> contents(EmbeddedPostgres postgres) throws SQLException {
        List<String> contents = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select content from kept_session")) {
            while (rows.next()) {
                contents.add(new String(rows.getBytes(1), ISO_8859_1));
            }
        }
        return contents;
    }

    private static void await(Browser browser, String words) {
        new WebDriverWait(browser.driver(), PATIENCE)
                .withMessage(() -> words + " in " + browser.text())
                .until(page -> browser.text().contains(words));
    }

    /** Presses a button that changes only a part of the page. */
    private static void pressHere(Browser browser, String words) {
        browser.driver()
                .findElement(By.xpath("//input[@type='submit'][@value=\"%s\"]".formatted(words)))
                .click();
    }

    private static void enter(Browser browser) {
        browser.driver().switchTo().activeElement().sendKeys(Keys.ENTER);
    }
}
