package org.bailiwick.admin.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a list can be narrowed to: a provisioner, an authority. A page stays light however many there are, so only the first
 * can be chosen; the page of each leads to its own lists, too.
 *
 * @param shown names by ids; the chosen one is among them if it is among all
 * @param chosen an id; empty for none
 * @param cut whether there are more
 */
public record Choices(List<Map.Entry<UUID, String>> shown, String chosen, boolean cut) {

    private static final int MOST = 40;

    /** Before a page was loaded. */
    public static final Choices NONE = of(Map.of(), "");

    public Choices {
        shown = List.copyOf(shown);
    }

    /** Some of all, in their order. */
    public static Choices of(Map<UUID, String> all, String chosen) {
        List<Map.Entry<UUID, String>> shown = new ArrayList<>();
        for (Map.Entry<UUID, String> each : all.entrySet()) {
            if (shown.size() < MOST || each.getKey().toString().equals(chosen)) {
                shown.add(each);
            }
        }
        return new Choices(shown, chosen, shown.size() < all.size());
    }
}
