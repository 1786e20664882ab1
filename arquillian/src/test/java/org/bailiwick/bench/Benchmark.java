package org.bailiwick.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.quickstart.Home;
import org.bailiwick.quickstart.RunningServer;

/**
 * Full issuances over HTTPS against a real server, on H2 and on PostgreSQL, with 1, 8 and 32 clients at once: how many a
 * second, how long each step takes, and how much CPU time the server's process needs for one certificate.
 */
public final class Benchmark {

    private static final Map<Integer, Integer> ISSUANCES = new TreeMap<>(Map.of(1, 500, 8, 3_000, 32, 3_000));

    private final Path project;
    private final StringBuilder json = new StringBuilder();

    private Benchmark(Path project) {
        this.project = project;
    }

    /**
     * Runs it.
     *
     * @param arguments the top of the source tree; a folder for the data and the result; which databases; perhaps the tops
     *     of other source trees, built, to compare with, separated by commas
     */
    public static void main(String... arguments) throws Exception {
        Bench.endWithMain();
        Benchmark benchmark = new Benchmark(Path.of(arguments[0]));
        Path folder = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
        if (arguments.length > 3 && !arguments[3].isBlank()) {
            List<Path> others =
                    Arrays.stream(arguments[3].split(",")).map(Path::of).toList();
            Comparison.run(others, benchmark.project, folder);
            System.exit(0);
        }
        for (Bench.Database database : Bench.Database.values()) {
            if (arguments[2].contains(database.word())) {
                benchmark.measureAll(database, folder);
            }
        }
        Path result = folder.resolve("bench.json");
        Files.writeString(result, "[\n" + benchmark.json + "\n]\n");
        System.out.println("The figures as JSON: " + result);
        // the responder's and the database's threads are no daemons
        System.exit(0);
    }

    private void measureAll(Bench.Database database, Path folder) throws Exception {
        try (Bench bench = Bench.start(database, Home.of(project), folder)) {
            warmUp(bench);
            for (Map.Entry<Integer, Integer> load : ISSUANCES.entrySet()) {
                Figures figures = measure(bench, load.getKey(), load.getValue());
                System.out.print(figures.table(database.label()));
                json.append(json.isEmpty() ? "" : ",\n").append(figures.json(database.label()));
            }
        }
    }

    private static void warmUp(Bench bench) throws IOException, InterruptedException, ExecutionException {
        WarmUp compiler = new WarmUp();
        while (!compiler.done()) {
            double now = measure(bench, 8, WarmUp.ISSUANCES).cpuMilliseconds();
            System.out.printf(Locale.ROOT, "warming up: %.2f ms of server CPU per certificate%n", now);
            compiler.note(now);
        }
    }

    static Figures measure(Bench bench, int clients, int issuances)
            throws IOException, InterruptedException, ExecutionException {
        RunningServer server = bench.server();
        Latencies latencies = new Latencies();
        List<BenchClient> registered = registered(bench, server.directory(), clients, latencies);
        Duration cpu = cpu(server);
        double seconds = issueAll(registered, issuances);
        double cpuMilliseconds = cpu(server).minus(cpu).toNanos() / 1e6 / issuances;
        return new Figures(clients, issuances, issuances / seconds, cpuMilliseconds, latencies);
    }

    /** Clients with an account each, at a directory of a server. */
    static List<BenchClient> registered(Bench at, URI directory, int clients, Latencies latencies)
            throws IOException, InterruptedException {
        List<BenchClient> registered = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            BenchClient client = new BenchClient(directory, at.server().root(), at.answers(), latencies);
            client.register();
            registered.add(client);
        }
        return registered;
    }

    /** Has them get that many certificates together, each for a name of its own: in how many seconds. */
    static double issueAll(List<BenchClient> clients, int issuances) throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(issuances);
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        long begin = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            BenchClient client = clients.get(i);
            String name = "client-" + i + ".localhost";
            running.add(threads.submit(() -> {
                while (left.getAndDecrement() > 0) {
                    client.issue(name);
                }
                return null;
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        threads.shutdown();
        return seconds;
    }

    /** The CPU time of the server's process since its start, user and system. */
    static Duration cpu(RunningServer server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    /** One line of the result. */
    record Figures(int clients, int issuances, double perSecond, double cpuMilliseconds, Latencies latencies) {

        String table(String database) {
            return String.format(
                            Locale.ROOT,
                            "%n%-11s %2d clients: %6.1f certificates/s   %5.2f ms of server CPU per certificate%n",
                            database,
                            clients,
                            perSecond,
                            cpuMilliseconds)
                    + latencies;
        }

        String json(String database) {
            StringBuilder steps = new StringBuilder();
            latencies.percentiles().forEach((step, values) -> steps.append(steps.isEmpty() ? "" : ", ")
                    .append("\"" + step + "\": " + Latencies.json(values)));
            return String.format(
                    Locale.ROOT,
                    "{\"database\": \"%s\", \"clients\": %d, \"issuances\": %d, \"perSecond\": %.1f, \"serverCpuMsPerCertificate\": %.2f, \"latencyMs\": {%s}}",
                    database,
                    clients,
                    issuances,
                    perSecond,
                    cpuMilliseconds,
                    steps);
        }
    }
}
