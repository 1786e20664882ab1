package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that put their answers to http-01 into a folder of a web server, unmodified: what docs/clients.md says of them. */
class SmallClientsIT {

    private final RunningServer server = SharedServer.get();
    private final String directory = server.directory().toString();
    private final String root = server.root().toString();

    @TempDir
    Path folder;

    private Path webroot;
    private ChallengeResponder web;

    @BeforeEach
    void serve() throws IOException {
        webroot = folder.resolve("acme-challenge");
        web = ChallengeResponder.of(webroot, server.settings().http01Port());
    }

    @AfterEach
    void stopServing() {
        web.close();
    }

    @Test
    void dehydratedGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Files.writeString(
                folder.resolve("config"),
                """
                CA="%s"
                BASEDIR="%s"
                WELLKNOWN="%s"
                CURL_OPTS="--cacert %s"
                """
                        .formatted(directory, folder, webroot, root));

        run(Map.of(), "dehydrated", "--config", "config", "--register", "--accept-terms");
        run(Map.of(), "dehydrated", "--config", "config", "--cron", "--domain", "dehydrated.localhost");

        assertThat(RealClient.namesIn(folder.resolve("certs/dehydrated.localhost/fullchain.pem")))
                .containsExactly("dehydrated.localhost");
    }

    @Test
    void acmeTinyGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        run(Map.of(), "openssl", "genrsa", "-out", "account.key", "2048");
        run(
                Map.of(),
                "openssl",
                "req",
                "-new",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "domain.key",
                "-subj",
                "/",
                "-addext",
                "subjectAltName=DNS:tiny.localhost",
                "-out",
                "domain.csr");

        String output = run(
                Map.of("SSL_CERT_FILE", root),
                "acme-tiny",
                "--account-key",
                "account.key",
                "--csr",
                "domain.csr",
                "--acme-dir",
                webroot.toString(),
                "--directory-url",
                directory,
                // it would ask for its own file at port 80
                "--disable-check");

        Path chain = folder.resolve("chain.pem");
        Files.writeString(chain, output.substring(output.indexOf("-----BEGIN")));
        assertThat(RealClient.namesIn(chain)).containsExactly("tiny.localhost");
    }

    @Test
    void uacmeGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        String hook = RealClient.hook(
                folder,
                "hook",
                """
                case "$1" in
                    begin) [ "$2" = http-01 ] && printf %%s "$5" > "%s/$4" ;;
                    *) rm -f "%s/$4" ;;
                esac
                """
                        .formatted(webroot, webroot));

        uacme("uacme -v -c . -a %s -y new".formatted(directory));
        uacme("uacme -v -c . -a %s -h %s issue uacme.localhost".formatted(directory, hook));

        assertThat(RealClient.namesIn(folder.resolve("uacme.localhost/cert.pem")))
                .containsExactly("uacme.localhost");
    }

    /** It trusts what the machine trusts and cannot be told otherwise, so it gets a view of the machine of its own. */
    private void uacme(String command) throws IOException, InterruptedException {
        RealClient.require("uacme");
        String bundle = "/etc/ssl/certs/ca-certificates.crt";
        Process probe = new ProcessBuilder("unshare", "--mount", "mount", "--bind", root, bundle).start();
        if (probe.waitFor() != 0) {
            // not even in CI a failure: no package mends it
            String sentence = "This machine lets no test have a trust store of its own, so uacme was not run.";
            System.out.println("SKIPPED: " + sentence);
            abort(sentence);
        }
        run(Map.of(), "sh", "-c", "uacme -V | head -1");
        run(
                Map.of(),
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind '%s' %s && exec %s".formatted(root, bundle, command));
    }

    @Test
    void acmeClientOfNodeGetsACertificate() throws IOException, InterruptedException, GeneralSecurityException {
        Path sources =
                SharedServer.project().resolve("arquillian/src/test/node").toAbsolutePath();
        for (String file : List.of("package.json", "package-lock.json", "obtain.mjs")) {
            Files.copy(sources.resolve(file), folder.resolve(file));
        }
        run(Map.of(), "npm", "ci", "--no-audit", "--no-fund");

        String output = run(
                Map.of("NODE_EXTRA_CA_CERTS", root),
                "node",
                "obtain.mjs",
                directory,
                webroot.toString(),
                "chain.pem",
                "node.localhost");

        assertThat(output).contains("acme-client got a certificate for node.localhost");
        assertThat(RealClient.namesIn(folder.resolve("chain.pem"))).containsExactly("node.localhost");
    }

    private String run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        return RealClient.run(folder, environment, List.of(command));
    }
}
