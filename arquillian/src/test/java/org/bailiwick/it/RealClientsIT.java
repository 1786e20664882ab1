package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified ACME clients get a certificate by http-01. */
class RealClientsIT {

    private final RunningServer server = SharedServer.get();

    @Test
    void certbotGetsACertificate(@TempDir Path folder)
            throws IOException, InterruptedException, GeneralSecurityException {
        RealClient.run(
                folder,
                Map.of("REQUESTS_CA_BUNDLE", server.root().toString()),
                List.of(
                        "certbot",
                        "certonly",
                        "--standalone",
                        "--http-01-port",
                        Integer.toString(server.settings().http01Port()),
                        "--server",
                        server.directory().toString(),
                        "--agree-tos",
                        "--register-unsafely-without-email",
                        "--non-interactive",
                        "--config-dir",
                        "config",
                        "--work-dir",
                        "work",
                        "--logs-dir",
                        "logs",
                        "-d",
                        "certbot.localhost",
                        "-d",
                        "www.certbot.localhost"));

        Path live = folder.resolve("config/live/certbot.localhost/fullchain.pem");
        assertThat(namesIn(live)).containsExactlyInAnyOrder("certbot.localhost", "www.certbot.localhost");
    }

    @Test
    void legoGetsACertificate(@TempDir Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        RealClient.run(
                folder,
                Map.of("LEGO_CA_CERTIFICATES", server.root().toString()),
                List.of(
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
                        "lego.localhost",
                        "run"));

        assertThat(namesIn(folder.resolve("certificates/lego.localhost.crt"))).containsExactly("lego.localhost");
    }

    /** The DNS names in the first certificate of a chain, once the chain was found to lead to our root. */
    private List<String> namesIn(Path chain) throws IOException, GeneralSecurityException {
        String pem = Files.readString(chain);
        Chains.requireLeadsTo(server.root(), pem);
        return Chains.names(Chains.leaf(pem));
    }
}
