package org.bailiwick.admin.web;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;

/** Ids in paths, queries, bodies and forms. One that cannot be is like one that does not exist. */
public final class Ids {

    /** {@link UUID#fromString} takes shorter parts, too, so that one id would have many texts. */
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Ids() {}

    /** The one that a text is; empty if it is none. */
    public static Optional<UUID> uuid(String text) {
        return UUID_TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /**
     * The id of a team, an authority, a provisioner, a token in a path.
     *
     * @param thing what it is of, as {@code provisioner}
     * @throws AdminException {@code UNKNOWN}
     */
    public static UUID uuid(String thing, String text) {
        return uuid(text).orElseThrow(() -> AdminException.unknown(thing));
    }

    /** The same of what ACME clients know: an account, an order, a certificate. */
    public static ResourceId resource(String thing, String text) {
        return ResourceId.parse(text).orElseThrow(() -> AdminException.unknown(thing));
    }
}
