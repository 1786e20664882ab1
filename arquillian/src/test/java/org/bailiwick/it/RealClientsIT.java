package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified ACME clients get a certificate by http-01, renew and revoke it. */
class RealClientsIT {

    private final RunningServer server = SharedServer.get();

    @Test
    void certbotGetsACertificate(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        certbotCertonly(folder, "certbot.localhost", "www.certbot.localhost");

        Path live = folder.resolve("config/live/certbot.localhost/fullchain.pem");
        assertThat(namesIn(live)).containsExactlyInAnyOrder("certbot.localhost", "www.certbot.localhost");
    }

    @Test
    void certbotRenewsItsCertificate(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        certbotCertonly(folder, "renew.certbot.localhost");
        Path live = folder.resolve("config/live/renew.certbot.localhost/fullchain.pem");
        String before = Files.readString(live);

        certbot(folder, List.of("renew", "--force-renewal", "--no-random-sleep-on-renew"));

        assertThat(namesIn(live)).containsExactly("renew.certbot.localhost");
        assertThat(Files.readString(live)).isNotEqualTo(before);
    }

    @Test
    void certbotRevokesByItsAccount(@TempDir Path folder) throws IOException, InterruptedException {
        certbotCertonly(folder, "revoke.certbot.localhost");

        String output = certbot(
                folder,
                List.of(
                        "revoke",
                        "--cert-path",
                        "config/live/revoke.certbot.localhost/cert.pem",
                        "--reason",
                        "superseded",
                        "--no-delete-after-revoke"));

        assertThat(output).contains("successfully revoked");
    }

    @Test
    void certbotRevokesByTheCertificatesKey(@TempDir Path folder) throws IOException, InterruptedException {
        certbotCertonly(folder, "key.certbot.localhost");

        String output = certbot(
                folder,
                List.of(
                        "revoke",
                        "--cert-path",
                        "config/live/key.certbot.localhost/cert.pem",
                        "--key-path",
                        "config/live/key.certbot.localhost/privkey.pem",
                        "--no-delete-after-revoke"));

        assertThat(output).contains("successfully revoked");
    }

    @Test
    void legoGetsACertificate(@TempDir Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        lego(folder, "lego.localhost", List.of("run"));

        assertThat(namesIn(folder.resolve("certificates/lego.localhost.crt"))).containsExactly("lego.localhost");
    }

    @Test
    void legoRevokesItsCertificate(@TempDir Path folder) throws IOException, InterruptedException {
        lego(folder, "revoke.lego.localhost", List.of("run"));

        String output = lego(folder, "revoke.lego.localhost", List.of("revoke", "--keep"));

        assertThat(output).contains("Certificate was revoked");
    }

    private void certbotCertonly(Path folder, String... names) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "certonly",
                "--standalone",
                "--http-01-port",
                Integer.toString(server.settings().http01Port()),
                "--agree-tos",
                "--register-unsafely-without-email"));
        for (String name : names) {
            command.addAll(List.of("-d", name));
        }
        certbot(folder, command);
    }

    private String certbot(Path folder, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "certbot",
                "--server",
                server.directory().toString(),
                "--non-interactive",
                "--config-dir",
                "config",
                "--work-dir",
                "work",
                "--logs-dir",
                "logs"));
        all.addAll(command);
        return RealClient.run(folder, Map.of("REQUESTS_CA_BUNDLE", server.root().toString()), all);
    }

    private String lego(Path folder, String name, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "lego",
                "--server",
                server.directory().toString(),
                "--accept-tos",
                "--email",
                "admin@lego.localhost",
                "--path",
                folder.toString(),
                "--http",
                "--http.port",
                ":" + server.settings().http01Port(),
                "--domains",
                name));
        all.addAll(command);
        return RealClient.run(
                folder, Map.of("LEGO_CA_CERTIFICATES", server.root().toString()), all);
    }

    /** The DNS names in the first certificate of a chain, once the chain was found to lead to our root. */
    private List<String> namesIn(Path chain) throws IOException, GeneralSecurityException {
        String pem = Files.readString(chain);
        Chains.requireLeadsTo(server.root(), pem);
        return Chains.names(Chains.leaf(pem));
    }
}
