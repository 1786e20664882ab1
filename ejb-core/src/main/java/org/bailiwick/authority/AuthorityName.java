package org.bailiwick.authority;

import java.util.regex.Pattern;

/**
 * The segment of a URL that names an authority or a provisioner.
 *
 * @param value 1 to 63 lower-case letters, digits and inner hyphens
 */
public record AuthorityName(String value) {

    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public AuthorityName {
        if (!SEGMENT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A name in a URL is 1 to 63 lower-case letters, digits and inner hyphens; this is not: " + value);
        }
    }
}
