package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** lego, unmodified: what docs/clients.md says of it. */
class LegoIT {

    private final RunningServer server = SharedServer.get();

    @TempDir
    Path folder;

    @Test
    void legoGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        lego("lego.localhost", http01(), "run");

        assertThat(RealClient.namesIn(certificate("lego.localhost"))).containsExactly("lego.localhost");
    }

    @Test
    void legoRenewsItsCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        lego("renew.lego.localhost", http01(), "run");
        String before = Files.readString(certificate("renew.lego.localhost"));

        lego("renew.lego.localhost", http01(), "renew", "--days", "365", "--no-random-sleep");

        assertThat(RealClient.namesIn(certificate("renew.lego.localhost"))).containsExactly("renew.lego.localhost");
        assertThat(Files.readString(certificate("renew.lego.localhost"))).isNotEqualTo(before);
    }

    @Test
    void legoGetsACertificateByTlsAlpn01() throws IOException, InterruptedException, GeneralSecurityException {
        lego(
                "alpn.lego.localhost",
                List.of("--tls", "--tls.port", "127.0.0.1:" + server.settings().tlsAlpn01Port()),
                "run");

        assertThat(RealClient.namesIn(certificate("alpn.lego.localhost"))).containsExactly("alpn.lego.localhost");
    }

    @Test
    void legoGetsACertificateByDns01() throws IOException, InterruptedException, GeneralSecurityException {
        lego("lego.dns.test", dns01(), "run");

        assertThat(RealClient.namesIn(certificate("lego.dns.test"))).containsExactly("lego.dns.test");
    }

    @Test
    void legoGetsAWildcard() throws IOException, InterruptedException, GeneralSecurityException {
        lego("*.wild.lego.dns.test", dns01(), "run");

        assertThat(RealClient.namesIn(certificate("_.wild.lego.dns.test"))).containsExactly("*.wild.lego.dns.test");
    }

    @Test
    void legoRevokesItsCertificate() throws IOException, InterruptedException {
        lego("revoke.lego.localhost", http01(), "run");

        String output = lego("revoke.lego.localhost", http01(), "revoke", "--keep");

        assertThat(output).contains("Certificate was revoked");
    }

    private Path certificate(String name) {
        return folder.resolve("certificates").resolve(name + ".crt");
    }

    private List<String> http01() {
        return List.of("--http", "--http.port", "127.0.0.1:" + server.settings().http01Port());
    }

    private List<String> dns01() {
        return List.of(
                "--dns",
                "exec",
                "--dns.disable-cp",
                "--dns.resolvers",
                SharedServer.nameServer().address());
    }

    private String lego(String name, List<String> challenge, String... command)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(RealClient.lego(server.directory(), folder, name));
        all.addAll(challenge);
        all.addAll(List.of(command));
        Map<String, String> environment = new HashMap<>();
        environment.put("LEGO_CA_CERTIFICATES", server.root().toString());
        environment.put(
                "EXEC_PATH",
                RealClient.hook(
                        folder,
                        "record",
                        """
                        file="%s/${2%%.}.TXT"
                        case "$1" in
                            present) echo "$3" >> "$file" ;;
                            cleanup) rm -f "$file" ;;
                        esac
                        """
                                .formatted(SharedServer.nameServer().records())));
        return RealClient.run(folder, environment, all);
    }
}
