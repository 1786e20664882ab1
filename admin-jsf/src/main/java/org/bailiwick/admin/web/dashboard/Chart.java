package org.bailiwick.admin.web.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.bailiwick.statistics.Outcome;
import org.bailiwick.statistics.Series;

/**
 * Stacked bars, as SVG: a path for each outcome, in the units of its view box. Colours are the style's.
 *
 * @param top the number that the upper edge stands for
 * @param bars the lowest first
 */
public record Chart(long top, List<Bars> bars) {

    static final int WIDTH = 720;
    static final int HEIGHT = 180;

    /** Of each slot so much is bar. */
    private static final double FILLED = 0.75;

    private static final int TEN = 10;

    public Chart {
        bars = List.copyOf(bars);
    }

    /**
     * The bars of one outcome.
     *
     * @param outcome its word
     * @param path its {@code d}; empty if there is nothing to draw
     */
    public record Bars(String outcome, String path) {}

    /** Draws what happened. */
    public static Chart of(Series series) {
        long top =
                round(series.parts().stream().mapToLong(Series.Part::all).max().orElse(0));
        long[] below = new long[series.parts().size()];
        List<Bars> bars = new ArrayList<>();
        bars.add(bars(Outcome.ISSUED, Series.Part::issued, series, below, top));
        bars.add(bars(Outcome.RENEWED, Series.Part::renewed, series, below, top));
        bars.add(bars(Outcome.REFUSED, Series.Part::refused, series, below, top));
        bars.add(bars(Outcome.FAILED, Series.Part::failed, series, below, top));
        return new Chart(top, bars);
    }

    /** Adds what it draws to what is below. */
    private static Bars bars(
            Outcome outcome, ToLongFunction<Series.Part> number, Series series, long[] below, long top) {
        StringBuilder path = new StringBuilder();
        double slot = (double) WIDTH / below.length;
        long width = Math.max(1, Math.round(slot * FILLED));
        for (int i = 0; i < below.length; i++) {
            long high = number.applyAsLong(series.parts().get(i));
            long from = y(below[i], top);
            below[i] += high;
            long to = y(below[i], top);
            if (high > 0) {
                // what is there is seen, however little it is
                long height = Math.max(1, from - to);
                path.append('M').append(Math.round(slot * i)).append(' ').append(Math.max(from, height));
                path.append('v')
                        .append(-height)
                        .append('h')
                        .append(width)
                        .append('v')
                        .append(height);
                path.append('z');
            }
        }
        return new Bars(outcome.word(), path.toString());
    }

    private static long y(long number, long top) {
        return HEIGHT - Math.round((double) HEIGHT * number / top);
    }

    /** The next round number: 1, 2 or 5 with noughts. */
    static long round(long most) {
        for (long unit = 1; ; unit *= TEN) {
            for (long digit : new long[] {1, 2, 5}) {
                if (digit * unit >= most) {
                    return digit * unit;
                }
            }
        }
    }
}
