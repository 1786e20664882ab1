package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bailiwick.hsm.softhsm.SoftHsmToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * SoftHSM in another process, as a network HSM is: behind {@code p11-kit server}. Needs p11-kit and its client module; where
 * they are missing the test is skipped, loudly, and fails with {@code CI=true}.
 */
final class RemoteHsm implements AutoCloseable {

    /** Of the environment of this process, where the client module reads it: see the pom. */
    private static final String ADDRESS = "P11_KIT_SERVER_ADDRESS";

    private static final Path PROGRAM = Path.of("/usr/bin/p11-kit");

    private static final List<Path> CLIENTS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/pkcs11/p11-kit-client.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/pkcs11/p11-kit-client.so"),
            Path.of("/usr/lib64/pkcs11/p11-kit-client.so"));

    private final SoftHsmToken behind;
    private final Path client;
    private final Path socket;
    private @Nullable Process server;

    /** Starts the server for one token. */
    RemoteHsm(SoftHsmToken behind) throws IOException, InterruptedException {
        this.behind = behind;
        this.client = CLIENTS.stream()
                .filter(Files::isRegularFile)
                .filter(module -> Files.isExecutable(PROGRAM))
                .findFirst()
                .orElseGet(RemoteHsm::skip);
        String address = Objects.requireNonNull(System.getenv(ADDRESS), "the pom must set " + ADDRESS);
        this.socket = Path.of(address.substring("unix:path=".length()));
        start();
    }

    private static Path skip() {
        String why = "p11-kit and p11-kit-modules are not installed";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(why);
        }
        System.err.println("SKIPPED: " + why);
        return Assumptions.abort(why);
    }

    /** How a program logs in to the token through the server. */
    Pkcs11TokenConfig token() {
        return new Pkcs11TokenConfig(
                client, behind.token().tokenLabel(), behind.token().pinFile());
    }

    void start() throws IOException, InterruptedException {
        Files.deleteIfExists(socket);
        ProcessBuilder builder = new ProcessBuilder(
                PROGRAM.toString(),
                "server",
                "--foreground",
                "--provider",
                behind.token().library().toString(),
                "--name",
                socket.toString(),
                "pkcs11:token=" + behind.token().tokenLabel());
        builder.environment().putAll(behind.environment());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process started = builder.start();
        server = started;
        while (!Files.exists(socket)) {
            assertThat(started.isAlive()).as("p11-kit server runs").isTrue();
            Thread.sleep(20);
        }
    }

    /** From now on nobody answers, and no connection ends. */
    void hang() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    /** All connections end. */
    void kill() throws InterruptedException {
        List<ProcessHandle> all = processes().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            while (each.isAlive()) {
                Thread.sleep(20);
            }
        }
    }

    /** The server has a child for each connection, which is the one that answers. */
    private Stream<ProcessHandle> processes() {
        ProcessHandle parent = Objects.requireNonNull(server).toHandle();
        return Stream.concat(Stream.of(parent), parent.descendants());
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes().map(ProcessHandle::pid).map(Object::toString).forEach(command::add);
        Process kill = new ProcessBuilder(command).inheritIO().start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    @Override
    public void close() throws IOException {
        processes().toList().forEach(ProcessHandle::destroyForcibly);
        Files.deleteIfExists(socket);
    }
}
