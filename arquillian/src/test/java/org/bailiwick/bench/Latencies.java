package org.bailiwick.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** How long the steps took, in nanoseconds. */
final class Latencies {

    private final Map<String, Queue<Long>> byStep = new ConcurrentHashMap<>();

    /** Something that is timed. */
    interface Step<T> {
        T run() throws IOException;
    }

    <T> T time(String name, Step<T> step) throws IOException {
        long begin = System.nanoTime();
        T result = step.run();
        add(name, System.nanoTime() - begin);
        return result;
    }

    void add(String name, long nanoseconds) {
        byStep.computeIfAbsent(name, first -> new ConcurrentLinkedQueue<>()).add(nanoseconds);
    }

    void clear() {
        byStep.clear();
    }

    /** The p50, p95 and p99 of each step in milliseconds. */
    Map<String, double[]> percentiles() {
        Map<String, double[]> result = new LinkedHashMap<>();
        byStep.keySet().stream().sorted().forEach(step -> {
            long[] sorted = byStep.getOrDefault(step, new ConcurrentLinkedQueue<>()).stream()
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            result.put(step, new double[] {at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99)});
        });
        return result;
    }

    private static double at(long[] sorted, double share) {
        long[] nonEmpty = sorted.length == 0 ? new long[1] : sorted;
        return nonEmpty[(int) Math.min(nonEmpty.length - 1, Math.floor(nonEmpty.length * share))] / 1e6;
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        percentiles()
                .forEach((step, values) -> table.append("    %-14s p50 %7.1f   p95 %7.1f   p99 %7.1f ms%n"
                        .formatted(step, values[0], values[1], values[2])));
        return table.toString();
    }

    /** For JSON. */
    static String json(double[] values) {
        return Arrays.toString(values);
    }
}
