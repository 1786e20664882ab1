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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** certbot, unmodified: what docs/clients.md says of it. */
class CertbotIT {

    private final RunningServer server = SharedServer.get();

    @TempDir
    Path folder;

    @BeforeAll
    static void sayWhichItIs(@TempDir Path anywhere) throws IOException, InterruptedException {
        RealClient.run(anywhere, Map.of(), List.of("certbot", "--version"));
    }

    @Test
    void certbotGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        certonly("certbot.localhost", "www.certbot.localhost");

        assertThat(RealClient.namesIn(live("certbot.localhost", "fullchain.pem")))
                .containsExactlyInAnyOrder("certbot.localhost", "www.certbot.localhost");
    }

    @Test
    void certbotRenewsItsCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        certonly("renew.certbot.localhost");
        Path chain = live("renew.certbot.localhost", "fullchain.pem");
        String before = Files.readString(chain);

        certbot("renew", "--force-renewal", "--no-random-sleep-on-renew");

        assertThat(RealClient.namesIn(chain)).containsExactly("renew.certbot.localhost");
        assertThat(Files.readString(chain)).isNotEqualTo(before);
    }

    @Test
    void certbotGetsAWildcardByDns01() throws IOException, InterruptedException, GeneralSecurityException {
        String record = SharedServer.nameServer().records() + "/_acme-challenge.$CERTBOT_DOMAIN.TXT";
        certbot(
                "certonly",
                "--manual",
                "--preferred-challenges",
                "dns",
                "--manual-auth-hook",
                RealClient.hook(folder, "add", "echo \"$CERTBOT_VALIDATION\" >> " + record),
                "--manual-cleanup-hook",
                RealClient.hook(folder, "remove", "rm -f " + record),
                "--agree-tos",
                "--register-unsafely-without-email",
                "-d",
                "certbot.dns.test",
                "-d",
                "*.certbot.dns.test");

        assertThat(RealClient.namesIn(live("certbot.dns.test", "fullchain.pem")))
                .containsExactlyInAnyOrder("certbot.dns.test", "*.certbot.dns.test");
    }

    @Test
    void certbotRevokesByItsAccount() throws IOException, InterruptedException {
        certonly("revoke.certbot.localhost");

        String output = certbot(
                "revoke",
                "--cert-path",
                live("revoke.certbot.localhost", "cert.pem").toString(),
                "--reason",
                "superseded",
                "--no-delete-after-revoke");

        assertThat(output).contains("successfully revoked");
    }

    @Test
    void certbotRevokesByTheCertificatesKey() throws IOException, InterruptedException {
        certonly("key.certbot.localhost");

        String output = certbot(
                "revoke",
                "--cert-path",
                live("key.certbot.localhost", "cert.pem").toString(),
                "--key-path",
                live("key.certbot.localhost", "privkey.pem").toString(),
                "--no-delete-after-revoke");

        assertThat(output).contains("successfully revoked");
    }

    @Test
    void certbotUpdatesItsAccountAndGivesItUp() throws IOException, InterruptedException {
        certbot("register", "--agree-tos", "--email", "first@corp.internal", "--no-eff-email");

        assertThat(certbot("update_account", "--email", "second@corp.internal", "--no-eff-email"))
                .contains("second@corp.internal");
        assertThat(certbot("show_account")).contains("second@corp.internal");
        assertThat(certbot("unregister")).contains("Account deactivated");
    }

    private Path live(String name, String file) {
        return folder.resolve("config/live").resolve(name).resolve(file);
    }

    private void certonly(String... names) throws IOException, InterruptedException {
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
        certbot(command.toArray(String[]::new));
    }

    private String certbot(String... command) throws IOException, InterruptedException {
        return RealClient.run(
                folder,
                Map.of("REQUESTS_CA_BUNDLE", server.root().toString()),
                RealClient.certbot(server.directory(), command));
    }
}
