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
 * events and as many numbers, also while nothing can be written. Strangers get no more than half of either: nobody whose
 * subject costs nothing keeps those out who had to prove who they are.
 */
final class RefusalWindow {

    /** How long is counted together. */
    static final Duration LENGTH = Duration.ofMinutes(10);

    /** How many of one subject are told one by one in a window. */
    static final int OF_ONE = 20;

    /** How many of all together are, and how many subjects are told apart. */
    static final int OF_ALL = 2_000;

    /** How many of these are for strangers. */
    static final int OF_STRANGERS = OF_ALL / 2;

    /** The subjects that are not told apart. */
    static final String OTHERS = "others";

    private final List<Refused> waiting = new ArrayList<>();
    private final Map<String, Integer> told = new LinkedHashMap<>();
    private final Map<String, Long> untold = new LinkedHashMap<>();
    private Instant began;
    private int strangers;
    private int all;

    /**
     * A refusal that waits to be written.
     *
     * @param at when it happened
     */
    record Refused(Instant at, RefusalEvent event) {}

    RefusalWindow(Instant now) {
        began = now;
    }

    /**
     * Adds one.
     *
     * @param subject whose it is
     * @param known whether that was proven, as by a signature
     */
    void add(String subject, boolean known, Refused refusal) {
        int before = told.getOrDefault(subject, 0);
        boolean room = all < OF_ALL && waiting.size() < OF_ALL && (known || strangers < OF_STRANGERS);
        if (before < OF_ONE && room) {
            told.put(subject, before + 1);
            all++;
            strangers += known ? 0 : 1;
            waiting.add(refusal);
        } else {
            boolean toldApart = untold.size() < (known ? OF_ALL : OF_STRANGERS) || untold.containsKey(subject);
            untold.merge(toldApart ? subject : OTHERS, 1L, Long::sum);
        }
    }

    /** Takes what waits to be written; at the end of a window with the numbers of those that were not told. */
    List<Refused> take(Instant now) {
        if (!now.isBefore(began.plus(LENGTH)) && waiting.size() <= OF_ALL) {
            end(now);
        }
        List<Refused> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** Ends the window before its time: the server stops. */
    void end(Instant now) {
        untold.forEach((subject, count) -> waiting.add(new Refused(now, new MoreRefused(subject, count, began, now))));
        told.clear();
        untold.clear();
        all = 0;
        strangers = 0;
        began = now;
    }

    /** What was taken could not be written, and waits again. */
    void giveBack(List<Refused> taken) {
        waiting.addAll(0, taken);
    }
}
