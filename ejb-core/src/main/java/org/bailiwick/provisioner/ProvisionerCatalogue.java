package org.bailiwick.provisioner;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.config.InvalidSettingException;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.config.Settings;

/**
 * Provisioners to be looked at, with what is worked out of their settings, and what there is to choose from for a new one.
 * Whose may be seen is asked by {@link ProvisionerAdministration}, which also changes them.
 */
@Stateless
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class ProvisionerCatalogue {

    /** A list of more is none to choose from. */
    private static final int MOST = 100;

    @Inject
    ProvisionerAdministration administration;

    @Inject
    AuthorityAdministration authorities;

    @Inject
    Provisioners provisioners;

    @Inject
    Settings settings;

    @Inject
    Caller caller;

    /**
     * Those of all authorities, or of one; the newest first.
     *
     * @param name a part of the name; empty for all
     * @throws AdminException {@code UNKNOWN} if that authority is
     */
    public Page<ProvisionerOverview> list(Optional<UUID> authority, Optional<String> name, PageRequest request) {
        return administration.search(authority, name, request).map(this::overview);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public ProvisionerOverview find(UUID id) {
        return overview(administration.find(id));
    }

    /**
     * How one works.
     *
     * @throws AdminException {@code UNKNOWN}; {@code CONFLICT} if its settings are not for the mode that the server is in
     */
    public ProvisionerSettings settingsOf(UUID id) {
        try {
            return provisioners.settingsOf(administration.find(id));
        } catch (InvalidSettingException otherMode) {
            throw AdminException.conflict(String.valueOf(otherMode.getMessage()));
        }
    }

    /** The names of the authorities that one can be of, by their ids; the newest {@value PageRequest#MOST}, sorted by name. */
    public Map<UUID, String> authorities() {
        Map<UUID, String> names = new LinkedHashMap<>();
        authorities.list(PageRequest.of(Optional.empty(), PageRequest.MOST)).items().stream()
                .map(OperatedAuthority::authority)
                .sorted(Comparator.comparing(Authority::name))
                .forEach(authority -> names.put(authority.id(), authority.name()));
        return names;
    }

    /** The same for who makes a new one; refused at once to whom that is not for. */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public Map<UUID, String> authoritiesForNew() {
        return authorities();
    }

    /**
     * Authority and name of the provisioners that have accounts, by their ids, sorted; the first {@value #MOST} if there are
     * more.
     *
     * @param chosen one that is in it in any case; empty for none
     * @throws AdminException {@code UNKNOWN} if the chosen one is
     */
    public Map<UUID, String> withAccounts(Optional<UUID> chosen) {
        Map<UUID, String> names = new LinkedHashMap<>();
        provisioners.withAccounts(caller.team(), MOST).forEach(each -> names.put(each.id(), each.place()));
        chosen.ifPresent(id ->
                names.computeIfAbsent(id, absent -> administration.find(absent).place()));
        return names;
    }

    /**
     * The names of the profiles that a provisioner of an authority may offer.
     *
     * @throws AdminException {@code UNKNOWN} if there is no such authority
     */
    public List<String> profiles(UUID authority) {
        Authority owner = authorities.find(authority).authority();
        return provisioners.profilesOf(owner).stream()
                .map(CertificateProfile::name)
                .toList();
    }

    private ProvisionerOverview overview(Provisioner provisioner) {
        return ProvisionerOverview.of(
                provisioner,
                settings.url(),
                settings.textsForProvisioners(),
                caller.role() == Role.SUPER_ADMINISTRATOR);
    }
}
