package org.bailiwick.admin;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person may do.
 *
 * @param team the one team whose things it opens; null for all
 */
public record Permit(Role role, @Nullable UUID team) {

    /** Everything. */
    public static final Permit EVERYTHING = new Permit(Role.SUPER_ADMINISTRATOR, null);

    /**
     * Checks that role and team go together.
     *
     * @throws AdminException {@code INVALID}
     */
    public Permit {
        if (team == null && role.needsTeam()) {
            throw AdminException.invalid("The role %s is for one team; choose which.".formatted(role.word()));
        }
        if (team != null && !role.admitsTeam()) {
            throw AdminException.invalid("The role %s is for all teams; choose none.".formatted(role.word()));
        }
    }
}
