package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** The public start page, and the root certificate that it offers. */
class StartPageIT {

    private final RunningServer server = SharedServer.get();
    private final AcmeClient client;

    StartPageIT() throws IOException, InterruptedException {
        client = Clients.stranger();
    }

    @Test
    void thePageSaysWhereTheDirectoryIsAndWhichRootToTrust()
            throws IOException, InterruptedException, GeneralSecurityException {
        byte[] root = Chains.leaf(Files.readString(server.root())).getEncoded();
        String fingerprint = HexFormat.of()
                .withUpperCase()
                .withDelimiter(":")
                .formatHex(MessageDigest.getInstance("SHA-256").digest(root));

        Answer page = get("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains(server.directory().toString(), fingerprint, "certbot", "lego");
    }

    @Test
    void thePageWarnsOfEachTestSwitchThatIsOn() throws IOException, InterruptedException {
        assertThat(server.settings().testSwitches()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(get("/").body()).contains(server.settings().testSwitches());
    }

    @Test
    void thePageRunsNoScriptsAndIsNeverFramed() throws IOException, InterruptedException {
        Answer page = get("/");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).doesNotContain("<script");
        assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void theRootThatIsOfferedIsTheRoot() throws IOException, InterruptedException, GeneralSecurityException {
        Answer offered = get("/pki/" + server.settings().authorityName() + "/root.pem");

        assertThat(offered.status()).isEqualTo(200);
        assertThat(Chains.all(offered.body())).containsExactly(Chains.leaf(Files.readString(server.root())));
        assertThat(get("/pki/none/root.pem").status()).isEqualTo(404);
    }

    @Test
    void aPageThatDoesNotExistTellsNothingOfOurInsides() throws IOException, InterruptedException {
        for (String path :
                new String[] {"/none", "/index.xhtml/x", "/WEB-INF/web.xml", "/acme", "/acme/%00/x/directory"}) {
            Answer answer = get(path);
            assertThat(answer.status()).as(path).isBetween(400, 499);
            assertThat(answer.body()).doesNotContainIgnoringCase("Exception", "org.bailiwick", "undertow", "wildfly");
        }
    }

    private Answer get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(server.settings().url() + path))
                .GET()
                .build());
    }
}
