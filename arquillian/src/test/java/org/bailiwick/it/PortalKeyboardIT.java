package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.Actions;

/** The main tasks of people who have no mouse: nothing is clicked here, and every field is found by the Tab key. */
class PortalKeyboardIT {

    /** As often is Tab pressed before somebody would give up. */
    private static final int PATIENCE = 60;

    /** What the element that has the focus is called: by its label, what it says, or its value if it is a button. */
    private static final String NAME =
            """
            const here = document.activeElement;
            const label = here.labels && here.labels.length ? here.labels[0].textContent : "";
            return (here.getAttribute("aria-label") || label || here.textContent || here.value || "").trim();""";

    private final Browser browser = Browser.fresh();

    PortalKeyboardIT() throws IOException {}

    @Test
    void aKeyIsMadeAndFound() throws IOException {
        String reference = "by-keyboard-" + UUID.randomUUID();
        browser.open("/login");
        at("Name").type("admin");
        at("Password")
                .type(Files.readString(SharedServer.get().settings().portalPasswordFile())
                        .strip())
                .type(Keys.ENTER);
        browser.waitFor("Dashboard");

        at("External account keys").type(Keys.ENTER);
        browser.waitFor("A client needs one of these");
        at("New key").type(Keys.ENTER);
        browser.waitFor("The client makes its account with it.");
        // the first of those that can be chosen
        at("Provisioner").type(Keys.ARROW_DOWN);
        at("Reference").type(reference).type(Keys.ENTER);
        browser.waitFor("The secret is shown only now.");
        at("Copy").type(Keys.ENTER);
        browser.waitFor("Copied");
        at("I have it: to the key").type(Keys.ENTER);
        browser.waitFor("Suspend");

        browser.open("/keys");
        at("Reference or owner").type(reference).type(Keys.ENTER);
        browser.waitFor("Not used yet");
        at(reference).type(Keys.ENTER);
        browser.waitFor("Owner, note, expiry");
        assertThat(browser.title()).contains(reference);
    }

    @Test
    void aRuleIsWrittenTriedAndTakenBack() throws IOException, InterruptedException {
        AdminClient api = AdminClient.first();
        String name = "by-keyboard-" + UUID.randomUUID().toString().substring(0, 8);
        AdminClient.created(api.post(
                "/provisioners",
                "{\"authority\":\"%s\",\"name\":\"%s\"}"
                        .formatted(api.named("/authorities", "internal").getString("id"), name)));
        browser.logInAsFirst().open("/policies?level=provisioner");
        at("Part of the name, or of its authority").type(name).type(Keys.ENTER);
        browser.waitFor(name);
        at(name).type(Keys.ENTER);
        browser.waitFor("Rule that denies");
        at("Rule that denies").type("by-keyboard.localhost").type(Keys.ENTER);
        browser.waitFor("deny dns by-keyboard.localhost");
        at("Name to try").type("by-keyboard.localhost");
        browser.waitFor("denies it by the rule");
        at("Remove deny dns by-keyboard.localhost").type(Keys.ENTER);
        browser.waitFor("Nothing yet.");
    }

    /** Presses Tab until what has the focus is called so; the page may be drawn anew meanwhile. */
    private PortalKeyboardIT at(String name) {
        for (int i = 0; i < PATIENCE; i++) {
            if (name.equals(browser.driver().executeScript(NAME))) {
                return this;
            }
            new Actions(browser.driver()).sendKeys(Keys.TAB).perform();
        }
        throw new AssertionError("no \"%s\" is reached by Tab in %s".formatted(name, browser.text()));
    }

    private PortalKeyboardIT type(CharSequence keys) {
        new Actions(browser.driver()).sendKeys(keys).perform();
        return this;
    }
}
