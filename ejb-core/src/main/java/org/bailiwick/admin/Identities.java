package org.bailiwick.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Programs and people, for work that goes on after the call of who asked for it: meanwhile he may have been shut out. */
@ApplicationScoped
public class Identities {

    @Inject
    AdministratorTokens tokens;

    @Inject
    Administrators administrators;

    @Inject
    Clock clock;

    /** Whether somebody would be let in now, and has that role. */
    public boolean has(UUID id, Role role) {
        return admitted(id).filter(identity -> identity.role() == role).isPresent();
    }

    private Optional<Identity> admitted(UUID id) {
        return tokens.withId(id)
                .filter(token -> token.validAt(clock.instant()))
                .map(Identity.class::cast)
                .or(() -> administrators.withId(id).filter(person -> person.state() == AdministratorState.ACTIVE));
    }
}
