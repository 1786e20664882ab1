package org.bailiwick.eab.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerKind;
import org.bailiwick.provisioner.Provisioners;

/** The keys and provisioners of the caller's team; those of others are as if they did not exist. */
@ApplicationScoped
class OwnKeys {

    private static final String KEY = "external account key";

    /** A list of more is none to choose from. */
    private static final int MOST_PROVISIONERS = 500;

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
        caller.requireTeam(key.team(), KEY);
        return key;
    }

    /**
     * A key, its row locked until the transaction ends. Whose it is is asked before: nobody waits for another team's.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    ExternalAccountKey lock(ResourceId id) {
        caller.requireTeam(keys.teamOf(id).orElseThrow(() -> AdminException.unknown(KEY)), KEY);
        return keys.lock(id).orElseThrow(() -> AdminException.unknown(KEY));
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

    /**
     * A provisioner that keys can be for.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code INVALID} if nobody has accounts there
     */
    Provisioner provisionerWithAccounts(UUID id) {
        Provisioner provisioner = provisioner(id);
        if (provisioner.kind() != ProvisionerKind.ACME) {
            throw AdminException.invalid(
                    "This provisioner is of the kind \"%s\": it has no accounts, so there is nothing to bind to a key."
                            .formatted(provisioner.kind().word()));
        }
        return provisioner;
    }

    /** Where keys of the caller's team can be: authority and name of provisioners by their ids, sorted. */
    Map<UUID, String> provisioners() {
        Map<UUID, String> names = new LinkedHashMap<>();
        provisioners.withAccounts(caller.team(), MOST_PROVISIONERS).forEach(each -> names.put(each.id(), each.place()));
        return names;
    }

    /** The names of the profiles that a provisioner offers. */
    List<String> profilesOf(Provisioner provisioner) {
        return provisioners.settingsOf(provisioner).profiles().stream()
                .map(CertificateProfile::name)
                .toList();
    }

    /**
     * Demands that the caller may end accounts, as {@code AccountAdministration} does of who ends one.
     *
     * @throws AdminException {@code FORBIDDEN} for who only gives out keys
     */
    void requireRightToEndAccounts() {
        if (caller.role() == Role.EAB_OPERATOR) {
            throw AdminException.forbidden(
                    "An EAB operator gives a key a new secret and lets its accounts go on; to deactivate them is for an authority administrator.");
        }
    }

    /** The caller's id, for the audit log. */
    UUID administrator() {
        return caller.id();
    }
}
