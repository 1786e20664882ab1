package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bailiwick.hsm.softhsm.SoftHsm;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/deployment.md says of a server in production mode, done as it stands there, in folders of the test: passwords, token,
 * keys, settings, {@code bailiwick.sh}. Nothing of the quick start is used.
 */
@OwnServers
class DeploymentDocumentIT {

    private static final Pattern BLOCK =
            Pattern.compile("^```(?:sh|properties)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void aServerThatIsMadeByTheDocumentRunsAndCertifiesItself() throws IOException, InterruptedException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Files.createDirectory(data());
        RealClient.run(folder, Map.of(), List.of("sh", commands().toString()));
        Path settings = etc.resolve("bailiwick.properties");
        int port = FreePort.next();
        Files.writeString(settings, settings(port));
        List<String> start = List.of(
                "sh",
                SharedServer.project()
                        .resolve("ear/target/server/bin/bailiwick.sh")
                        .toString(),
                settings.toString());
        assertAWrongSettingStops(settings, start);
        Path console = folder.resolve("console.txt");
        Process server = RealClient.start(folder, TestServers.SHORT_LIVED, start, console);
        try {
            HttpResponse<String> ready = ready(server, port, etc.resolve("root.pem"), console);
            assertThat(ready.body()).contains("\"status\":\"UP\"", "The issuing keys sign.");
            assertThat(RealClient.refused(folder, Map.of(), start)).contains("a server runs on " + data());
            assertThat(data().resolve("admin-token")).exists();
            assertThat(Files.readString(data().resolve("log/server.log")))
                    .contains("in PRODUCTION mode", "becomes its super administrator")
                    .doesNotContain("Test switch on");
            for (String secret : List.of("environment", "pin")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(etc.resolve(secret))))
                        .isEqualTo("rw-------");
            }
        } finally {
            server.destroy();
        }
        assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
        // the server has ended, not only the script: its data are free
        assertThat(RealClient.run(
                        folder,
                        Map.of(),
                        List.of("flock", "-n", data().resolve("lock").toString(), "echo", "free")))
                .contains("free");
    }

    /** The server itself, long after the script has found nothing wrong; WildFly alone would go on without the application. */
    private void assertAWrongSettingStops(Path settings, List<String> start) throws IOException, InterruptedException {
        String right = Files.readString(settings);
        Files.writeString(
                settings,
                right + "bailiwick.admin.client-certificates=true\nbailiwick.admin.client-ca=/nowhere/admin-ca.pem\n");
        assertThat(RealClient.refused(folder, TestServers.SHORT_LIVED, start))
                .contains("The file /nowhere/admin-ca.pem, which bailiwick.admin.client-ca names", "it did not start");
        // blanks and settings without a value do no harm
        Files.writeString(settings, right.replace("\n", " \n") + "bailiwick.tls.keystore=\n");
    }

    /** The commands of the steps that a machine can do by itself, in their order. */
    private Path commands() throws IOException {
        String steps = List.of("umask 077", "> environment", "--token server", "--token root").stream()
                .map(this::block)
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("commands"), "set -eu\n" + steps);
    }

    /** Those of a CA on H2, at ports that are free. */
    private String settings(int port) throws IOException {
        String others =
                """
                bailiwick.host=localhost
                bailiwick.https-port=%d
                bailiwick.http-port=%d
                bailiwick.management-port=%d
                bailiwick.authority.names=**.corp.example, localhost
                """
                        .formatted(port, FreePort.next(), FreePort.next());
        return block("bailiwick.authority.key=issuing-2027").replaceAll("(?m)^bailiwick\\.database\\..*\n", "")
                + others;
    }

    /** The first block of the document that has some words, with folders of the test. */
    private String block(String words) {
        try {
            String document = Files.readString(SharedServer.project().resolve("docs/deployment.md"));
            return BLOCK.matcher(document)
                    .results()
                    .map(block -> block.group(1))
                    .filter(block -> block.contains(words))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("nothing there has " + words))
                    .replace(
                            "/opt/bailiwick-ceremony",
                            SharedServer.project()
                                    .resolve("hsm-config")
                                    .toAbsolutePath()
                                    .toString())
                    .replace("/etc/bailiwick", folder.resolve("etc").toString())
                    .replace("/var/lib/bailiwick", data().toString())
                    .replace(
                            "/usr/lib/softhsm/libsofthsm2.so",
                            SoftHsm.find(Optional.empty()).library().toString());
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Until it says so over TLS, by a certificate that its own authority has made. */
    private static HttpResponse<String> ready(Process server, int port, Path root, Path console)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:%d/health/ready".formatted(port)))
                .build();
        for (int looks = 0; looks < 240; looks++) {
            assertThat(server.isAlive()).as(Files.readString(console)).isTrue();
            try {
                // a new one each time: a connection to the placeholder would be kept
                HttpResponse<String> answer = HttpClient.newBuilder()
                        .sslContext(RunningServer.trusting(root))
                        .build()
                        .send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return answer;
                }
            } catch (IOException notYet) {
                // it begins with a certificate that nobody trusts
            }
            Thread.sleep(500);
        }
        throw new AssertionError("it is not ready: " + Files.readString(console));
    }
}
