package org.bailiwick.admin.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.SortColumn;

/**
 * How a list is sorted, for the heads of its table ({@code b:column}). Its address says it by the word of a column, with a hyphen
 * before it if the greatest comes first. Where it says nothing, or no such word, the newest come first.
 */
public final class SortedList {

    /** The word of the column that tells when a row was made. */
    private static final String MADE = "created";

    private static final String DOWN = "-";

    private final ListOrder order;
    private final Supplier<PageAddress> address;

    /**
     * Reads it.
     *
     * @param sort as the address has it
     * @param address of the list from its beginning, with all that was looked for, but without an order; a new one each time
     * @param columns by which it can be sorted; by when the rows were made it can be sorted always
     */
    public SortedList(String sort, Supplier<PageAddress> address, SortColumn... columns) {
        this.address = address;
        boolean down = sort.startsWith(DOWN);
        String word = down ? sort.substring(DOWN.length()) : sort;
        this.order = Arrays.stream(columns)
                .filter(column -> word(column).equals(word))
                .findFirst()
                .map(column -> new ListOrder(Optional.of(column), down))
                .orElse(sort.equals(MADE) ? ListOrder.OLDEST : ListOrder.NEWEST);
    }

    public ListOrder order() {
        return order;
    }

    /** As the address says it; empty for the newest first. */
    public String getText() {
        if (isNewest()) {
            return "";
        }
        return order.descending() ? DOWN + current() : current();
    }

    /** Whether it is in the order of a list that nobody sorts. */
    public boolean isNewest() {
        return order.equals(ListOrder.NEWEST);
    }

    /** What {@code aria-sort} says of a column (WAI-ARIA 1.2 §6.7). */
    public String aria(String column) {
        if (!column.equals(current())) {
            return "none";
        }
        return order.descending() ? "descending" : "ascending";
    }

    /** The sign in the head of a column; empty if it is not the one. */
    public String arrow(String column) {
        if (!column.equals(current())) {
            return "";
        }
        return order.descending() ? "↓" : "↑";
    }

    /** Where the head of a column leads to: up by it, then down, then as if nobody had sorted. */
    public String address(String column) {
        return address.get().with("sort", after(column)).toString();
    }

    /**
     * Where the list goes on.
     *
     * @param position of the last row; empty at the end
     * @return empty at the end
     */
    public String next(Optional<String> position) {
        return next("before", position);
    }

    /**
     * The same, where the address has another word for the position.
     *
     * @param parameter that word
     */
    public String next(String parameter, Optional<String> position) {
        return position.map(last -> address.get()
                        .with("sort", getText())
                        .with(parameter, last)
                        .toString())
                .orElse("");
    }

    private String after(String column) {
        if (column.equals(MADE)) {
            return isNewest() ? MADE : "";
        }
        if (!column.equals(current())) {
            return column;
        }
        return order.descending() ? "" : DOWN + column;
    }

    private String current() {
        return order.column().map(SortedList::word).orElse(MADE);
    }

    private static String word(SortColumn column) {
        return column.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
