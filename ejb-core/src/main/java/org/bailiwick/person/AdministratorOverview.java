package org.bailiwick.person;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Administrator;
import org.jspecify.annotations.Nullable;

/**
 * A person who administers, as others see him.
 *
 * @param version to be given back by who changes him
 * @param role its word
 * @param team null for all
 * @param teamName null for all
 * @param state its word
 * @param lastLogInAt null if never
 */
public record AdministratorOverview(
        UUID id,
        long version,
        String name,
        String role,
        @Nullable UUID team,
        @Nullable String teamName,
        String state,
        Instant createdAt,
        @Nullable Instant lastLogInAt)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static AdministratorOverview of(Administrator person, Optional<String> teamName) {
        return new AdministratorOverview(
                person.id(),
                person.version(),
                person.name(),
                person.role().word(),
                person.team().orElse(null),
                teamName.orElse(null),
                person.state().word(),
                person.createdAt(),
                person.lastLogInAt().orElse(null));
    }
}
