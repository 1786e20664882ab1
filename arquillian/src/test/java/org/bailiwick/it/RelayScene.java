package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bailiwick.quickstart.RunningServer;

/**
 * Topology B on one machine: a CA on PostgreSQL and an RA on H2 that its settings describe (docs/deployment.md), each a process
 * with a token of its own, and a network between them. What the names below {@link #ZONE} are, only the RA's name server knows.
 * The classes of tests that need it share one, as its servers take long to start.
 */
final class RelayScene implements AutoCloseable {

    /** Names that are only where the RA is. */
    static final String ZONE = "branch.internal";

    /** Classes that have not left it: {@code RelayIT}, {@code RelayFaultsIT}. */
    private static final AtomicInteger USERS = new AtomicInteger(2);

    private final EmbeddedPostgres postgres;
    private final TestNameServer branchNames;
    private final TestNameServer centralNames;
    private final Map<String, String> caSettings;
    private final Map<String, String> raSettings;
    private final TamperingProxy way;
    private RunningServer ca;
    private RunningServer ra;
    private final AdminClient central;
    private final String provisioner;
    private final Registered registered;
    private final UpstreamScene branch;
    private final Path folder;
    private final ChallengeResponder responder;
    private final RelayClients clients;

    /** Begun when the first class of tests asks for it. */
    private static final class Shared {

        static final RelayScene SCENE = begun();

        private Shared() {}

