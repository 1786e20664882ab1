package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bailiwick.hash.Sha256;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Certificates are found, read, downloaded and revoked, as a person does it. */
class PortalCertificatesIT {

    private static final String XSS = "<img src=x onerror=alert(1)> #{7*7} ${7*7}";

    private final String name =
            "portal-%s.localhost".formatted(Long.toString(Clock.systemUTC().millis(), 36));

    @Test
    void oneIsFoundReadAndRevoked() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = ofBoundAccount("www." + name, name);
        String id = id(certified);
        Browser browser = Browser.fresh().logInAsFirst().press("Certificates");
        browser.fill("Name, serial number or SHA-256", name.toUpperCase(Locale.ROOT))
                .press("Search");
        assertThat(browser.text()).contains(name, "www." + name, "Valid");
        assertThat(browser.address()).contains("q=" + name.toUpperCase(Locale.ROOT));
        browser.inspect("certificates").follow("Expires");
        assertThat(browser.address()).contains("sort=expiry");
        browser.follow("Expires ↑");
        assertThat(browser.address()).contains("sort=-expiry", "q=" + name.toUpperCase(Locale.ROOT));
        assertThat(browser.has("#certificates tbody tr")).isTrue();

        browser.follow(firstOf(name, "www." + name));
        assertThat(browser.text())
                .contains("Why it was issued", "http-01", "127.0.0.1", "What the policies say", "EC, P-256", XSS)
                .contains(HexFormat.of().formatHex(Sha256.of(certified.der())));
        assertThat(browser.has("main img")).isFalse();
        assertThat(browser.has("#chain tbody tr")).isTrue();
        assertThat(browser.has("main a[href*='/audit?mentions=']")).isTrue();
        assertThat(browser.has("main a[href*='/key?id=']")).isTrue();
        browser.inspect("certificate");

        String typed =
                browser.driver().findElement(By.cssSelector("#revoke strong")).getText();
        browser.fill("The name above", "not that").press("Revoke the certificate");
        assertThat(browser.text()).contains("nothing was revoked", "Valid");
        browser.choose("Reason", "Another certificate took its place")
                .fill("The name above", typed)
                .press("Revoke the certificate");
        assertThat(browser.text())
                .contains("is revoked.", "Revoked", "Another certificate took its place")
                .doesNotContain("Revoke the certificate");
        browser.inspect("certificate-revoked");
        assertThat(AdminClient.ok(AdminClient.first().get("/certificates/" + id))
                        .getString("reason"))
                .isEqualTo("superseded");

        browser.open("/certificates?by=name&state=valid&q=" + name);
        assertThat(browser.text()).contains("No certificate matches");
        browser.inspect("certificates-none");
    }

    @Test
    void itIsFoundByWhateverIsKnownOfItAndDownloaded()
            throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = ofBoundAccount(name);
        String id = id(certified);
        PortalClient client = PortalClient.loggedIn();
        String serial = certified.certificate().getSerialNumber().toString(16);
        String sha256 = HexFormat.ofDelimiter(":").withUpperCase().formatHex(Sha256.of(certified.der()));
        for (String query : List.of(
                "by=below&q=" + name,
                "by=name&q=" + name + ".",
                "by=beginning&q=" + name.substring(0, name.length() - 5),
                "by=serial&q=" + serial,
                "by=sha256&q=" + sha256,
                "q=" + sha256,
                "by=name&state=valid&before=2999-01-01&q=" + name)) {
            Answer found = client.get("/certificates?" + query);
            assertThat(found.status()).as(query).isEqualTo(200);
            assertThat(found.body()).as(query).contains("/admin/certificate?id=" + id);
        }
        assertThat(client.get("/certificates?by=name&before=2020-01-01&q=" + name)
                        .body())
                .contains("No certificate matches");
        assertThat(client.get("/certificates").body().length()).isLessThan(60_000);

        String download = "/certificate-download?id=" + id + "&form=";
        Answer chain = client.get(download + "chain");
        assertThat(chain.body()).isEqualTo(certified.pem());
        assertThat(chain.header("Content-Disposition"))
                .startsWith("attachment; filename=\"")
                .endsWith("-chain.pem\"");
        assertThat(chain.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(certified.pem()).startsWith(client.get(download + "pem").body());
        assertThat(client.get(download + "der").header("Content-Type")).startsWith("application/pkix-cert");
        assertThat(client.get(download + "p12").status()).isEqualTo(404);
    }

    @Test
    void eachRoleSeesWhatIsItsOwn() throws IOException, InterruptedException, GeneralSecurityException {
        Certified certified = ofBoundAccount(name);
        String page = "/certificate?id=" + id(certified);
        assertThat(PortalPerson.invited("auditor", null).client().get(page).body())
                .contains(name, "Why it was issued")
                .doesNotContain("Revoke the certificate");
        PortalClient operator = PortalPerson.ofTheFirstTeam("eab-operator").client();
        for (String path : List.of("/certificates", page, "/certificate-download?form=pem&id=" + id(certified))) {
            assertThat(operator.get(path).status()).as(path).isEqualTo(403);
        }
        assertThat(operator.get("/profile").body()).doesNotContain("href=\"/admin/certificates\"");
        String team = AdminClient.created(AdminClient.first()
                        .post(
                                "/teams",
                                Json.createObjectBuilder()
                                        .add("name", "other of " + name)
                                        .build()
                                        .toString()))
                .getString("id");
        PortalClient other =
                PortalPerson.invited("authority-administrator", team).client();
        assertThat(other.get(page).status()).isEqualTo(404);
        assertThat(other.get("/certificate-download?form=pem&id=" + id(certified))
                        .status())
                .isEqualTo(404);
        assertThat(other.get("/certificates?q=" + name).body())
                .contains("No certificate matches")
                .doesNotContain(page);
    }

    @Test
    void whatCannotBeSoughtIsAnsweredWithASentence() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        for (String query : List.of(
                "by=serial&q=xyz",
                "by=sha256&q=abc",
                "q=%00",
                "q=" + "a".repeat(400),
                "before=tomorrow",
                "account=x",
                "key=%3Cscript%3E")) {
            Answer answer = client.get("/certificates?" + query);
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(answer.body()).as(query).contains("role=\"alert\"").doesNotContain("<script>");
            assertThat(answer.body()).as(query).doesNotContain("Exception", "\tat ", "org.bailiwick", "hibernate");
        }
        for (String query :
                List.of("after=x", "sort=x", "by=x", "state=x", "q=%3Cscript%3Ealert(1)%3C/script%3E", "q=%25")) {
            Answer answer = client.get("/certificates?" + query);
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(answer.body()).as(query).doesNotContain("role=\"alert\"", "<script>alert");
        }
        for (String id : List.of("", "x", "AAAAAAAAAAAAAAAAAAAAAA", "%3Csvg%3E")) {
            assertThat(client.get("/certificate?id=" + id).status()).as(id).isEqualTo(404);
        }
    }

    /** Of an account that is bound to a key whose owner has an evil name. */
    private static Certified ofBoundAccount(String... names)
            throws IOException, InterruptedException, GeneralSecurityException {
        BoundDirectory directory = new BoundDirectory("new-account-required");
        AcmeClient client = directory.registered(directory.key(",'owner':'" + XSS + "'"));
        try (ChallengeResponder responder =
                new ChallengeResponder(SharedServer.get().settings().http01Port())) {
            return Certified.get(client, responder, names);
        }
    }

    /** The one that is shown first. */
    private static String firstOf(String one, String other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static String id(Certified certified) {
        return certified.url().substring(certified.url().lastIndexOf('/') + 1);
    }
}
