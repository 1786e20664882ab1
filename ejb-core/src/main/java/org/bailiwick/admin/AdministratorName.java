package org.bailiwick.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name by which a person logs in to the portal. Upper and lower case are the same.
 *
 * @param value 2 to 64 lower-case letters, digits, dots, hyphens, underscores and at signs, a letter or digit first and last
 */
public record AdministratorName(String value) {

    static final int MAXIMUM_LENGTH = 64;

    private static final Pattern TEXT = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,62}[a-z0-9]");

    /**
     * Checks it.
     *
     * @throws AdminException {@code INVALID}
     */
    public AdministratorName {
        if (!TEXT.matcher(value).matches()) {
            throw AdminException.invalid(
                    "A name to log in by has 2 to %d letters (a to z), digits, dots, hyphens, underscores and at signs, and begins and ends with a letter or a digit."
                            .formatted(MAXIMUM_LENGTH));
        }
    }

    /**
     * Reads what an administrator gives somebody.
     *
     * @throws AdminException {@code INVALID}
     */
    public static AdministratorName of(String typed) {
        return new AdministratorName(normal(typed));
    }

    /** Reads what somebody types to log in; empty if nobody can have that name. */
    public static Optional<AdministratorName> read(String typed) {
        String name = normal(typed);
        return TEXT.matcher(name).matches() ? Optional.of(new AdministratorName(name)) : Optional.empty();
    }

    private static String normal(String typed) {
        return typed.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return value;
    }
}
