package org.bailiwick.profile.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.profile.CustomProfile;
import org.bailiwick.profile.CustomProfiles;

/**
 * The profiles of authorities, for administrators. The built-in ones are there at every authority, and stay as they are.
 * Whoever changes one locks the authority's row first, as does who names one in a provisioner's settings.
 */
@Stateless
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class ProfileAdministration {

    private static final String THING = "profile";

    /** All of them are in memory, on each node. */
    static final int MOST = 100;

    @Inject
    OwnAuthorities authorities;

    @Inject
    CustomProfiles profiles;

    @Inject
    ProfileChanges changes;

    @Inject
    Caller caller;

    /**
     * Those of an authority, the built-in ones first.
     *
     * @throws AdminException {@code UNKNOWN} if there is no such authority
     */
    public Collection<CertificateProfile> list(UUID authority) {
        return profiles.of(authorities.find(authority)).all();
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public CertificateProfile find(UUID authority, String name) {
        return profiles.of(authorities.find(authority)).named(name).orElseThrow(() -> AdminException.unknown(THING));
    }

    /**
     * Gives an authority one more. Nobody is offered it until a provisioner's settings name it.
     *
     * @throws AdminException {@code UNKNOWN} if there is no such authority; {@code CONFLICT} if it has one of that name, a
     *     built-in one included, or too many
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public CertificateProfile create(UUID authority, CertificateProfile profile) {
        Authority owner = authorities.lock(authority);
        KnownProfiles known = profiles.of(owner);
        if (known.named(profile.name()).isPresent()) {
            throw AdminException.conflict("The authority has a profile of that name.");
        }
        if (known.all().size() - KnownProfiles.BUILT_IN.all().size() >= MOST) {
            throw AdminException.conflict(
                    "The authority has %d profiles of its own, which is the most.".formatted(MOST));
        }
        changes.create(owner, profile, caller.id());
        return profile;
    }

    /**
     * Replaces one by another of its name. Orders that were made with the one before are refused at finalize: their clients
     * make new ones.
     *
     * @param version of the one that the caller read
     * @throws AdminException {@code UNKNOWN}; {@code STALE}; {@code INVALID} if the other has another name; {@code CONFLICT}
     *     for a built-in one
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public CertificateProfile replace(UUID authority, String name, long version, CertificateProfile profile) {
        Authority owner = authorities.lock(authority);
        if (!profile.name().equals(name)) {
            throw AdminException.invalid(
                    "A profile keeps its name: \"name\" must be that of the URL; to rename one, make another.");
        }
        CustomProfile own = own(owner, name, version);
        if (!own.profile().equals(profile)) {
            changes.replace(owner, own, profile, caller.id());
        }
        return profile;
    }

    /**
     * Deletes one. Orders that were made with it are refused at finalize.
     *
     * @param version of the one that the caller read
     * @return what was there
     * @throws AdminException {@code UNKNOWN}; {@code STALE}; {@code CONFLICT} for a built-in one, or if provisioners offer it
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public CertificateProfile delete(UUID authority, String name, long version) {
        Authority owner = authorities.lock(authority);
        CustomProfile own = own(owner, name, version);
        List<String> offering = changes.offering(authority, name);
        if (!offering.isEmpty()) {
            throw AdminException.conflict("The setting bailiwick.profiles of these provisioners names it: %s."
                    .formatted(String.join(", ", offering)));
        }
        CertificateProfile before = own.profile();
        changes.delete(owner, own, caller.id());
        return before;
    }

    private CustomProfile own(Authority owner, String name, long version) {
        if (KnownProfiles.BUILT_IN.named(name).isPresent()) {
            throw AdminException.conflict("A built-in profile stays as it is; make another one like it.");
        }
        CustomProfile own = profiles.named(owner.id(), name).orElseThrow(() -> AdminException.unknown(THING));
        if (CustomProfile.version(own.profile()) != version) {
            throw AdminException.stale(THING);
        }
        return own;
    }
}
