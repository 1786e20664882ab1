package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Policies are written, tried, saved and brought back, as a person does it. */
class PortalPoliciesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SCRIPT = "<img src=x onerror=alert(1)>#{7+7}${7+7}'";

    private final AdminClient api = AdminClient.first();

    PortalPoliciesIT() throws IOException {}

    @Test
    void aPolicyIsWrittenTriedSavedAndRestored() throws IOException, InterruptedException, GeneralSecurityException {
        AcmeClient client = Clients.registered();
        String name = name("policy") + ".localhost";
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            Certified.get(client, responder, name);
        }
        String account = client.account().substring(client.account().lastIndexOf('/') + 1);
        String path = "/accounts/" + account + "/policy";
        Browser browser = Browser.fresh().logInAsFirst();
        browser.open("/policies?level=account&text=" + account).follow(account);
        assertThat(browser.text()).contains("No rules", "Nothing yet.", "Type a name to see");

        browser.fill("Rule that denies", "a.*.b");
        browser.waitFor("is not a rule");
        browser.fill("Rule that denies", name);
        awaitGone(browser, "is not a rule");
        enter(browser);
        browser.waitFor("deny dns " + name);
        assertThat(browser.value("Rule that denies")).isEmpty();
        browser.fill("Name to try", name);
        browser.waitFor("denies it by the rule");
        assertThat(browser.text()).contains("allow dns", "Permitted", "Refused");
        browser.fill("Name to try", "a..b");
        awaitGone(browser, "denies it by the rule");

        pressHere(browser, "See what it would stop");
        browser.waitFor("could be renewed today and could not then");
        pressHere(browser, "Save the policy");
        browser.waitFor("Nothing is saved: type 1");
        browser.inspect("policy");
        assertThat(AdminClient.ok(api.get(path))).isEmpty();
        browser.fill("To save it all the same, type how many certificates it stops: 1", "1");
        pressHere(browser, "Save the policy");
        browser.waitFor("The policy of " + account + " is saved.");
        assertThat(browser.address()).isEqualTo("/policy?level=account&id=" + account);
        assertThat(AdminClient.ok(api.get(path)).toString()).contains(name);

        browser.follow("History");
        assertThat(browser.text()).contains("admin", "deny dns " + name, "As it stands now");
        browser.inspect("policy-history").follow("Show this change");
        browser.inspect("policy-compare").follow("Restore the earlier one");
        assertThat(browser.text()).contains("Nothing is changed until you save them.", "deny dns " + name);
        pressHere(browser, "See what it would stop");
        browser.waitFor("Every valid certificate that can be renewed today could be renewed then.");
        pressHere(browser, "Save the policy");
        browser.waitFor("The policy of " + account + " is saved.");
        assertThat(AdminClient.ok(api.get(path))).isEmpty();

        browser.follow("History").press("Compare");
        assertThat(browser.text()).contains("Both say the same.");
        assertThat(browser.address()).contains("from=", "to=now");
    }

    /** Two who edit the same policy: the second one is told before he has looked at anything. */
    @Test
    void whoComesTooLateIsToldSo() throws IOException, InterruptedException {
        String provisioner = provisioner();
        String path = "/provisioners/" + provisioner + "/policy";
        Browser browser = Browser.fresh().logInAsFirst().open("/policy?level=provisioner&id=" + provisioner);
        AdminClient.ok(api.put(
                path,
                "{\"deny\":{\"dns\":[\"first.localhost\",\"second.localhost\"]}}",
                api.get(path).header("ETag")));
        browser.fill("Rule that allows", "**.localhost");
        enter(browser);
        browser.waitFor("allow dns **.localhost");
        assertThat(browser.text()).contains("Wildcard names are permitted no more");
        browser.driver().findElement(By.id("wild:on")).sendKeys(Keys.SPACE);
        awaitGone(browser, "Wildcard names are permitted no more");
        pressHere(browser, "See what it would stop");
        browser.waitFor("Somebody else changed this policy since you read it");
        assertThat(AdminClient.ok(api.get(path)).toString())
                .contains("first.localhost")
                .doesNotContain("**");
        browser.open("/policy?level=provisioner&id=" + provisioner);
        // twice before the page has changed: the next rule stays
        browser.driver()
                .executeScript(
                        "arguments[0].click(); arguments[0].click();",
                        browser.driver().findElement(By.cssSelector("[aria-label='Remove deny dns first.localhost']")));
        browser.waitFor("deny dns first.localhost");
        browser.fill("Name to try", "second.localhost");
        browser.waitFor("denies it by the rule");
    }

    @Test
    void whatOthersWroteIsTextAndRolesAreKept() throws IOException, InterruptedException {
        String provisioner = provisioner();
        String path = "/provisioners/" + provisioner + "/policy";
        JsonObject hostile = Json.createObjectBuilder()
                .add(
                        "deny",
                        Json.createObjectBuilder()
                                .add("cn", Json.createArrayBuilder().add(SCRIPT)))
                .build();
        AdminClient.ok(api.put(path, hostile.toString(), api.get(path).header("ETag")));
        String reference = SCRIPT + "w".repeat(150);
        String key = AdminClient.created(api.post(
                        "/external-account-keys",
                        Json.createObjectBuilder()
                                .add("provisioner", provisioner)
                                .add("reference", reference)
                                .build()
                                .toString()))
                .getString("id");
        Browser browser =
                Browser.fresh().logIn(PortalPerson.invited("auditor", null).name(), PortalPerson.PASSWORD);
        browser.press("Policies").inspect("policies");
        browser.open("/policies?level=externalAccountKey&text=" + key);
        browser.inspect("policies-keys").follow(reference);
        assertThat(browser.text())
                .contains(reference, SCRIPT, "You may read this policy, and not change it.")
                .doesNotContain("What you have changed");
        assertThat(browser.asks("Rule that allows")).isFalse();
        browser.fill("Name to try", SCRIPT);
        browser.choose("As", "Common names");
        browser.waitFor("Refused");
        browser.inspect("policy-as-auditor");
        browser.open("/policy-history?level=provisioner&id=" + provisioner);
        assertThat(browser.text()).contains("deny cn " + SCRIPT);
        browser.follow("Show this change");
        assertThat(browser.text()).contains("deny cn " + SCRIPT).doesNotContain("Restore");
        browser.open("/policies?level=account&text=%3Csvg/onload=alert(1)%3E%23%7B7*7%7D");
        assertThat(browser.text()).contains("Nothing matches");
        for (String none : new String[] {
            "/policy?level=provisioner&id=x",
            "/policy?level=x&id=" + provisioner,
            "/policies?level=%3Cx%3E",
            "/policy?level=provisioner&id=" + provisioner + "&restore=x",
            "/policy-compare?level=provisioner&id=" + provisioner + "&from=x"
        }) {
            browser.open(none);
            assertThat(browser.text()).as(none).contains("There is nothing here");
        }
        browser.console();
    }

    @Test
    void anOperatorSeesThePoliciesOfKeysOnly() throws IOException, InterruptedException {
        String provisioner = provisioner();
        String team = AdminClient.created(api.post("/teams", "{\"name\":\"%s\"}".formatted(name("keys"))))
                .getString("id");
        PortalClient operator = PortalPerson.invited("eab-operator", team).client();
        assertThat(operator.get("/policies").body())
                .contains("No external account key yet")
                .doesNotContain("level=provisioner");
        for (String page :
                new String[] {"/policies?level=provisioner", "/policy?level=provisioner&id=" + provisioner}) {
            assertThat(operator.get(page).status()).as(page).isEqualTo(403);
        }
    }

    private String provisioner() throws IOException, InterruptedException {
        String authority = api.named(
                        "/authorities", SharedServer.get().settings().authorityName())
                .getString("id");
        return AdminClient.created(api.post(
                        "/provisioners",
                        "{\"authority\":\"%s\",\"name\":\"%s\"}".formatted(authority, name("policies"))))
                .getString("id");
    }

    /** Waits until it does not say that any more. */
    private static void awaitGone(Browser browser, String words) {
        new WebDriverWait(browser.driver(), PATIENCE)
                .withMessage(() -> words + " in " + browser.text())
                .until(page -> !browser.text().contains(words));
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

    /** One that no other test has. */
    private static String name(String of) {
        return of + "-" + Long.toString(Clock.systemUTC().millis(), 36);
    }
}
