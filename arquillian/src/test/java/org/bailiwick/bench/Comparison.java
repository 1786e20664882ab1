package org.bailiwick.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Two builds side by side on PostgreSQL. Rounds of one and of the other alternate, so that a machine that changes its
 * speed changes both; the median of the rounds' ratios says more than two runs an hour apart.
 */
final class Comparison {

    private static final int ROUNDS = 7;
    private static final int ISSUANCES = 1_000;
    private static final int[] CLIENTS = {8, 32};

    private final Bench before;
    private final Bench after;

    private Comparison(Bench before, Bench after) {
        this.before = before;
        this.after = after;
    }

    /**
     * Compares.
     *
     * @param before the top of a source tree, built
     * @param after another
     * @param folder for the data of both
     */
    static void run(Path before, Path after, Path folder) throws IOException, InterruptedException, ExecutionException {
        try (Bench one = Bench.start(Bench.Database.POSTGRESQL, before, folder);
                Bench other = Bench.start(Bench.Database.POSTGRESQL, after, folder)) {
            Comparison comparison = new Comparison(one, other);
            for (int round = 0; round < Benchmark.LEAST_ROUNDS; round++) {
                comparison.round("warming up", 8, Benchmark.WARM_UP);
            }
            for (int clients : CLIENTS) {
                comparison.compare(clients);
            }
        }
    }

    private void compare(int clients) throws IOException, InterruptedException, ExecutionException {
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = round(clients + " clients", clients, ISSUANCES);
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%d clients: median of %d rounds: %+.1f %% of server CPU per certificate%n",
                clients,
                ROUNDS,
                100 * (ratios[ROUNDS / 2] - 1));
    }

    /** The CPU time of one certificate after, as a multiple of that before. */
    private double round(String what, int clients, int issuances)
            throws IOException, InterruptedException, ExecutionException {
        double one = Benchmark.measure(before, clients, issuances).cpuMilliseconds();
        double other = Benchmark.measure(after, clients, issuances).cpuMilliseconds();
        System.out.printf(
                Locale.ROOT,
                "%-11s before %6.2f ms, after %6.2f ms, %+.1f %%%n",
                what,
                one,
                other,
                100 * (other / one - 1));
        return other / one;
    }
}
