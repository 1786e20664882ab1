package org.bailiwick.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bailiwick.config.Settings;
import org.bailiwick.quickstart.Home;
import org.bailiwick.quickstart.RunningServer;

/** Servers for tests: the quick start with free ports and a data folder below {@code target}. */
final class TestServers {

    /** Most of what a server does that soon ends again is to start; the second compiler is not worth its while then. */
    static final Map<String, String> SHORT_LIVED = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    private TestServers() {}

    /**
     * Starts a server and waits until it answers.
     *
     * @param name of its data folder; a folder that is there is used again, as a second start would
     * @param more settings beside ports and folder
     */
    static RunningServer start(String name, Map<String, String> more) throws IOException, InterruptedException {
        RunningServer server = begin(name, more);
        server.awaitReady();
        return server;
    }

    /** The same without waiting: for seconds it does nothing with what it has. */
    static RunningServer begin(String name, Map<String, String> more) throws IOException, InterruptedException {
        return begin(name, more, SHORT_LIVED);
    }

    /**
     * The same with more in the environment of the server's process.
     *
     * @param environment beside what this process has
     */
    static RunningServer begin(String name, Map<String, String> more, Map<String, String> environment)
            throws IOException, InterruptedException {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bailiwick.mode", "quickstart",
                "bailiwick.data", data(name).toString(),
                "bailiwick.https-port", Integer.toString(FreePort.next()),
                "bailiwick.http-port", Integer.toString(FreePort.next()),
                "bailiwick.management-port", Integer.toString(FreePort.next()),
                "bailiwick.validation.http01-port", Integer.toString(FreePort.next()),
                "bailiwick.validation.tlsalpn01-port", Integer.toString(FreePort.next())));
        settings.putAll(more);
        return RunningServer.start(Settings.of(settings), Home.of(SharedServer.project()), environment);
    }

    /** The settings by which a server uses a PostgreSQL. */
    static Map<String, String> on(EmbeddedPostgres postgres) {
        return Map.of(
                "bailiwick.database.url",
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()),
                "bailiwick.database.user",
                "postgres",
                "bailiwick.database.password",
                "postgres");
    }

    /** A server's data folder. A run of the tests begins without any: target is new. */
    static Path data(String name) throws IOException {
        return Files.createDirectories(Path.of("target", "servers"))
                .toAbsolutePath()
                .resolve(name + "-" + ProcessHandle.current().pid());
    }
}
