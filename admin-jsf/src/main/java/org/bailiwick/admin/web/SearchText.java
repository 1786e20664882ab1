package org.bailiwick.admin.web;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;

/** What somebody typed into a field of a search. What no database can look for is refused with a sentence. */
public final class SearchText {

    private static final int LONGEST = 300;

    private SearchText() {}

    /**
     * A text, without space around it; empty if there is none.
     *
     * @throws AdminException {@code INVALID} if it is too long, or is not made of characters that can be seen
     */
    public static Optional<String> of(String typed) {
        String text = typed.strip();
        if (text.length() > LONGEST
                || text.codePoints()
                        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw AdminException.invalid(
                    "Search for at most %d characters, and none that cannot be seen.".formatted(LONGEST));
        }
        return Optional.of(text).filter(some -> !some.isEmpty());
    }

    /**
     * A name as certificates have it: in lower case, as A-labels, without the dot at the end that DNS permits.
     *
     * @throws AdminException {@code INVALID} as of {@link #of}, or if there is no such internationalised name
     */
    public static Optional<String> name(String typed) {
        return of(typed).map(SearchText::canonical).filter(some -> !some.isEmpty());
    }

    private static String canonical(String text) {
        String lower = ascii(text).toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static String ascii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        try {
            return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException none) {
            throw AdminException.invalid("No certificate has a name like that; check how it is written.");
        }
    }

    /**
     * An id as addresses of pages have it; empty if there is none.
     *
     * @throws AdminException {@code INVALID} if it is no id
     */
    public static Optional<ResourceId> id(String typed) {
        return of(typed).map(text -> ResourceId.parse(text)
                .orElseThrow(() -> AdminException.invalid(
                        "An id has 22 letters, digits, hyphens and underscores; copy it from its page.")));
    }
}
