package org.bailiwick.admin;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a new token is to permit.
 *
 * @param name who or what will use it
 * @param role what it may do
 * @param team the one team whose things it opens; null for all
 * @param expires from when it opens nothing any more
 */
public record Grant(Label name, Role role, @Nullable UUID team, Instant expires) {

    /**
     * Demands that it can be given.
     *
     * @throws AdminException {@code INVALID}
     */
    void requireSoundAt(Instant now) {
        if (team == null && role.needsTeam()) {
            throw AdminException.invalid(
                    "The role %s is for one team; give its id as \"team\".".formatted(role.word()));
        }
        if (team != null && !role.admitsTeam()) {
            throw AdminException.invalid("The role %s is for all teams; leave \"team\" out.".formatted(role.word()));
        }
        if (!expires.isAfter(now) || expires.isAfter(now.plus(AdministratorToken.LONGEST_LIFE))) {
            throw AdminException.invalid("\"expires\" must be in the future, and at most %d days ahead."
                    .formatted(AdministratorToken.LONGEST_LIFE.toDays()));
        }
    }
}
