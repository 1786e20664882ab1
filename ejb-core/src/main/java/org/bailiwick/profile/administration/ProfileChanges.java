package org.bailiwick.profile.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.ProfileEvent;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.profile.CustomProfile;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.profile.ProfileDocument;
import org.bailiwick.provisioner.Provisioners;

/** Changes of profiles, of which nodes and auditors learn. The authority's row is locked. */
@ApplicationScoped
class ProfileChanges {

    @Inject
    CustomProfiles profiles;

    @Inject
    Provisioners provisioners;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** The provisioners that offer a profile. */
    List<String> offering(UUID authority, String profile) {
        return provisioners.offering(authority, profile);
    }

    void create(Authority authority, CertificateProfile profile, UUID administrator) {
        profiles.add(new CustomProfile(authority.id(), profile, clock.instant()));
        authority.profilesChanged();
        audit.record(new ProfileEvent.Created(
                administrator, authority.id(), profile.name(), ProfileDocument.write(profile)));
    }

    void replace(Authority authority, CustomProfile own, CertificateProfile profile, UUID administrator) {
        CertificateProfile before = own.profile();
        own.become(profile);
        authority.profilesChanged();
        audit.record(new ProfileEvent.Changed(
                administrator,
                authority.id(),
                profile.name(),
                ProfileDocument.write(before),
                ProfileDocument.write(profile)));
    }

    void delete(Authority authority, CustomProfile own, UUID administrator) {
        profiles.remove(own);
        authority.profilesChanged();
        audit.record(new ProfileEvent.Deleted(
                administrator, authority.id(), own.profile().name(), ProfileDocument.write(own.profile())));
    }
}
