package org.bailiwick.admin;

import java.time.Duration;
import java.util.UUID;
import org.bailiwick.schema.Population;
import org.jspecify.annotations.Nullable;

/** A caller as the container would know him, where no container is. */
public final class KnownCaller extends Caller {

    private final AdministratorToken token;

    private KnownCaller(Role role, @Nullable UUID team) {
        this.token = new AdministratorToken(
                new Grant(new Label("test"), role, team, Population.NOW.plus(Duration.ofDays(1))),
                BearerToken.random(),
                Population.NOW);
    }

    /** One who may do everything. */
    public static KnownCaller superAdministrator() {
        return new KnownCaller(Role.SUPER_ADMINISTRATOR, null);
    }

    /** One who runs a team's authorities. */
    public static KnownCaller of(UUID team) {
        return new KnownCaller(Role.AUTHORITY_ADMINISTRATOR, team);
    }

    /** One of a team, in some role. */
    public static KnownCaller of(Role role, UUID team) {
        return new KnownCaller(role, team);
    }

    @Override
    public Identity identity() {
        return token;
    }
}
