package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine, run unmodified. One that is not installed skips its test out loud, and fails it in CI. */
final class RealClient {

    private RealClient() {}

    /**
     * Runs a program to its end, which must be a good one.
     *
     * @return its output and errors
     */
    static String run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Ended ended = ended(folder, environment, command);
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    /** The same of a program that must fail. */
    static String refused(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Ended ended = ended(folder, environment, command);
        assertThat(ended.status()).as(ended.output()).isNotZero();
        return ended.output();
    }

    private record Ended(int status, String output) {}

    private static Ended ended(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = start(folder, environment, command, output);
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            fail(command + " did not end: " + Files.readString(output));
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        System.out.println("$ " + String.join(" ", command) + "\n" + text);
        return new Ended(process.exitValue(), text);
    }

    /** Starts a program that runs until it is ended. */
    static Process start(Path folder, Map<String, String> environment, List<String> command, Path output)
            throws IOException {
        require(command.get(0));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** A certbot command for a directory, which keeps everything in the folder that it runs in. */
    static List<String> certbot(URI directory, String... more) {
        return and(
                List.of(
                        "certbot",
                        "--server",
                        directory.toString(),
                        "--non-interactive",
                        "--config-dir",
                        "config",
                        "--work-dir",
                        "work",
                        "--logs-dir",
                        "logs"),
                more);
    }

    /** A lego command for a directory and a name, which keeps everything in a folder. */
    static List<String> lego(URI directory, Path folder, String name, String... more) {
        return and(
                List.of(
                        "lego",
                        "--server",
                        directory.toString(),
                        "--accept-tos",
                        "--email",
                        "admin@lego.localhost",
                        "--path",
                        folder.toString(),
                        "--domains",
                        name),
                more);
    }

    private static List<String> and(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    /** Starts Caddy with a configuration, and lines before its first ones that keep it to loopback and a folder. */
    static Process caddy(Path folder, String lines, Path output) throws IOException {
        assertThat(lines).startsWith("{\n");
        Files.writeString(
                folder.resolve("Caddyfile"),
                """
                {
                    admin off
                    skip_install_trust
                    default_bind 127.0.0.1
                    storage file_system %s
                """
                                .formatted(folder)
                        + lines.substring(2));
        return start(
                folder,
                Map.of("HOME", folder.toString()),
                List.of("caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"),
                output);
    }

    /** Ends a program that runs until it is ended. */
    static void end(Process program) throws InterruptedException {
        program.destroy();
        if (!program.waitFor(10, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
    }

    /** A hook: a shell script that a client calls. */
    static String hook(Path folder, String name, String script) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, "#!/bin/sh\nset -eu\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }

    /** The DNS names in the first certificate of a chain, once the chain was found to lead to the server's root. */
    static List<String> namesIn(Path chain) throws IOException, GeneralSecurityException {
        String pem = Files.readString(chain);
        Chains.requireLeadsTo(SharedServer.get().root(), pem);
        return Chains.names(Chains.leaf(pem));
    }

    /** Skips the test if a program is not installed, out loud, and fails it in CI. */
    static void require(String program) {
        boolean installed = program.contains("/")
                ? Files.isExecutable(Path.of(program))
                : List.of(System.getenv("PATH").split(":", -1)).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!installed) {
            String sentence = program + " is not installed, so Bailiwick was not tested with it.";
            System.out.println("SKIPPED: " + sentence);
            if ("true".equals(System.getenv("CI"))) {
                fail(sentence);
            }
            abort(sentence);
        }
    }
}