        private static RelayScene begun() {
            try {
                return new RelayScene();
            } catch (IOException cannot) {
                throw new IllegalStateException("the CA and its RA do not start", cannot);
            } catch (InterruptedException asked) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the CA and its RA started", asked);
            }
        }
    }

    static RelayScene shared() {
        return Shared.SCENE;
    }

    /** A class of tests has ended: it shows what came of it. With the last one all ends; if only one is run, with this JVM. */
    static void leave(Class<?> tests) throws IOException, InterruptedException, SQLException {
        System.out.println("When " + tests.getSimpleName() + " has ended:");
        try {
            shared().settle();
        } finally {
            if (USERS.decrementAndGet() == 0) {
                shared().close();
            }
        }
    }

    /**
     * Starts the CA and registers the RA there; then the RA, which has no keys of a CA. What it needs of the CA is in its
     * settings, and it enrols by itself.
     */
    private RelayScene() throws IOException, InterruptedException {
        postgres = EmbeddedPostgres.start();
        branchNames = TestNameServer.start(TestServers.data("branch-names"), List.of("." + ZONE));
        centralNames = TestNameServer.start(TestServers.data("central-names"), List.of(".central.internal"));
        caSettings = settings(centralNames);
        caSettings.putAll(TestServers.on(postgres));
        ca = TestServers.start("relay-ca", caSettings);
        way = new TamperingProxy(ca.settings().httpPort());
        central = AdminClient.first(ca);
        provisioner = CmpClient.provisioner(central);
        permit("{\"allow\":{\"dns\":[\"**.%s\",\"**.dns.test\"]}}".formatted(ZONE));
        registered = register();
        Path secret = TestServers.data("relay-secret");
        Files.writeString(secret, registered.secret() + "\n");
        raSettings = settings(branchNames);
        raSettings.put("bailiwick.authority.names", "localhost, **." + ZONE);
        raSettings.put("bailiwick.upstream.url", url(registered));
        raSettings.put("bailiwick.upstream.trust", ca.root().toString());
        raSettings.put("bailiwick.upstream.secret-file", secret.toString());
        KeylessServer.prepare(TestServers.data("relay-ra"), new ForeignCa("TLS of the branch"));
        ra = TestServers.start("relay-ra", raSettings);
        branch = UpstreamScene.founded(ra).enrolled();
        // from then on nothing wants it, neither do later starts
        Files.delete(secret);
        folder = Files.createDirectories(TestServers.data("relay-clients"));
        responder = ChallengeResponder.of(
                folder.resolve(".well-known/acme-challenge"), ra.settings().http01Port());
        clients = new RelayClients(branch, responder, ZONE);
    }

    /** Each comes back where it was. */
    private static Map<String, String> settings(TestNameServer names) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String port : List.of("https-port", "http-port", "validation.http01-port", "validation.tlsalpn01-port")) {
            settings.put("bailiwick." + port, Integer.toString(FreePort.next()));
        }
        settings.put("bailiwick.validation.resolvers", names.address());
        return settings;
    }

    RunningServer ca() {
        return ca;
    }

    RunningServer ra() {
        return ra;
    }

    TamperingProxy way() {
        return way;
    }

    /** The name server that the RA asks. */
    TestNameServer branchNames() {
        return branchNames;
    }

    /** The CA's administrator. */
    AdminClient central() {
        return central;
    }

    /** The RA as the CA knows it. */
    Registered registered() {
        return registered;
    }

    /** The RA's authority that relays. */
    UpstreamScene branch() {
        return branch;
    }

    /** The clients of the RA. */
    RelayClients clients() {
        return clients;
    }

    /** Answers their challenges. */
    ChallengeResponder responder() {
        return responder;
    }

    /** Where clients keep their files. What is there at the path of http-01 is seen by the RA. */
    Path folder() {
        return folder;
    }

    /** Runs certbot for a name, by http-01: the chain that it got. */
    Path certbot(String home, String name) throws IOException, InterruptedException {
        return certbot(home, name, "--webroot", "--webroot-path", folder.toString());
    }

    /**
     * The same.
     *
     * @param by how it meets the challenge
     */
    Path certbot(String home, String name, String... by) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("certonly"));
        command.addAll(List.of(by));
        command.addAll(List.of("--agree-tos", "--register-unsafely-without-email", "-d", name));
        Path own = Files.createDirectories(folder.resolve(home));
        RealClient.run(
                own,
                Map.of("REQUESTS_CA_BUNDLE", ra.root().toString()),
                RealClient.certbot(branch.directory(), command.toArray(String[]::new)));
        return own.resolve("config/live").resolve(name).resolve("fullchain.pem");
    }

    /** Notes what a client of the RA wrote down, which leads to the CA's root. */
    void keep(Path chain, String name) throws IOException, GeneralSecurityException {
        String pem = Files.readString(chain);
        Chains.requireLeadsTo(ca.root(), pem);
        assertThat(Chains.names(Chains.leaf(pem))).containsExactly(name);
        clients.keep(Chains.leaf(pem));
    }

    /** Nothing waits any more: nothing is lost, nothing is there twice, nothing is unrecorded. */
    void settle() throws IOException, InterruptedException, SQLException {
        branch.hurry();
        clients.assertAllKnowTheSame(this, registered);
        assertThat(journaled()).isZero();
        assertThat(way.left()).as("exchanges that were to be tampered with").isZero();
    }

    /** What registration authorities may relay, as the CA has it. */
    void permit(String policy) throws IOException, InterruptedException {
        UpstreamScene.govern(central, "/provisioners/" + provisioner + "/policy", policy);
    }

    /**
     * A registration authority as the CA knows it.
     *
     * @param path of its URL
     */
    record Registered(String id, String path, String secret) {}

    /** A new one. */
    Registered register() throws IOException, InterruptedException {
        JsonObject made = AdminClient.created(central.post(
                "/registration-authorities",
                "{\"provisioner\":\"%s\",\"name\":\"branch-%s\"}"
                        .formatted(provisioner, UUID.randomUUID().toString().substring(0, 8))));
        String url = made.getString("url");
        return new Registered(made.getString("id"), url.substring(url.indexOf("/cmp/")), made.getString("secret"));
    }

    /** An authority of a server that relays to the CA, by the way that tests tamper with. */
    UpstreamScene relaying(RunningServer server, Registered registered, String zone)
            throws IOException, InterruptedException {
        return UpstreamScene.make(server, url(registered), anchors(ca), registered.secret(), zone)
                .enrolled();
    }

    /** Where the CA is asked, by the way that tests tamper with. */
    private String url(Registered by) {
        return "http://127.0.0.1:" + way.port() + by.path();
    }

    /** The root of a server, PEM. */
    static String anchors(RunningServer of) throws IOException {
        return Files.readString(of.root());
    }

    /** The serial numbers of what the CA gave to a registration authority. */
    List<BigInteger> given(Registered to) throws IOException, InterruptedException {
        return UpstreamScene.serials(central, "/certificates?registrationAuthority=" + to.id());
    }

    /** The serial numbers of what the CA gave to a registration authority and has revoked. */
    Set<BigInteger> revoked(Registered to) throws IOException, InterruptedException {
        return UpstreamScene.list(central, "/certificates?registrationAuthority=" + to.id()).stream()
                .filter(each -> each.getString("status").equals("revoked"))
                .map(each -> new BigInteger(each.getString("serial"), 16))
                .collect(Collectors.toSet());
    }

    /** The CA's administrator revokes all that a registration authority has relayed. */
    void revokeAllOf(Registered to) throws IOException, InterruptedException {
        JsonObject all = Json.createObjectBuilder()
                .add("authority", central.named("/authorities", "internal").getString("id"))
                .add("criteria", Json.createObjectBuilder().add("registrationAuthority", to.id()))
                .build();
        JsonObject preview = AdminClient.ok(central.post("/revocations/preview", all.toString()));
        JsonObject begin = Json.createObjectBuilder(all)
                .add("reason", "cessationOfOperation")
                .add("preview", preview.getString("preview"))
                .build();
        String id = AdminClient.created(central.post("/revocations", begin.toString()))
                .getString("id");
        JsonObject revocation = AdminClient.ok(central.get("/revocations/" + id));
        for (int looks = 0; looks < 300 && !revocation.getString("status").equals("ended"); looks++) {
            Thread.sleep(100);
            revocation = AdminClient.ok(central.get("/revocations/" + id));
        }
        assertThat(revocation.getString("status")).isEqualTo("ended");
        assertThat(revocation.getInt("revoked")).isEqualTo(preview.getInt("certificates"));
    }

    /** Stops the CA, or has it go on, as if its machine hung. */
    void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(ca.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    /** Has the database hold the CA between signing and storing: whoever inserts a certificate waits. */
    Connection holdBetweenSignAndStore() throws SQLException {
        Connection holder = postgres.getPostgresDatabase().getConnection();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("lock table certificate in exclusive mode");
        }
        return holder;
    }

    /** Waits until so many have signed and wait to store. */
    void awaitSigned(int most) throws SQLException, InterruptedException {
        int waiting = 0;
        for (int looks = 0; looks < 1_500 && waiting < most; looks++) {
            Thread.sleep(20);
            waiting = Integer.parseInt(
                    text(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into certificate (%'"));
        }
        assertThat(waiting).isGreaterThanOrEqualTo(most);
    }

    /** How many serial numbers the CA has settled and not come to an end with. */
    int journaled() throws SQLException {
        return Integer.parseInt(text("select count(*) from issuance_attempt"));
    }

    private String text(String query) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Starts the CA that was killed. */
    void restartCa() throws IOException, InterruptedException {
        ca = TestServers.start("relay-ca", caSettings);
    }

    /** Starts the RA that was killed. */
    void restartRa() throws IOException, InterruptedException {
        ra = TestServers.start("relay-ra", raSettings);
    }

    @Override
    public void close() throws IOException {
        responder.close();
        way.close();
        ra.close();
        ca.close();
        branchNames.close();
        centralNames.close();
        postgres.close();
    }
}
