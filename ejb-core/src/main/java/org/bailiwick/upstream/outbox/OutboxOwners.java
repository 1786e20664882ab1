package org.bailiwick.upstream.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.authority.Authorities;

/** Whose entries a caller may see. */
@ApplicationScoped
class OutboxOwners {

    @Inject
    Authorities authorities;

    @Inject
    Caller caller;

    /** The caller's id, for the audit log. */
    UUID caller() {
        return caller.id();
    }

    /** The one team whose entries the caller may see; empty for all. */
    Optional<UUID> team() {
        return caller.team();
    }

    /** The name of an authority, in URLs. */
    String nameOf(UUID authority) {
        return authorities.withId(authority).orElseThrow().name();
    }

    /**
     * Demands that an authority is of the caller's team.
     *
     * @param thing what was asked for
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    void requireOwn(UUID authority, String thing) {
        caller.requireTeam(
                authorities
                        .withId(authority)
                        .orElseThrow(() -> AdminException.unknown(thing))
                        .team(),
                thing);
    }
}
