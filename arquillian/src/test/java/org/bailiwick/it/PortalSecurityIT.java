package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.bailiwick.it.AcmeClient.Answer;
import org.junit.jupiter.api.Test;

/** Group U: what is sent to the portal by others than its own pages. */
class PortalSecurityIT {

    private static final Map<String, String> SAME_ORIGIN = Map.of("Sec-Fetch-Site", "same-origin");

    private final AdminClient api = AdminClient.first();

    PortalSecurityIT() throws IOException {}

    /** U1: with everything that a page has, but for where it comes from. */
    @Test
    void aFormThatAnotherSiteSendsChangesNothing() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        Map<String, String> form = newAdministrator(client, "forged-elsewhere");
        String origin = SharedServer.get().settings().url().toString();
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Sec-Fetch-Site", "cross-site", "Origin", origin),
                Map.of("Sec-Fetch-Site", "same-site", "Origin", origin),
                Map.of("Sec-Fetch-Site", "none"),
                Map.of("Faces-Request", "partial/ajax", "Origin", "https://evil.example"))) {
            Answer answer = client.post("/administrator-new", form, headers);
            assertThat(answer.status()).as(headers.toString()).isEqualTo(403);
            assertThat(answer.body()).contains("You may not do this");
            Clients.assertShowsNoInternals(answer.body());
        }
        assertThat(client.get("/administrators?name=forged-elsewhere").body()).contains("No administrator matches");
        // it was nothing else
        assertThat(client.post("/administrator-new", form).body()).contains("/admin/invitation?link=");
    }

    /** U1, U4: the state of a page is of one session, is guessed by nobody, and never read from what is sent. */
    @Test
    void aStateOfAnotherSessionOrOfNoneChangesNothing() throws IOException, InterruptedException {
        PortalClient victim = PortalClient.loggedIn();
        Map<String, String> form = newAdministrator(victim, "forged-state");
        String state = form.getOrDefault("jakarta.faces.ViewState", "");
        assertThat(state).matches("-?[0-9]+:-?[0-9]+");
        PortalClient other = PortalClient.loggedIn();
        Map<String, String> own = newAdministrator(other, "forged-state");
        for (String forged : List.of(state, "1:1", "stateless", "", "x", "rO0ABXNyAA==", "-1:-1:-1", "\u0000")) {
            own.put("jakarta.faces.ViewState", forged);
            Answer answer = other.post("/administrator-new", own);
            assertThat(answer.body()).as(forged).doesNotContain("/admin/invitation?link=");
            assertThat(answer.status()).as(forged).isBetween(200, 499);
            Clients.assertShowsNoInternals(answer.body());
        }
        assertThat(other.get("/administrators?name=forged-state").body()).contains("No administrator matches");
        own.remove("jakarta.faces.ViewState");
        assertThat(other.post("/administrator-new", own).body()).doesNotContain("/admin/invitation?link=");
        assertThat(other.get("/administrators?name=forged-state").body()).contains("No administrator matches");
    }

    @Test
    void whatIsSentByGetIsNoForm() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        assertThat(client.get("/administrator-new?new=new&new%3Aname=forged-get&jakarta.faces.ViewState=1%3A1")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/login?jakarta.faces.ViewState=stateless").status())
                .isEqualTo(400);
    }

    /** Session fixation: what somebody plants is not what one is logged in by. */
    @Test
    void logInBeginsANewSession() throws IOException, InterruptedException {
        PortalClient client = new PortalClient();
        client.steal("planted-by-somebody-else");
        String password = Files.readString(SharedServer.get().settings().portalPasswordFile())
                .strip();
        assertThat(client.logIn("admin", password).status()).isEqualTo(302);
        String first = client.cookie();
        assertThat(first).hasSizeGreaterThan(20).isNotEqualTo("planted-by-somebody-else");
        // once more, in the session that there is
        assertThat(client.logIn("admin", password).status()).isEqualTo(302);
        assertThat(client.cookie()).isNotEqualTo(first);
        PortalClient before = new PortalClient();
        before.steal(first);
        assertThat(before.get("/profile").status()).isEqualTo(302);
        assertThat(client.get("/profile").status()).isEqualTo(200);
    }

    /** A browser sends its cookie wherever somebody makes it; the API takes none, however its path is written. */
    @Test
    void aSessionDoesNotOpenTheApi() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        for (String path : List.of(
                "/api/caller",
                "/api/caller;x.xhtml",
                "/api;x=y/caller",
                "/api/caller?x=.xhtml",
                "//api/caller",
                "/./api/caller",
                "/x.xhtml/../api/caller",
                "/%61pi/caller",
                "/api/tokens")) {
            for (Map<String, String> headers : List.of(SAME_ORIGIN, Map.of("Bailiwick-Request", "1"))) {
                Answer answer = client.get(path, headers);
                assertThat(answer.status()).as(path).isIn(400, 401, 404);
                assertThat(answer.body()).as(path).doesNotContain("super-administrator");
            }
        }
    }

    /** U7: pages are for who is logged in, however their addresses are written; what is no page is not served. */
    @Test
    void noAddressLeadsAroundTheLogIn() throws IOException, InterruptedException {
        PortalClient nobody = new PortalClient();
        for (String path : List.of(
                "/administrators",
                "/administrators.xhtml",
                "/administrators;x=y",
                "//administrators",
                "/./administrators",
                "/login/../administrators",
                "/login;/../administrators.xhtml",
                "/administrators.xhtml;login",
                "/%61dministrators",
                "/administrators.xhtml%00.css",
                "/administrators.XHTML",
                "/assets/../administrators.xhtml",
                "/jakarta.faces.resource/../administrators.xhtml",
                "/jakarta.faces.resource/administrators.xhtml.xhtml",
                "/WEB-INF/web.xml",
                "/WEB-INF/frame/page.xhtml",
                "/web-inf/frame/page.xhtml",
                "/jakarta.faces.resource/web.xml.xhtml?ln=../WEB-INF",
                "/jakarta.faces.resource/WEB-INF/web.xml.xhtml?con=..")) {
            Answer answer = nobody.get(path);
            assertThat(answer.status()).as(path).isIn(302, 400, 403, 404);
            assertThat(answer.header("Location")).as(path).matches("|(https://[^/]+)?/admin/login.*");
            assertThat(answer.body()).as(path).doesNotContain("servlet-mapping", "Super administrator", "ui:insert");
        }
    }

    @Test
    void everyAnswerTellsTheBrowserWhatItMayDo() throws IOException, InterruptedException {
        PortalClient client = PortalClient.loggedIn();
        for (String path : List.of("/", "/administrators", "/profile", "/login", "/setup")) {
            Answer page = client.get(path);
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.headers().allValues("Content-Security-Policy"))
                    .as(path)
                    .singleElement()
                    .satisfies(policy -> assertThat(policy)
                            .contains("default-src 'none'", "frame-ancestors 'none'", "script-src 'self' 'nonce-")
                            .doesNotContain("unsafe", "http:", "*"));
            assertHeaders(path, page);
            assertThat(page.header("Cache-Control")).as(path).contains("no-store");
            assertThat(page.body()).as(path).doesNotContain(";jsessionid");
        }
        assertThat(nonce(client.get("/"))).isNotEqualTo(nonce(client.get("/")));
        for (String path : List.of("/nothing", "/error.html", "/administrator?id=x", "/assets/nothing.css")) {
            Answer other = client.get(path);
            assertHeaders(path, other);
            assertThat(other.headers().allValues("Content-Security-Policy"))
                    .as(path)
                    .singleElement()
                    .satisfies(policy -> assertThat(policy).startsWith("default-src 'none'; style-src 'self'"));
        }
    }

    @Test
    void scriptAndStyleAreKeptAsLongAsTheyAreTheSame() throws IOException, InterruptedException {
        PortalClient client = new PortalClient();
        String page = client.get("/login").body();
        String css = page.replaceFirst("(?s).*href=\"/admin(/assets/portal\\.css\\?v=[0-9a-f]{12})\".*", "$1");
        Answer kept = client.get(css);
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(client.get("/assets/portal.css").header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void aLinkFromElsewhereIsFollowedByWhoIsLoggedIn() throws IOException, InterruptedException {
        Answer first = new PortalClient().get("/profile", Map.of("Sec-Fetch-Site", "cross-site"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("Refresh")).isEqualTo("0");
        assertThat(first.body()).doesNotContain("password");
    }

    @Test
    void ajaxOfWhoIsNotLoggedInAnyMoreLeadsToTheLogIn() throws IOException, InterruptedException {
        Answer answer = new PortalClient()
                .post(
                        "/administrator-new",
                        Map.of("jakarta.faces.ViewState", "1:1"),
                        Map.of("Sec-Fetch-Site", "same-origin", "Faces-Request", "partial/ajax"));
        assertThat(answer.body()).contains("<redirect url=\"/admin/login\"/>");
    }

    @Test
    void theAuditorIsToldWhoCameIn() throws IOException, InterruptedException {
        PortalClient.loggedIn();
        assertThat(api.awaitAudited("administrator-logged-in", "127.0.0.1"))
                .asString()
                .contains("password");
    }

    private static Map<String, String> newAdministrator(PortalClient client, String name)
            throws IOException, InterruptedException {
        Map<String, String> form = PortalClient.form(client.get("/administrator-new"), "new");
        form.put("new:name", name);
        form.put("new:role", "auditor");
        form.put("new:team", "");
        form.put("new:go", "Create");
        return form;
    }

    private static void assertHeaders(String path, Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).as(path).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).as(path).isEqualTo("same-origin");
        assertThat(answer.headers().map()).as(path).doesNotContainKeys("server", "x-powered-by");
    }

    private static String nonce(Answer page) {
        return page.header("Content-Security-Policy").replaceFirst(".*'nonce-([^']+)'.*", "$1");
    }
}
