package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Web servers that get certificates by themselves, unmodified: what docs/clients.md says of them. */
class WebServersIT {

    private final RunningServer server = SharedServer.get();
    private final int http = server.settings().http01Port();
    private final int https = server.settings().tlsAlpn01Port();

    @Test
    void caddyGetsACertificateWithTheLinesOfTheStartPage(@TempDir Path folder)
            throws IOException, InterruptedException {
        String name = "page.caddy.dns.internal";
        String page = Clients.stranger()
                .send(HttpRequest.newBuilder(URI.create(server.settings().url() + "/"))
                        .GET()
                        .build())
                .body();
        String lines = Pattern.compile("<pre>([^<]*)</pre>")
                .matcher(page)
                .results()
                .map(pre -> pre.group(1))
                .filter(text -> text.contains("ca_root") && text.contains(server.directory() + "\n"))
                .findFirst()
                .orElseThrow();

        assertCaddyServes(
                folder,
                name,
                lines.replace("host.internal", name)
                        .replace("root.pem", server.root().toString()));
    }

    @Test
    void caddyGetsACertificateByTlsAlpn01(@TempDir Path folder) throws IOException, InterruptedException {
        String name = "alpn.caddy.dns.internal";
        String log = assertCaddyServes(
                folder,
                name,
                """
                {
                    http_port %d
                    https_port %d
                }
                %s {
                    tls {
                        issuer acme {
                            dir %s
                            trusted_roots %s
                            disable_http_challenge
                        }
                    }
                }
                """
                        .formatted(http, https, name, server.directory(), server.root()));

        assertThat(log).contains("\"challenge_type\":\"tls-alpn-01\"");
    }

    /** Runs Caddy until it serves a certificate of ours; its log. */
    private String assertCaddyServes(Path folder, String name, String lines) throws IOException, InterruptedException {
        RealClient.run(folder, Map.of(), List.of("caddy", "version"));
        Path output = folder.resolve("output.txt");
        Process caddy = RealClient.caddy(folder, lines, output);
        try {
            assertThat(served(name, caddy, output).getIssuerX500Principal().getName())
                    .contains("Issuing CA");
        } finally {
            RealClient.end(caddy);
        }
        return Files.readString(output);
    }

    /** It works as another user if root starts it, and that one cannot look into folders that are root's alone. */
    @ParameterizedTest
    @ValueSource(strings = {"http-01", "tls-alpn-01"})
    void apacheGetsACertificateAndServesItAfterAGracefulRestart(String challenge, @TempDir Path folder)
            throws IOException, InterruptedException {
        String name = challenge + ".apache.dns.internal";
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("root.pem"), Files.readString(server.root()));
        Files.writeString(
                folder.resolve("apache.conf"),
                """
                ServerRoot "%1$s"
                ServerName localhost
                PidFile "%1$s/apache.pid"
                ErrorLog "%1$s/error.log"
                Include /etc/apache2/mods-available/mpm_event.load
                Include /etc/apache2/mods-available/authz_core.load
                Include /etc/apache2/mods-available/socache_shmcb.load
                Include /etc/apache2/mods-available/ssl.load
                Include /etc/apache2/mods-available/md.load
                User www-data
                Group www-data
                Listen 127.0.0.1:%2$d
                Listen 127.0.0.1:%3$d https
                MDCertificateAuthority %4$s
                MDCACertificateFile "%1$s/root.pem"
                MDCertificateAgreement accepted
                MDContactEmail admin@corp.internal
                MDPortMap http:%2$d https:%3$d
                MDStoreDir md
                MDCAChallenges %6$s
                Protocols http/1.1 acme-tls/1
                MDomain %5$s
                <VirtualHost *:%3$d>
                    ServerName %5$s
                    SSLEngine on
                </VirtualHost>
                """
                        .formatted(folder, http, https, server.directory(), name, challenge));
        List<String> command =
                List.of("/usr/sbin/apache2", "-f", folder.resolve("apache.conf").toString());
        RealClient.run(folder, Map.of(), List.of("/usr/sbin/apache2", "-v"));
        Path output = folder.resolve("output.txt");
        Process apache = RealClient.start(folder, Map.of(), with(command, "-DFOREGROUND"), output);
        try {
            Path staged = folder.resolve("md/staging").resolve(name).resolve("pubcert.pem");
            for (int polls = 0; polls < 600 && apache.isAlive() && !Files.exists(staged); polls++) {
                Thread.sleep(100);
            }
            RealClient.run(folder, Map.of(), with(command, "-k", "graceful"));
            assertThat(served(name, apache, folder.resolve("error.log"))
                            .getIssuerX500Principal()
                            .getName())
                    .contains("Issuing CA");
        } finally {
            RealClient.end(apache);
        }
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    /** The certificate that it serves for a name, once it is one that our root vouches for, and for that name. */
    private X509Certificate served(String name, Process webServer, Path log) throws IOException, InterruptedException {
        SSLSocketFactory trusting = RunningServer.trusting(server.root()).getSocketFactory();
        IOException last = new IOException("never asked");
        for (int polls = 0; polls < 600 && webServer.isAlive(); polls++) {
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), https);
                    SSLSocket tls = (SSLSocket) trusting.createSocket(plain, name, https, true)) {
                SSLParameters verifyingTheName = tls.getSSLParameters();
                verifyingTheName.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(verifyingTheName);
                tls.startHandshake();
                return (X509Certificate) tls.getSession().getPeerCertificates()[0];
            } catch (IOException notYet) {
                last = notYet;
                Thread.sleep(100);
            }
        }
        throw new AssertionError(Files.readString(log), last);
    }
}
