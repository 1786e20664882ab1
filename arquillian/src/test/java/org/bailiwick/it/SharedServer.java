package org.bailiwick.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.bailiwick.quickstart.RunningServer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** The one server that the test classes share: a quick start on H2, begun before the first test and ended after the last. */
public final class SharedServer implements LauncherSessionListener {

    /** Set by the build where tests need a server. */
    private static final String SWITCH = "server.shared";

    private static volatile @Nullable RunningServer server;
    private static volatile @Nullable TestNameServer nameServer;

    /** The CA whose client certificates it accepts of administrators. */
    static final ClientCa CLIENT_CA = new ClientCa();

    /** The running server. */
    public static RunningServer get() {
        RunningServer running = server;
        if (running == null) {
            throw new IllegalStateException("no shared server; run by mvn verify, or set -D" + SWITCH + "=true");
        }
        return running;
    }

    /** The name server that it asks. */
    static TestNameServer nameServer() {
        return Objects.requireNonNull(nameServer, "the shared server has one");
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (Boolean.getBoolean(SWITCH) && server == null) {
            try {
                start(settings());
            } catch (IOException cannot) {
                throw new IllegalStateException("the shared server does not start", cannot);
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the shared server started", asked);
            }
        }
    }

    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>(ProvisionersIT.settings());
        settings.put("bailiwick.provisioner.%s.limits".formatted(RateLimitsIT.PROVISIONER), RateLimitsIT.LIMITS);
        settings.put(
                "bailiwick.provisioner.%s.validation.targets".formatted(ValidationTargetsIT.PROVISIONER),
                ValidationTargetsIT.TARGETS);
        settings.put(
                "bailiwick.keys.weak",
                WeakKey.writeList(TestServers.data("weak-keys")).toString());
        settings.put("bailiwick.token.%s.label".formatted(AuthoritiesIT.TOKEN), AuthoritiesIT.TOKEN);
        settings.put("bailiwick.audit.checkpoint-seconds", "5");
        settings.put("bailiwick.admin.client-certificates", "true");
        settings.put("bailiwick.admin.client-port", Integer.toString(FreePort.next()));
        Path ca = Files.createDirectories(TestServers.data("client-ca")).resolve("admin-ca.pem");
        settings.put("bailiwick.admin.client-ca", CLIENT_CA.writeTo(ca).toString());
        return settings;
    }

    /**
     * Starts it, and the name server that it asks.
     *
     * @param settings what it has beside ports, a data folder and the name server
     */
    static RunningServer start(Map<String, String> settings) throws IOException, InterruptedException {
        TestNameServer names = TestNameServer.start(TestServers.data("names"));
        Map<String, String> all = new TreeMap<>(settings);
        all.put("bailiwick.validation.resolvers", names.address());
        RunningServer started = TestServers.begin("shared", all, Map.of());
        started.awaitReady();
        System.setProperty(
                "management.port", Integer.toString(started.settings().managementPort()));
        trust(started.root());
        nameServer = names;
        server = started;
        return started;
    }

    /** For the libraries that trust what their JVM trusts. */
    private static void trust(Path root) throws IOException {
        SSLContext trusting = RunningServer.trusting(root);
        SSLContext.setDefault(trusting);
        HttpsURLConnection.setDefaultSSLSocketFactory(trusting.getSocketFactory());
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        RunningServer running = server;
        if (running != null) {
            running.close();
        }
    }

    /** Where the source tree is. */
    static Path project() {
        return Path.of(System.getProperty("project.top", ".."));
    }
}
