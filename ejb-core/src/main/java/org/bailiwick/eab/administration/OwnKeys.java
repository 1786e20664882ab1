package org.bailiwick.eab.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;

/** The keys and provisioners of the caller's team; those of others are as if they did not exist. */
@ApplicationScoped
class OwnKeys {

    private static final String KEY = "external account key";

    @Inject
    Caller caller;

    @Inject
    ExternalAccountKeys keys;

    @Inject
    Provisioners provisioners;

    /**
     * A key.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    ExternalAccountKey find(ResourceId id) {
        ExternalAccountKey key = keys.withId(id).orElseThrow(() -> AdminException.unknown(KEY));
        requireOwn(key);
        return key;
    }

    /**
     * A key, its row locked until the transaction ends.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    ExternalAccountKey lock(ResourceId id) {
        ExternalAccountKey key = keys.lock(id).orElseThrow(() -> AdminException.unknown(KEY));
        requireOwn(key);
        return key;
    }

    /**
     * A key, locked, if it is as the caller has read it.
     *
     * @param version that the caller has read
     * @throws AdminException {@code UNKNOWN}, {@code FOREIGN} or {@code STALE}
     */
    ExternalAccountKey lock(ResourceId id, long version) {
        ExternalAccountKey key = lock(id);
        if (key.version() != version) {
            throw AdminException.stale(KEY);
        }
        return key;
    }

    /**
     * A provisioner.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    Provisioner provisioner(UUID id) {
        Provisioner provisioner = provisioners.withId(id).orElseThrow(() -> AdminException.unknown("provisioner"));
        caller.requireTeam(provisioner.authority().team(), "provisioner");
        return provisioner;
    }

    /** The names of the profiles that a provisioner offers. */
    List<String> profilesOf(Provisioner provisioner) {
        return provisioners.settingsOf(provisioner).profiles().stream()
                .map(CertificateProfile::name)
                .toList();
    }

    /** The caller's id, for the audit log. */
    UUID administrator() {
        return caller.id();
    }

    private void requireOwn(ExternalAccountKey key) {
        caller.requireTeam(key.team(), KEY);
    }
}
