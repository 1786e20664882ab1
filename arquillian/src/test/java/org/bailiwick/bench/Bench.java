package org.bailiwick.bench;

import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bailiwick.config.Settings;
import org.bailiwick.it.FreePort;
import org.bailiwick.quickstart.Home;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;

/**
 * A running server with what it needs around it.
 *
 * @param server the server
 * @param answers what its http-01 responder answers, by token
 * @param responder the responder
 * @param postgres its database; null if that is H2
 */
record Bench(
        RunningServer server, Map<String, String> answers, Responder responder, @Nullable EmbeddedPostgres postgres)
        implements AutoCloseable {

    /** The databases that a server runs on. */
    enum Database {
        H2("H2"),
        POSTGRESQL("PostgreSQL");

        private final String label;

        Database(String label) {
            this.label = label;
        }

        /** As tables name it. */
        String label() {
            return label;
        }

        /** As {@code -Dbench.databases} names it. */
        String word() {
            return label.toLowerCase(Locale.ROOT);
        }
    }

    /** Has the process end when its main thread fails: threads of responders and databases would keep it alive for ever. */
    static void endWithMain() {
        Thread.currentThread().setUncaughtExceptionHandler((main, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
    }

    /**
     * Starts all of it, or nothing: what would stay keeps this process alive.
     *
     * @param database which
     * @param home the server and the tools to prepare its data with
     * @param folder for its data
     */
    static Bench start(Database database, Home home, Path folder) throws IOException, InterruptedException {
        int http01Port = FreePort.next();
        int httpsPort = FreePort.next();
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bailiwick.mode", "quickstart",
                "bailiwick.data",
                        folder.resolve(database.word() + "-" + httpsPort).toString(),
                "bailiwick.https-port", Integer.toString(httpsPort),
                "bailiwick.http-port", Integer.toString(FreePort.next()),
                "bailiwick.management-port", Integer.toString(FreePort.next()),
                "bailiwick.validation.http01-port", Integer.toString(http01Port)));
        EmbeddedPostgres postgres = database == Database.POSTGRESQL ? durable() : null;
        if (postgres != null) {
            settings.put(
                    "bailiwick.database.url", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.getPort()));
            settings.put("bailiwick.database.user", "postgres");
            settings.put("bailiwick.database.password", "postgres");
            settings.put("bailiwick.database.connections", "40");
        }
        Map<String, String> answers = new ConcurrentHashMap<>();
        Responder responder = Responder.start(http01Port, answers);
        RunningServer server = null;
        try {
            server = RunningServer.start(Settings.of(settings), home);
            server.awaitReady();
            return new Bench(server, answers, responder, postgres);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close(server, responder, postgres);
            throw failed;
        }
    }

    /** Its defaults are for tests: here a commit must be as durable as in real use. */
    private static EmbeddedPostgres durable() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
    }

    @Override
    public void close() throws IOException {
        close(server, responder, postgres);
    }

    private static void close(@Nullable RunningServer server, Responder responder, @Nullable EmbeddedPostgres postgres)
            throws IOException {
        if (server != null) {
            server.close();
        }
        responder.close();
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Answers http-01. */
    private record Responder(HttpServer http, ExecutorService threads) {

        static Responder start(int port, Map<String, String> answers) throws IOException {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            http.setExecutor(threads);
            http.createContext("/.well-known/acme-challenge/", exchange -> {
                String path = exchange.getRequestURI().getPath();
                byte[] answer = answers.getOrDefault(path.substring(path.lastIndexOf('/') + 1), "")
                        .getBytes(StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            http.start();
            return new Responder(http, threads);
        }

        void close() {
            http.stop(0);
            threads.shutdownNow();
        }
    }
}
