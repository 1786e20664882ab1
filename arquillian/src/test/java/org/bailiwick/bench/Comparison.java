package org.bailiwick.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.bailiwick.quickstart.Home;

/**
 * Builds side by side on PostgreSQL. Their rounds alternate, so that a machine that changes its speed changes all; the
 * median of the rounds' ratios says more than runs an hour apart.
 */
final class Comparison {

    private static final int ROUNDS = 21;
    private static final int ISSUANCES = 500;
    private static final int[] CLIENTS = {8, 32};

    /** The last one is what the others are compared with. */
    private final List<Bench> builds;

    private Comparison(List<Bench> builds) {
        this.builds = builds;
    }

    /**
     * Compares.
     *
     * @param before the tops of source trees, built
     * @param after another
     * @param folder for the data of all
     */
    static void run(List<Path> before, Path after, Path folder)
            throws IOException, InterruptedException, ExecutionException {
        List<Path> trees = new ArrayList<>(before);
        trees.add(after);
        List<Bench> builds = new ArrayList<>();
        try {
            for (Path tree : trees) {
                // the ceremony of before may not know a key that the quick start makes now
                Home home = new Home(
                        Home.of(tree).server(),
                        Home.of(after).ceremony(),
                        Home.of(after).softHsmInstaller());
                builds.add(Bench.start(Bench.Database.POSTGRESQL, home, folder));
            }
            Comparison comparison = new Comparison(builds);
            comparison.warmUp();
            for (int clients : CLIENTS) {
                comparison.compare(clients, before);
            }
        } finally {
            for (Bench build : builds) {
                build.close();
            }
        }
    }

    /** Until the last compiler is done: they compile on the same cores. */
    private void warmUp() throws IOException, InterruptedException, ExecutionException {
        List<WarmUp> compilers = builds.stream().map(build -> new WarmUp()).toList();
        for (int i = 0; !compilers.stream().allMatch(WarmUp::done); i++) {
            double[] cpu = round("warming up", 8, WarmUp.ISSUANCES, i);
            for (int build = 0; build < cpu.length; build++) {
                compilers.get(build).note(cpu[build]);
            }
        }
    }

    private void compare(int clients, List<Path> before) throws IOException, InterruptedException, ExecutionException {
        double[][] rounds = new double[ROUNDS][];
        for (int i = 0; i < ROUNDS; i++) {
            rounds[i] = round(clients + " clients", clients, ISSUANCES, i);
        }
        int after = before.size();
        for (int build = 0; build < after; build++) {
            int each = build;
            double[] ratios = Arrays.stream(rounds)
                    .mapToDouble(round -> round[after] / round[each])
                    .sorted()
                    .toArray();
            double mean = Arrays.stream(ratios).average().orElseThrow();
            double variance = Arrays.stream(ratios)
                            .map(ratio -> (ratio - mean) * (ratio - mean))
                            .sum()
                    / (ROUNDS - 1);
            System.out.printf(
                    Locale.ROOT,
                    "%d clients, against %s: %d rounds, median %+.1f %%, mean %+.1f %% ± %.1f (95 %%); %.2f ms of server CPU per certificate before, %.2f after%n",
                    clients,
                    before.get(build),
                    ROUNDS,
                    100 * (ratios[ROUNDS / 2] - 1),
                    100 * (mean - 1),
                    100 * 1.96 * Math.sqrt(variance / ROUNDS),
                    mean(rounds, build),
                    mean(rounds, after));
        }
    }

    private static double mean(double[][] rounds, int build) {
        return Arrays.stream(rounds)
                .mapToDouble(round -> round[build])
                .average()
                .orElseThrow();
    }

    /**
     * The CPU time of one certificate with each build. Which of them begins changes from round to round: a machine that
     * gets slower and slower favours none.
     */
    private double[] round(String what, int clients, int issuances, int number)
            throws IOException, InterruptedException, ExecutionException {
        double[] cpu = new double[builds.size()];
        for (int i = 0; i < cpu.length; i++) {
            int build = (number + i) % cpu.length;
            cpu[build] =
                    Benchmark.measure(builds.get(build), clients, issuances).cpuMilliseconds();
        }
        StringBuilder line = new StringBuilder("%-11s".formatted(what));
        for (double each : cpu) {
            line.append(String.format(Locale.ROOT, " %6.2f ms", each));
        }
        System.out.println(line);
        return cpu;
    }
}
