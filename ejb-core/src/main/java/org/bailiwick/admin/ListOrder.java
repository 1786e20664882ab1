package org.bailiwick.admin;

import java.util.Optional;

/**
 * In which order a list comes. Rows that have the same in a column are sorted by id, in the same direction, so that each is on
 * one page.
 *
 * @param column empty for when rows were made, as their ids tell
 */
public record ListOrder(Optional<SortColumn> column, boolean descending) {

    /** The order of a list that nobody sorts. */
    public static final ListOrder NEWEST = new ListOrder(Optional.empty(), true);

    /** The other way round. */
    public static final ListOrder OLDEST = new ListOrder(Optional.empty(), false);

    /** The smallest first, as A before B, and the past before the future. */
    public static ListOrder ascending(SortColumn column) {
        return new ListOrder(Optional.of(column), false);
    }

    /** The greatest first. */
    public static ListOrder descending(SortColumn column) {
        return new ListOrder(Optional.of(column), true);
    }
}
