package org.bailiwick.authority;

import java.util.regex.Pattern;
import org.bailiwick.admin.AdminException;

/**
 * The segment of a URL that names an authority or a provisioner.
 *
 * @param value 1 to 63 lower-case letters, digits and inner hyphens
 */
public record AuthorityName(String value) {

    /**
     * The name that an administrator asks for.
     *
     * @throws AdminException {@code INVALID}
     */
    public static AuthorityName asked(String name) {
        try {
            return new AuthorityName(name);
        } catch (IllegalArgumentException notOne) {
            throw AdminException.invalid("\"name\" must be 1 to 63 lower-case letters, digits and inner hyphens.");
        }
    }

    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public AuthorityName {
        if (!SEGMENT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A name in a URL is 1 to 63 lower-case letters, digits and inner hyphens; this is not: " + value);
        }
    }
}
