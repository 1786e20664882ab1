package org.bailiwick.admin.web.api;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.jspecify.annotations.Nullable;

/** What a list is narrowed by: the parameters of its query. One that cannot be read is refused, not passed over. */
final class Filters {

    private static final int LONGEST = 300;

    /** What the server puts in the place of octets that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private Filters() {}

    static Optional<UUID> id(String name, @Nullable String given) {
        return text(name, given)
                .map(text -> Ids.uuid(text).orElseThrow(() -> wrong(name, "an id, as other answers have it")));
    }

    static Optional<ResourceId> resource(String name, @Nullable String given) {
        return text(name, given)
                .map(text -> ResourceId.parse(text).orElseThrow(() -> wrong(name, "an id, as other answers have it")));
    }

    static Optional<Instant> time(String name, @Nullable String given) {
        return text(name, given).map(text -> Times.parse(text)
                .orElseThrow(() -> wrong(name, "a time as RFC 3339 writes it, like 2027-06-01T00:00:00Z")));
    }

    static Optional<Long> number(String name, @Nullable String given) {
        return text(name, given).map(text -> {
            if (!text.matches("[0-9]{1,18}")) {
                throw wrong(name, "a number");
            }
            return Long.valueOf(text);
        });
    }

    static Optional<Boolean> truth(String name, @Nullable String given) {
        return text(name, given).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(name, "true or false");
        });
    }

    static Optional<String> text(String name, @Nullable String given) {
        if (given != null
                && (given.isBlank()
                        || given.length() > LONGEST
                        || given.chars().anyMatch(c -> Character.isISOControl(c) || c == REPLACEMENT))) {
            throw wrong(name, "1 to %d characters in UTF-8, and no control characters".formatted(LONGEST));
        }
        return Optional.ofNullable(given);
    }

    static AdminException wrong(String name, String right) {
        return AdminException.invalid("The parameter \"%s\" must be %s.".formatted(name, right));
    }
}
