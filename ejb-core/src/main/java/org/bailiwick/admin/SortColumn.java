package org.bailiwick.admin;

import java.util.Optional;

/**
 * What a list can be sorted by. Only enums are one, as what a column says becomes part of a query. There is an index for it, or
 * the list is short by nature: the database sorts what it has found, but for the ids of {@link ListOrder#NEWEST}.
 */
public interface SortColumn {

    /** The constant's name. */
    String name();

    /** JPQL for what a row {@code x} has there, never null; {@code :absent} in it is for {@link #absent}. */
    String expression();

    /** What a row is sorted by that has nothing there; empty if each has something. */
    default Optional<Object> absent() {
        return Optional.empty();
    }
}
