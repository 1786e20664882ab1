package org.bailiwick.profile.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.profile.CustomProfiles;

/** The authorities of the caller's team; those of others are as if they did not exist. */
@ApplicationScoped
class OwnAuthorities {

    private static final String THING = "authority";

    @Inject
    Authorities authorities;

    @Inject
    CustomProfiles profiles;

    @Inject
    Caller caller;

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    Authority find(UUID id) {
        Authority authority = authorities.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        caller.requireTeam(authority.team(), THING);
        return authority;
    }

    /**
     * One of them, its row locked until the transaction ends. Whose it is is asked before: nobody waits for another team's.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    Authority lock(UUID id) {
        Authority authority = find(id);
        profiles.lock(authority);
        return authority;
    }
}
