package org.bailiwick.admin.web.api;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.PageRequest;
import org.jspecify.annotations.Nullable;

/** Which page of a list is asked for. */
public class Paging {

    private static final int STANDARD = 50;

    @QueryParam("cursor")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @Nullable
    String limit;

    /**
     * The request for it.
     *
     * @throws AdminException {@code INVALID}
     */
    PageRequest request() {
        return PageRequest.of(position(), size());
    }

    private Optional<UUID> position() {
        if (cursor == null) {
            return Optional.empty();
        }
        return Optional.of(ResourceId.parse(cursor)
                .map(ResourceId::value)
                .orElseThrow(() -> AdminException.invalid(
                        "This is no cursor; take \"next\" of the page before as it is, or leave \"cursor\" out.")));
    }

    /**
     * The position in the audit log before which to go on.
     *
     * @throws AdminException {@code INVALID}
     */
    Optional<Long> place() {
        return Filters.number("cursor", cursor);
    }

    /**
     * How many at most, 1 to {@value PageRequest#MOST}.
     *
     * @throws AdminException {@code INVALID}
     */
    int size() {
        if (limit == null) {
            return STANDARD;
        }
        // what is no number is as much out of bounds as 0
        int size = limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : 0;
        return PageRequest.of(Optional.empty(), size).limit();
    }
}
