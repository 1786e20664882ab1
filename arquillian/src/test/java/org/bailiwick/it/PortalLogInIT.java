package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Cookie;

/** Who comes into the portal, and how he leaves; as a person does it. */
class PortalLogInIT {

    @Test
    void whoIsNotLoggedInIsAskedToAndThenGoesWhereHeWanted() throws IOException {
        Browser browser = Browser.fresh();
        for (String page : new String[] {
            "/", "/index.xhtml", "/administrators", "/administrators.xhtml", "/administrator?id=x", "/profile"
        }) {
            browser.open(page);
            assertThat(browser.title()).as(page).isEqualTo("Log in · Bailiwick");
        }
        browser.open("/administrators?name=adm").inspect("login");
        browser.fill("Name", "admin")
                .fill("Password", Files.readString(passwordFile()).strip())
                .press("Log in");
        assertThat(browser.address()).isEqualTo("/administrators?name=adm");
        assertThat(browser.text()).contains("admin", "Super administrator");
    }

    @Test
    void theCookieIsForTheBrowserAndThePortalOnly() throws IOException {
        Browser browser = Browser.fresh();
        browser.open("/login");
        // who only looks costs the server no session
        assertThat(browser.driver().manage().getCookies()).isEmpty();
        browser.logInAsFirst();
        assertThat(browser.driver().manage().getCookies()).hasSize(1).first().satisfies(cookie -> {
            assertThat(cookie.getName()).isEqualTo(PortalClient.COOKIE);
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.isSecure()).isTrue();
            assertThat(cookie.getPath()).isEqualTo("/admin");
            assertThat(cookie.getSameSite()).isEqualTo("Strict");
            assertThat(cookie.getExpiry()).isNull();
        });
    }

    @Test
    void whoLeavesIsOutAndSoIsWhoKeptHisCookie() throws IOException, InterruptedException {
        Browser browser = Browser.fresh().logInAsFirst();
        Cookie cookie = browser.driver().manage().getCookieNamed(PortalClient.COOKIE);
        browser.press("Log out");
        assertThat(browser.text()).contains("You are logged out.");
        browser.open("/profile");
        assertThat(browser.title()).startsWith("Log in");
        PortalClient thief = new PortalClient();
        thief.steal(String.valueOf(cookie == null ? null : cookie.getValue()));
        assertThat(thief.get("/profile").status()).isEqualTo(302);
    }

    @Test
    void whatIsWrongIsNotSaid() throws IOException {
        Browser browser = Browser.fresh();
        browser.logIn("admin", "not the password");
        String wrongPassword = browser.text();
        browser.logIn("nobody-of-that-name", "not the password");
        assertThat(browser.text()).isEqualTo(wrongPassword).contains("do not open the portal");
        browser.logIn("<script>alert(1)</script>#{7*7}", "${7*7}");
        assertThat(browser.text()).isEqualTo(wrongPassword);
        assertThat(browser.value("Name")).isEqualTo("<script>alert(1)</script>#{7*7}");
        assertThat(browser.value("Password")).isEmpty();
        browser.inspect("login-refused");
    }

    /** U12. By name; that an address is counted, too, is tested without a server, as all tests have one. */
    @Test
    void whoTriesTooOftenWaits() throws IOException, InterruptedException {
        PortalClient client = new PortalClient();
        String body = "";
        for (int attempts = 0; attempts < 11; attempts++) {
            body = client.logIn("throttled-name", "wrong " + attempts).body();
        }
        assertThat(body).contains("too many attempts. Try again in 2 minutes").doesNotContain("do not open the portal");
        assertThat(PortalClient.loggedIn().cookie()).isNotEmpty();
    }

    @Test
    void theQuickStartMakesAPasswordForItsOwnerOnlyAndTheLogDoesNotHaveIt() throws IOException {
        Path file = passwordFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String log = Files.readString(
                SharedServer.get().settings().data().resolve("log").resolve("server.log"));
        assertThat(log).doesNotContain(Files.readString(file).strip());
    }

    @Test
    void linksThatOpenNothingSaySo() throws IOException {
        Browser browser = Browser.fresh();
        for (String page :
                new String[] {"/setup", "/setup?link=x", "/invitation", "/invitation?link=" + "A".repeat(43)}) {
            browser.open(page);
            assertThat(browser.text()).as(page).contains("opens nothing");
            assertThat(browser.has("input[type=password]")).as(page).isFalse();
        }
        browser.inspect("invitation-closed");
    }

    private static Path passwordFile() {
        return SharedServer.get().settings().portalPasswordFile();
    }
}
