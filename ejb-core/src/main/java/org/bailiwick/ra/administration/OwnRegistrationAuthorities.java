package org.bailiwick.ra.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

    /** A list of more is none to choose from. */
    private static final int MOST_PROVISIONERS = 200;

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

    /** The one team whose things the caller may see; empty for all. */
    Optional<UUID> team() {
        return caller.team();
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
    RegistrationAuthority find(UUID id) {
        return requireOf(id, THING);
    }

    /**
     * The same, said of a thing of it.
     *
     * @param thing as {@code relayed request}
     */
    RegistrationAuthority requireOf(UUID id, String thing) {
        RegistrationAuthority found =
                registrationAuthorities.withId(id).orElseThrow(() -> AdminException.unknown(thing));
        caller.requireTeam(found.provisioner().authority().team(), thing);
        return found;
    }

    /** Authority and name of provisioners that registration authorities may relay by, by their ids, sorted. */
    Map<UUID, String> provisioners() {
        Map<UUID, String> names = new LinkedHashMap<>();
        provisioners
                .forRegistrationAuthorities(caller.team(), MOST_PROVISIONERS)
                .forEach(each -> names.put(each.id(), each.place()));
        return names;
    }

    /**
     * A provisioner of an authority of the caller's team that registration authorities may relay by.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code INVALID} if it is of another kind
     */
    Provisioner provisioner(UUID id) {
        Provisioner provisioner = provisioners.withId(id).orElseThrow(() -> AdminException.unknown("provisioner"));
        caller.requireTeam(provisioner.authority().team(), "provisioner");
        if (provisioner.kind() != ProvisionerKind.RA) {
            throw AdminException.invalid(
                    "This provisioner is of the kind \"%s\"; a registration authority relays by one of the kind \"ra\"."
                            .formatted(provisioner.kind().word()));
        }
        return provisioner;
    }
}
