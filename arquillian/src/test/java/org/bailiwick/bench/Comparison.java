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

    private static final int ROUNDS = 21;
    private static final int ISSUANCES = 500;
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
            for (int i = 0; i < Benchmark.LEAST_ROUNDS; i++) {
                comparison.round("warming up", 8, Benchmark.WARM_UP, i);
            }
            for (int clients : CLIENTS) {
                comparison.compare(clients);
            }
        }
    }

    private void compare(int clients) throws IOException, InterruptedException, ExecutionException {
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            ratios[i] = round(clients + " clients", clients, ISSUANCES, i);
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%d clients: median of %d rounds: %+.1f %% of server CPU per certificate%n",
                clients,
                ROUNDS,
                100 * (ratios[ROUNDS / 2] - 1));
    }

    /**
     * The CPU time of one certificate after, as a multiple of that before. Which of the two begins changes from round to
     * round: a machine that gets slower and slower favours neither.
     */
    private double round(String what, int clients, int issuances, int number)
            throws IOException, InterruptedException, ExecutionException {
        boolean beforeBegins = number % 2 == 0;
        double first = cpuMilliseconds(beforeBegins ? before : after, clients, issuances);
        double second = cpuMilliseconds(beforeBegins ? after : before, clients, issuances);
        double one = beforeBegins ? first : second;
        double other = beforeBegins ? second : first;
        System.out.printf(
                Locale.ROOT,
                "%-11s before %6.2f ms, after %6.2f ms, %+.1f %%%n",
                what,
                one,
                other,
                100 * (other / one - 1));
        return other / one;
    }

    private static double cpuMilliseconds(Bench bench, int clients, int issuances)
            throws IOException, InterruptedException, ExecutionException {
        return Benchmark.measure(bench, clients, issuances).cpuMilliseconds();
    }
}
