package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Teams are made, and programs are given tokens, which are ended, as a person does it. */
class PortalTokensIT {

    private static final String SECRET = "The token. It is shown only now; keep it where the program finds it";

    private final AdminClient api = AdminClient.first();

    PortalTokensIT() throws IOException {}

    @Test
    void aProgramIsGivenATokenUntilItIsEnded() throws IOException, InterruptedException {
        String name = odd("Robot");
        Browser browser = Browser.fresh()
                .logInAsFirst()
                .press("Administrators")
                .follow("API tokens and client certificates")
                .press("New token");
        browser.fill("Name", name).fill("Days until it expires", "400").press("Make the token");
        assertThat(browser.text()).contains("The days are a number from 1 to 366.");
        browser.inspect("token-new").fill("Days until it expires", "30").press("Make the token");
        String token = browser.value(SECRET);
        assertThat(browser.text()).contains(name);
        browser.inspect("token-made");
        AdminClient program = api.with(token);
        assertThat(AdminClient.ok(program.get("/caller")).toString()).contains("auditor");

        browser.open("/administrator-tokens");
        assertThat(browser.text()).contains(name, "Active");
        assertThat(browser.driver().getPageSource()).doesNotContain(token);
        browser.follow("Last used").follow("Last used ↑");
        assertThat(browser.address()).endsWith("?sort=-last-used");
        browser.open("/administrator-tokens").inspect("tokens").follow(name);
        browser.inspect("token").fill("Type its name", "another").press("Revoke it for good");
        assertThat(browser.text()).contains("Type the name of what you want to end");
        assertThat(program.get("/caller").status()).isEqualTo(200);
        browser.fill("Type its name", name).press("Revoke it for good");
        assertThat(browser.text()).contains(name + " is revoked");
        assertThat(program.get("/caller").status()).isEqualTo(401);
        browser.follow(name);
        assertThat(browser.text()).contains("Revoked").doesNotContain("Type its name");
    }

    @Test
    void aTeamIsMadeOnce() throws IOException {
        String name = odd("Team");
        Browser browser = Browser.fresh()
                .logInAsFirst()
                .open("/administrators")
                .follow("Teams")
                .fill("Name of the team", name)
                .press("Make the team");
        assertThat(browser.text()).contains("The team " + name + " is made.");
        assertThat(browser.has("#teams img")).isFalse();
        browser.follow("Name");
        assertThat(browser.address()).endsWith("?sort=name");
        assertThat(browser.has("th[aria-sort=ascending]")).isTrue();
        browser.inspect("teams").fill("Name of the team", name).press("Make the team");
        assertThat(browser.text()).contains("There is a team of that name.");
        browser.fill("Name of the team", "\u202e").press("Make the team");
        assertThat(browser.text()).contains("no control or formatting characters");
    }

    @Test
    void anAuditorReadsOnly() throws IOException, InterruptedException {
        PortalClient auditor = PortalPerson.invited("auditor", null).client();
        assertThat(auditor.get("/administrator-tokens").body())
                .contains("Active")
                .doesNotContain("New token");
        assertThat(auditor.get("/administrator-teams").body()).doesNotContain("Make the team");
        assertThat(auditor.get("/administrator-token-new").status()).isEqualTo(403);
        assertThat(auditor.get("/administrator-token?id=" + UUID.randomUUID()).status())
                .isEqualTo(404);
    }

    private static String odd(String kind) {
        return kind + " <img src=x onerror=alert(1)> #{7*7} "
                + UUID.randomUUID().toString().substring(0, 8) + "w".repeat(40);
    }
}
