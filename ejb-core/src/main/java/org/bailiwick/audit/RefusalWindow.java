package org.bailiwick.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bailiwick.audit.RefusalEvent.MoreRefused;

/**
 * Which refusals are told one by one, and which as a number (docs/adr/0026). Whatever comes, it holds a few thousand
 * events and as many numbers, also while nothing can be written.
 */
final class RefusalWindow {

    /** How long is counted together. */
    static final Duration LENGTH = Duration.ofMinutes(10);

    /** How many of one subject are told one by one in a window. */
    static final int OF_ONE = 20;

    /** How many of all together are, and how many subjects are told apart. */
    static final int OF_ALL = 2_000;

    /** The subjects that are not told apart. */
    static final String OTHERS = "others";

    private final List<RefusalEvent> waiting = new ArrayList<>();
    private final Map<String, Integer> told = new LinkedHashMap<>();
    private final Map<String, Long> untold = new LinkedHashMap<>();
    private Instant began;
    private int all;

    RefusalWindow(Instant now) {
        began = now;
    }

    /** Adds one. */
    void add(String subject, RefusalEvent refusal) {
        int before = told.getOrDefault(subject, 0);
        if (before < OF_ONE && all < OF_ALL && waiting.size() < OF_ALL) {
            told.put(subject, before + 1);
            all++;
            waiting.add(refusal);
        } else {
            untold.merge(untold.size() < OF_ALL || untold.containsKey(subject) ? subject : OTHERS, 1L, Long::sum);
        }
    }

    /** Takes what waits to be written; at the end of a window with the numbers of those that were not told. */
    List<RefusalEvent> take(Instant now) {
        if (!now.isBefore(began.plus(LENGTH)) && waiting.size() <= OF_ALL) {
            end(now);
        }
        List<RefusalEvent> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Ends the window before its time: the server stops. */
    void end(Instant now) {
        untold.forEach((subject, count) -> waiting.add(new MoreRefused(subject, count, began, now)));
        told.clear();
        untold.clear();
        all = 0;
        began = now;
    }

    /** What was taken could not be written, and waits again. */
    void giveBack(List<RefusalEvent> taken) {
        waiting.addAll(0, taken);
    }
}
