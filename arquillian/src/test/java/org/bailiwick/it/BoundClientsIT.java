package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.JsonObject;
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
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.exception.AcmeUnauthorizedException;

/** Unmodified clients with external account keys, good ones and bad ones: what docs/clients.md says of them. */
class BoundClientsIT {

    private static final String REFUSED = "The external account binding is refused";
    private static final String REQUIRED = "must be bound to an external account";

    /** The secret of a key that somebody else has. */
    private static final String WRONG = "A".repeat(43);

    private final RunningServer server = SharedServer.get();
    private final BoundDirectory directory = new BoundDirectory("always-required");
    private final JsonObject key = directory.key();
    private final String kid = key.getString("id");
    private final String secret = key.getString("hmacKey");

    @TempDir
    Path folder;

    BoundClientsIT() throws IOException, InterruptedException {}

    @Test
    void certbotWithItsKeyGetsACertificateAndRenewsIt()
            throws IOException, InterruptedException, GeneralSecurityException {
        RealClient.run(
                folder, trusting(), certbot("bound.certbot.localhost", "--eab-kid", kid, "--eab-hmac-key", secret));
        Path chain = folder.resolve("config/live/bound.certbot.localhost/fullchain.pem");
        assertThat(RealClient.namesIn(chain)).containsExactly("bound.certbot.localhost");

        // its account stands and falls with the key
        List<String> renew =
                RealClient.certbot(directory.url(), "renew", "--force-renewal", "--no-random-sleep-on-renew");
        RealClient.run(folder, trusting(), renew);
        directory.done(key, "suspend");
        assertThat(RealClient.refused(folder, trusting(), renew)).contains("The external account key is suspended");
    }

    @Test
    void certbotWithoutItOrWithAWrongSecretIsToldWhatToDo() throws IOException, InterruptedException {
        assertThat(RealClient.refused(folder, trusting(), certbot("none.certbot.localhost")))
                .containsIgnoringCase("external account");
        assertThat(RealClient.refused(
                        folder,
                        trusting(),
                        certbot("bad.certbot.localhost", "--eab-kid", kid, "--eab-hmac-key", WRONG)))
                .contains(REFUSED);
    }

    @Test
    void legoWithItsKeyGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        RealClient.run(folder, lego(), lego("bound.lego.localhost", "--eab", "--kid", kid, "--hmac", secret));

        assertThat(RealClient.namesIn(folder.resolve("certificates/bound.lego.localhost.crt")))
                .containsExactly("bound.lego.localhost");
    }

    @Test
    void legoWithoutItOrWithAWrongSecretIsToldWhatToDo() throws IOException, InterruptedException {
        assertThat(RealClient.refused(folder, lego(), lego("none.lego.localhost")))
                .containsAnyOf(REQUIRED, "External Account Binding");
        assertThat(RealClient.refused(
                        folder, lego(), lego("bad.lego.localhost", "--eab", "--kid", kid, "--hmac", WRONG)))
                .contains(REFUSED);
    }

    @Test
    void caddyWithItsKeyGetsACertificate() throws IOException, InterruptedException {
        caddy("bound.caddy.dns.internal", secret, "certificate obtained successfully");

        assertThat(directory.now(key).getString("status")).isEqualTo("bound");
    }

    @Test
    void caddyWithAWrongSecretIsToldWhatToDo() throws IOException, InterruptedException {
        caddy("bad.caddy.dns.internal", WRONG, REFUSED);

        assertThat(directory.now(key).getString("status")).isEqualTo("unbound");
    }

    @Test
    void acme4jWithItsKeyMakesAnAccount() throws AcmeException, GeneralSecurityException {
        Session session = new Session(directory.url());
        assertThat(session.getMetadata().isExternalAccountRequired()).isTrue();

        Account account = builder().withKeyIdentifier(kid, secret).create(session);

        assertThat(account.getStatus()).isEqualTo(Status.VALID);
        assertThat(account.hasExternalAccountBinding()).isTrue();
        assertThat(account.getKeyIdentifier()).contains(kid);
        assertThat(account.newOrder().domain("bound.acme4j.localhost").create().getStatus())
                .isEqualTo(Status.PENDING);
    }

    @Test
    void acme4jWithoutItOrWithAWrongSecretIsToldWhatToDo() throws GeneralSecurityException {
        Session session = new Session(directory.url());
        AccountBuilder wrong = builder().withKeyIdentifier(kid, WRONG);
        assertThatExceptionOfType(AcmeUnauthorizedException.class)
                .isThrownBy(() -> wrong.create(session))
                .withMessageContaining(REFUSED);
        AccountBuilder none = builder();
        assertThatExceptionOfType(AcmeServerException.class)
                .isThrownBy(() -> none.create(session))
                .satisfies(refused ->
                        assertThat(refused.getProblem().getType().toString()).endsWith(":externalAccountRequired"));
    }

    private static AccountBuilder builder() throws GeneralSecurityException {
        return new AccountBuilder()
                .agreeToTermsOfService()
                .useKeyPair(AccountKeys.p256().pair());
    }

    private Map<String, String> trusting() {
        return Map.of("REQUESTS_CA_BUNDLE", server.root().toString());
    }

    private List<String> certbot(String name, String... more) {
        List<String> all = new ArrayList<>(RealClient.certbot(
                directory.url(),
                "certonly",
                "--standalone",
                "--http-01-port",
                Integer.toString(server.settings().http01Port()),
                "--agree-tos",
                "--register-unsafely-without-email",
                "-d",
                name));
        all.addAll(List.of(more));
        return all;
    }

    private Map<String, String> lego() {
        return Map.of("LEGO_CA_CERTIFICATES", server.root().toString());
    }

    private List<String> lego(String name, String... more) {
        List<String> all = new ArrayList<>(RealClient.lego(
                directory.url(),
                folder,
                name,
                "--http",
                "--http.port",
                "127.0.0.1:" + server.settings().http01Port()));
        all.addAll(List.of(more));
        all.add("run");
        return all;
    }

    /** Runs Caddy until its log says something. */
    private void caddy(String name, String mac, String expected) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process caddy = RealClient.caddy(
                folder,
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
                            eab %s %s
                        }
                    }
                }
                """
                        .formatted(
                                server.settings().http01Port(),
                                server.settings().tlsAlpn01Port(),
                                name,
                                directory.url(),
                                server.root(),
                                kid,
                                mac),
                output);
        try {
            for (int polls = 0;
                    polls < 600 && caddy.isAlive() && !Files.readString(output).contains(expected);
                    polls++) {
                Thread.sleep(100);
            }
        } finally {
            RealClient.end(caddy);
        }
        String log = Files.readString(output);
        System.out.println("$ caddy run\n" + log);
        assertThat(log).contains(expected).doesNotContain(secret);
    }
}
