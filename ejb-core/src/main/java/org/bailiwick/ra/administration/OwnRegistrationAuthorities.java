package org.bailiwick.ra.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.authority.Authorities;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.ra.RegistrationAuthorities;
import org.bailiwick.ra.RegistrationAuthority;

/** What a caller may see and change: his team's. */
@ApplicationScoped
class OwnRegistrationAuthorities {

    private static final String THING = "registration authority";

    @Inject
    RegistrationAuthorities registrationAuthorities;

    @Inject
    Authorities authorities;

    @Inject
    Provisioners provisioners;

    @Inject
    Caller caller;

    /** Who calls, for the audit log. */
    UUID administrator() {
        return caller.id();
    }

    /**
     * Demands that an authority is the caller's team's.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    void requireAuthority(UUID authority) {
        caller.requireTeam(
                authorities
                        .withId(authority)
                        .orElseThrow(() -> AdminException.unknown("authority"))
                        .team(),
                "authority");
    }

    /**
     * One of an authority of the caller's team.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    RegistrationAuthority find(UUID authority, UUID id) {
        requireAuthority(authority);
        return registrationAuthorities
                .withId(id)
                .filter(found -> found.authority().equals(authority))
                .orElseThrow(() -> AdminException.unknown(THING));
    }

    /**
     * A provisioner of an authority of the caller's team that registration authorities may relay by.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code INVALID} if it is of another kind
     */
    Provisioner provisioner(UUID authority, UUID id) {
        requireAuthority(authority);
        Provisioner provisioner = provisioners
                .withId(id)
                .filter(found -> found.authority().id().equals(authority))
                .orElseThrow(() -> AdminException.unknown("provisioner of this authority"));
        if (provisioner.kind() != ProvisionerKind.RA) {
            throw AdminException.invalid(
                    "This provisioner is of the kind \"%s\"; a registration authority relays by one of the kind \"ra\"."
                            .formatted(provisioner.kind().word()));
        }
        return provisioner;
    }
}
