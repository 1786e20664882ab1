package org.bailiwick.bench;

/**
 * How far the compiler of one server is. It is done when after some rounds two in a row were no cheaper than the cheapest
 * before; a round that a busy machine made dear must not end it sooner.
 */
final class WarmUp {

    /** A round: as many issuances as it takes for the CPU time of one to say something. */
    static final int ISSUANCES = 2_000;

    /** The compiler needs some 14,000 issuances at least. */
    private static final int LEAST_ROUNDS = 8;

    private static final int MOST_ROUNDS = 15;

    private int rounds;
    private int noCheaper;
    private double cheapest = Double.MAX_VALUE;

    /**
     * Notes a round.
     *
     * @param cpuMilliseconds of the server, for one certificate
     */
    void note(double cpuMilliseconds) {
        rounds++;
        noCheaper = cpuMilliseconds < cheapest * 0.97 ? 0 : noCheaper + 1;
        cheapest = Math.min(cheapest, cpuMilliseconds);
    }

    boolean done() {
        return rounds >= MOST_ROUNDS || (rounds >= LEAST_ROUNDS && noCheaper >= 2);
    }
}
