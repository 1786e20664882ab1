package org.bailiwick.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reads lists as people do, page by page. */
public final class Pages {

    private static final int ROWS = 2;

    private Pages() {}

    /** All rows of a list in an order, read by pages of {@value #ROWS}. */
    public static <T> List<T> all(Function<PageRequest, Page<T>> list, ListOrder order) {
        List<T> rows = new ArrayList<>();
        Optional<UUID> next = Optional.empty();
        do {
            Page<T> page = list.apply(PageRequest.of(next, ROWS).in(order));
            rows.addAll(page.items());
            next = page.next();
        } while (next.isPresent());
        return rows;
    }
}
