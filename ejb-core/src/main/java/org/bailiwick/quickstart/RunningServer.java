package org.bailiwick.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bailiwick.admin.ClientCaFile;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.Settings;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/**
 * A running server: the provisioned WildFly, which is left as it is, with a base folder of its own in the data folder. It
 * is a direct child process, so that stopping this program stops it.
 */
public final class RunningServer implements AutoCloseable {

    /** SunPKCS11 offers no way to find a slot by its token's label. */
    static final List<String> PKCS11_OPTIONS = List.of(
            "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11=ALL-UNNAMED",
            "--add-opens=jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED");

    /** What WildFly's connection pool says when it cannot open a connection. */
    private static final String NO_DATABASE_CONNECTION = "IJ000453";

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final Prepared prepared;
    private final Process process;
    private volatile String lastError = "";
    private volatile boolean failed;

    private RunningServer(Prepared prepared, Process process) {
        this.prepared = prepared;
        this.process = process;
    }

    /**
     * Prepares the data folder, starts a server on it, and returns before it is ready.
     *
     * @throws QuickStartException if something is missing that cannot be made
     * @throws InvalidSettingException if the CAs of administrators cannot be read; then nothing was made
     */
    public static RunningServer start(Settings wanted, Home home) throws IOException, InterruptedException {
        return start(wanted, home, Map.of());
    }

    /**
     * The same with more in the environment of its process, and of those that prepare its folder.
     *
     * @param more what is there beside what this program has itself
     */
    public static RunningServer start(Settings wanted, Home home, Map<String, String> more)
            throws IOException, InterruptedException {
        new DataFolder(wanted.data()).requireNoServer();
        // the server stops for a wrong one, too, but long after everything was made
        ClientCaFile.read(wanted);
        Prepared prepared = Prepared.of(wanted, home, more);
        Settings settings = prepared.settings();
        Ports.requireFree(settings);
        QuickStart.say(
                "Starting the server; its log is " + prepared.data().log().resolve("server.log"));
        Files.deleteIfExists(prepared.data().announcement());
        Path base = prepared.data().server();
        delete(base);
        copy(home.server().resolve("standalone"), base);
        StandaloneCommandBuilder command = StandaloneCommandBuilder.of(home.server())
                .setJavaHome(System.getProperty("java.home"))
                .setBaseDirectory(base)
                .setJavaOptions("-Xms128m", "-Xmx512m", "-XX:+UseParallelGC")
                .addJavaOptions(PKCS11_OPTIONS);
        command.setLogDirectory(prepared.data().log());
        command.setBindAddressHint(settings.bindAddress());
        settings.forServer().forEach((key, value) -> command.addServerArgument("-D" + key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command.build()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("BAILIWICK_"));
        builder.environment().putAll(prepared.environment());
        RunningServer server = new RunningServer(prepared, builder.start());
        prepared.data().noteServer(server.process.toHandle());
        // whatever ends this program, short of kill -9, ends the server
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-server"));
        Thread reader = new Thread(server::readConsole, "server-console");
        reader.setDaemon(true);
        reader.start();
        return server;
    }

    /** The server's process id. */
    public long pid() {
        return process.pid();
    }

    /** The settings it runs with. */
    public Settings settings() {
        return prepared.settings();
    }

    /** The URL of its ACME directory. */
    public URI directory() {
        return URI.create("%s/acme/%s/acme/directory"
                .formatted(settings().url(), settings().authorityName()));
    }

    /** Its root certificate, a PEM file. */
    public Path root() {
        return prepared.data().root();
    }

    DataFolder data() {
        return prepared.data();
    }

    /** Ends the process at once, as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits until the directory answers over TLS with a certificate that leads to the root. */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!answers()) {
            if (failed || !process.isAlive()) {
                close();
                throw new QuickStartException(
                        lastError.isEmpty() ? "the server stopped by itself; its log says why." : lastError);
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new QuickStartException("the server did not answer within %d minutes. %s"
                        .formatted(READY_WITHIN.toMinutes(), lastError));
            }
            Thread.sleep(200);
        }
    }

    /** Waits until the server has ended; its exit status. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the server to stop, and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(prepared.data().announcement());
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException keepsIt) {
            QuickStart.say("cannot remove " + prepared.data().announcement());
        } catch (InterruptedException asked) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() {
        Settings settings = prepared.settings();
        String address = settings.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : settings.bindAddress();
        URI directory = URI.create("https://%s:%d/acme/%s/acme/directory"
                .formatted(address, settings.httpsPort(), settings.authorityName()));
        try {
            HttpsURLConnection connection =
                    (HttpsURLConnection) directory.toURL().openConnection();
            connection.setSSLSocketFactory(trusting(root()).getSocketFactory());
            // connected by address; that it is ours is what the root shows
            connection.setHostnameVerifier((host, session) -> true);
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * A TLS context of its own, with no session in it, that trusts one root and nothing else.
     *
     * @param root a PEM file, as {@link #root()} names it
     */
    public static SSLContext trusting(Path root) throws IOException {
        try (InputStream pem = Files.newInputStream(root)) {
            KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
            roots.load(null, null);
            roots.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(roots);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the root certificate cannot be trusted: " + root, unusable);
        }
    }

    /** Shows warnings and errors, and notes when the start has failed. */
    private void readConsole() {
        try (BufferedReader console = process.inputReader()) {
            for (String line = console.readLine(); line != null; line = console.readLine()) {
                if (line.contains(" ERROR ") || line.contains(" WARN ")) {
                    QuickStart.say(line);
                }
                if (line.contains("[org.bailiwick.server.") && line.contains(" ERROR ")) {
                    lastError = line;
                }
                if (line.contains(NO_DATABASE_CONNECTION)) {
                    lastError =
                            "the server cannot reach its database, or is not let in (bailiwick.database.…); its log says why.";
                }
                if (line.contains("InvalidSettingException: ")) {
                    lastError = line.substring(
                            line.indexOf("InvalidSettingException: ") + "InvalidSettingException: ".length());
                }
                if (line.contains("WFLYSRV0026")) {
                    failed = true;
                }
            }
        } catch (IOException ended) {
            // the process is gone, which others notice
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> deepestFirst = Files.walk(folder).sorted(Comparator.reverseOrder())) {
                deepestFirst.forEach(path -> {
                    try {
                        Files.delete(path);
                    } catch (IOException inUse) {
                        throw new UncheckedIOException(inUse);
                    }
                });
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
