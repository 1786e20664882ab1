package org.bailiwick.admin;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Which part of a list is wanted. Lists are ordered by id, the newest first (the ids of {@link
 * org.bailiwick.acme.ResourceId} begin with a time), so that what is added or removed meanwhile moves no page, and a page
 * costs the same wherever it is. A {@link PagedQuery} can sort by something else, too.
 *
 * @param before only what comes after this row, which is what is older in the usual order. It need not exist (any more); but a list
 *     that is sorted by a column begins anew then
 * @param limit at most that many, 1 to {@value #MOST}
 */
public record PageRequest(UUID before, int limit, ListOrder order) {

    /** The longest page. */
    public static final int MOST = 200;

    /** Later than every id: their first 48 bits are a time, and nobody lives that long. */
    public static final UUID NEWEST = new UUID(Long.MAX_VALUE, -1);

    public PageRequest {
        if (limit < 1 || limit > MOST) {
            throw AdminException.invalid("\"limit\" is a number from 1 to %d.".formatted(MOST));
        }
    }

    /** From a position on; from the newest on if there is none. */
    public static PageRequest of(Optional<UUID> before, int limit) {
        return new PageRequest(before.orElse(NEWEST), limit, ListOrder.NEWEST);
    }

    /** The same, of a list in that order. */
    public PageRequest in(ListOrder other) {
        return new PageRequest(before, limit, other);
    }

    /** After which row the list goes on; empty for its beginning. */
    Optional<UUID> position() {
        return Optional.of(before).filter(row -> !row.equals(NEWEST));
    }

    /** One more than is shown, to know whether the list goes on. */
    public int rowsToRead() {
        return limit + 1;
    }

    /**
     * The page.
     *
     * @param rows what was read, at most {@link #rowsToRead()}
     */
    public <T> Page<T> page(List<T> rows, Function<T, UUID> id) {
        return rows.size() <= limit
                ? new Page<>(rows, Optional.empty())
                : new Page<>(rows.subList(0, limit), Optional.of(id.apply(rows.get(limit - 1))));
    }
}
