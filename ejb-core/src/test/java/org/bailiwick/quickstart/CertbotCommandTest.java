package org.bailiwick.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertbotCommandTest {

    private static final URI DIRECTORY = URI.create("https://localhost:8443/acme/internal/acme/directory");

    @TempDir
    private Path folder;

    @Test
    void ordinaryPathsAreNotQuoted() {
        assertThat(command(Path.of("/srv/bailiwick-data")).line()).doesNotContain("'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a space",
                "$HOME `id` \"quoted\"",
                "Jim's; exit 1",
                "a&b*(c)\\d#e",
                "~tilde",
                "caf\u00e9"
            })
    void aShellTakesTheLineAsItIs(String name) throws IOException, InterruptedException {
        Path data = folder.resolve(name);
        assertThat(shell(command(data).line()))
                .containsExactly(
                        data + "/root.pem",
                        "certonly",
                        "--standalone",
                        "--http-01-port",
                        "5080",
                        "--server",
                        DIRECTORY.toString(),
                        "--agree-tos",
                        "--register-unsafely-without-email",
                        "--non-interactive",
                        "--config-dir",
                        data + "/certbot/config",
                        "--work-dir",
                        data + "/certbot/work",
                        "--logs-dir",
                        data + "/certbot/logs",
                        "-d",
                        "hello.localhost");
    }

    private static CertbotCommand command(Path data) {
        return new CertbotCommand(new DataFolder(data), DIRECTORY, 5080);
    }

    /** What a certbot that prints its environment and its arguments prints. */
    private List<String> shell(String line) throws IOException, InterruptedException {
        Path certbot = Files.createFile(
                folder.resolve("certbot"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(certbot, "#!/bin/sh\nprintf '%s\\n' \"$REQUESTS_CA_BUNDLE\" \"$@\"\n");
        Path script = Files.writeString(folder.resolve("script"), line + "\n");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        builder.environment().merge("PATH", folder.toString(), (others, ours) -> ours + ":" + others);
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as(String.join("\n", printed)).isZero();
        return printed;
    }
}
