package org.bailiwick.bench;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.bailiwick.quickstart.Home;
import org.bailiwick.quickstart.RunningServer;

/**
 * What it costs that the CA is elsewhere: the same issuances at a CA itself, and at an RA that relays to it, two processes on one
 * machine, with 1 and 8 clients. How many a second, how long finalize takes, and how much CPU time each of the two processes
 * needs for one certificate.
 */
public final class RelayBenchmark {

    private static final int[] CLIENTS = {1, 8};
    private static final int ISSUANCES = 1_000;
    private static final JsonProvider JSON = JsonProvider.provider();

    private final Bench ca;
    private final Bench ra;

    private RelayBenchmark(Bench ca, Bench ra) {
        this.ca = ca;
        this.ra = ra;
    }

    /**
     * Runs it.
     *
     * @param arguments the top of the source tree; a folder for the data and the result; which databases
     */
    public static void main(String... arguments) throws Exception {
        Bench.endWithMain();
        Path folder = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
        Home home = Home.of(Path.of(arguments[0]));
        List<String> json = new ArrayList<>();
        for (Bench.Database database : Bench.Database.values()) {
            if (arguments[2].contains(database.word())) {
                try (Bench ca = Bench.start(database, home, folder);
                        Bench ra = Bench.start(database, home, folder)) {
                    json.addAll(new RelayBenchmark(ca, ra).measureAll(database.label()));
                }
            }
        }
        Path result = folder.resolve("relay-bench.json");
        Files.writeString(result, "[\n" + String.join(",\n", json) + "\n]\n");
        System.out.println("The figures as JSON: " + result);
        // the responders' and the databases' threads are no daemons
        System.exit(0);
    }

    private List<String> measureAll(String database) throws Exception {
        URI relayed = relayed();
        List<String> json = new ArrayList<>();
        measureAll(database, "at the CA", ca, ca.server().directory(), json);
        measureAll(database, "relayed", ra, relayed, json);
        return json;
    }

    private void measureAll(String database, String way, Bench at, URI directory, List<String> json)
            throws IOException, InterruptedException, ExecutionException {
        WarmUp compiler = new WarmUp();
        while (!compiler.done()) {
            Figures now = measure(at, directory, 8, WarmUp.ISSUANCES);
            System.out.printf(
                    Locale.ROOT, "warming up, %s: %.2f ms of CPU per certificate%n", way, now.raCpu + now.caCpu);
            compiler.note(now.raCpu + now.caCpu);
        }
        for (int clients : CLIENTS) {
            Figures figures = measure(at, directory, clients, ISSUANCES);
            System.out.printf(
                    Locale.ROOT,
                    "%n%-11s %-9s %2d clients: %6.1f certificates/s   %5.2f ms of CPU per certificate at the CA, %5.2f ms at the RA%n%s",
                    database,
                    way,
                    clients,
                    figures.perSecond,
                    figures.caCpu,
                    figures.raCpu,
                    figures.latencies);
            json.add(String.format(
                    Locale.ROOT,
                    "{\"database\": \"%s\", \"way\": \"%s\", \"clients\": %d, \"perSecond\": %.1f, \"caCpuMsPerCertificate\": %.2f, \"raCpuMsPerCertificate\": %.2f, \"finalizeMs\": %s, \"wholeMs\": %s}",
                    database,
                    way,
                    clients,
                    figures.perSecond,
                    figures.caCpu,
                    figures.raCpu,
                    Latencies.json(figures.latencies.percentiles().getOrDefault("finalize", new double[0])),
                    Latencies.json(figures.latencies.percentiles().getOrDefault("whole", new double[0]))));
        }
    }

    private record Figures(double perSecond, double caCpu, double raCpu, Latencies latencies) {}

    private Figures measure(Bench at, URI directory, int clients, int issuances)
            throws IOException, InterruptedException, ExecutionException {
        Latencies latencies = new Latencies();
        List<BenchClient> registered = Benchmark.registered(at, directory, clients, latencies);
        Duration caCpu = Benchmark.cpu(ca.server());
        Duration raCpu = Benchmark.cpu(ra.server());
        double seconds = Benchmark.issueAll(registered, issuances);
        double caUsed = Benchmark.cpu(ca.server()).minus(caCpu).toNanos() / 1e6;
        double raUsed = Benchmark.cpu(ra.server()).minus(raCpu).toNanos() / 1e6;
        return new Figures(issuances / seconds, caUsed / issuances, raUsed / issuances, latencies);
    }

    /** Registers the RA at the CA and has it enrolled: the directory of the authority that relays. */
    private URI relayed() throws IOException, InterruptedException {
        Administrator central = Administrator.of(ca.server());
        String provisioner = central.post(
                        "/provisioners",
                        JSON.createObjectBuilder()
                                .add("authority", central.internal().getString("id"))
                                .add("name", "relays")
                                .add("kind", "ra")
                                .build())
                .getString("id");
        central.permitLocalhost("/provisioners/" + provisioner + "/policy");
        JsonObject registered = central.post(
                "/registration-authorities",
                JSON.createObjectBuilder()
                        .add("provisioner", provisioner)
                        .add("name", "bench")
                        .build());

        Administrator branch = Administrator.of(ra.server());
        String authority = branch.post(
                        "/upstreams",
                        JSON.createObjectBuilder()
                                .add("team", branch.internal().getString("team"))
                                .add("name", "relayed")
                                .add("url", registered.getString("url"))
                                .add(
                                        "trustAnchors",
                                        Files.readString(ca.server().root()))
                                .add("secret", registered.getString("secret"))
                                .build())
                .getString("authority");
        branch.permitLocalhost("/authorities/" + authority + "/policy");
        branch.post(
                "/provisioners",
                JSON.createObjectBuilder()
                        .add("authority", authority)
                        .add("name", "acme")
                        .build());
        String standing = "";
        for (int looks = 0; looks < 300 && !standing.equals("enrolled"); looks++) {
            Thread.sleep(200);
            standing = branch.get("/upstreams/" + authority).getString("status");
        }
        if (!standing.equals("enrolled")) {
            throw new IllegalStateException("the RA is not enrolled at the CA");
        }
        return ra.server().settings().url().resolve("/acme/relayed/acme/directory");
    }

    /** A program of an administrator, with the token that the quick start has made. */
    private record Administrator(String base, HttpClient http, String authorization) {

        static Administrator of(RunningServer server) throws IOException {
            String header = Files.readString(server.settings().adminTokenFile().orElseThrow())
                    .strip();
            return new Administrator(
                    server.settings().url() + "/admin/api",
                    HttpClient.newBuilder()
                            .sslContext(RunningServer.trusting(server.root()))
                            .build(),
                    header.substring("Authorization: ".length()));
        }

        /** The authority that is there from the beginning. */
        JsonObject internal() throws IOException, InterruptedException {
            return get("/authorities").getJsonArray("items").getJsonObject(0);
        }

        void permitLocalhost(String policy) throws IOException, InterruptedException {
            String etag =
                    send(request(policy).GET()).headers().firstValue("ETag").orElseThrow();
            send(request(policy)
                    .header("Content-Type", "application/json")
                    .header("If-Match", etag)
                    .PUT(BodyPublishers.ofString("{\"allow\":{\"dns\":[\"**.localhost\"]}}")));
        }

        JsonObject get(String path) throws IOException, InterruptedException {
            return json(send(request(path).GET()));
        }

        JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
            return json(send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.toString()))));
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", authorization);
        }

        private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return answer;
        }

        private static JsonObject json(HttpResponse<String> answer) {
            return JSON.createReader(new StringReader(answer.body())).readObject();
        }
    }
}
