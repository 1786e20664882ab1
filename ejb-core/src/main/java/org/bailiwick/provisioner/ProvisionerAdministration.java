package org.bailiwick.provisioner;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.Setting;

/** Provisioners, for administrators. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class ProvisionerAdministration {

    private static final String THING = "provisioner";

    @Inject
    Provisioners provisioners;

    @Inject
    Authorities authorities;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Those of all authorities, or of one; enabled or not.
     *
     * @throws AdminException {@code UNKNOWN} if that authority is
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Page<Provisioner> list(Optional<UUID> authority, PageRequest request) {
        return search(authority, Optional.empty(), request);
    }

    /**
     * Those of them that have a name like that.
     *
     * @param name a part of it; empty for all
     * @throws AdminException {@code UNKNOWN} if that authority is
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Page<Provisioner> search(Optional<UUID> authority, Optional<String> name, PageRequest request) {
        authority.ifPresent(this::requireAuthority);
        return provisioners.page(caller.team(), authority, name, request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({
        Role.Name.SUPER_ADMINISTRATOR,
        Role.Name.AUTHORITY_ADMINISTRATOR,
        Role.Name.EAB_OPERATOR,
        Role.Name.AUDITOR
    })
    public Provisioner find(UUID id) {
        Provisioner provisioner = provisioners.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        caller.requireTeam(provisioner.authority().team(), THING);
        return provisioner;
    }

    /**
     * Makes one, which answers from then on.
     *
     * @param kind for whom it is, for good
     * @param settings what it has of its own, by the settings' keys
     * @throws AdminException {@code UNKNOWN} if the authority is; {@code INVALID} if the name or a setting cannot be right;
     *     {@code CONFLICT} if the authority has one of that name; {@code FORBIDDEN} for settings that say where the server
     *     connects, if the caller may not decide that
     */
    public Provisioner create(UUID authority, String name, ProvisionerKind kind, Map<String, String> settings) {
        Authority owner = requireAuthority(authority);
        Provisioner provisioner = new Provisioner(owner, AuthorityName.asked(name), kind, clock.instant());
        Map<Setting, String> own = provisioners.read(provisioner, settings);
        requireRightTo(Map.of(), own);
        provisioner.configure(own);
        provisioners.addNew(provisioner);
        audit.record(new AdministrationEvent.ProvisionerCreated(
                caller.id(), provisioner.id(), authority, name, kind.word(), byKey(own)));
        return provisioner;
    }

    /**
     * Gives it settings of its own, instead of all that it has.
     *
     * @param version of what the caller read
     * @param settings by the settings' keys; none for the server's own
     * @throws AdminException {@code UNKNOWN}, {@code STALE}; {@code INVALID} and {@code FORBIDDEN} as above
     */
    public Provisioner configure(UUID id, long version, Map<String, String> settings) {
        Provisioner provisioner = lock(id);
        if (provisioner.version() != version) {
            throw AdminException.stale(THING);
        }
        Map<Setting, String> after = provisioners.read(provisioner, settings);
        Map<Setting, String> before = provisioner.ownSettings();
        requireRightTo(before, after);
        if (!before.equals(after)) {
            provisioner.configure(after);
            provisioners.flush();
            audit.record(new AdministrationEvent.ProvisionerConfigured(caller.id(), id, byKey(before), byKey(after)));
        }
        return provisioner;
    }

    /**
     * Lets it answer again, or no more: then its directory and everything below it are as if they were not there. Repeating
     * it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Provisioner enable(UUID id, boolean enabled) {
        Provisioner provisioner = lock(id);
        if (provisioner.enabled() != enabled) {
            provisioner.enable(enabled, clock.instant());
            provisioners.flush();
            audit.record(new AdministrationEvent.ProvisionerSwitched(caller.id(), id, enabled));
        }
        return provisioner;
    }

    /** One of the caller's team, locked. */
    private Provisioner lock(UUID id) {
        caller.requireTeam(provisioners.teamOf(id).orElseThrow(() -> AdminException.unknown(THING)), THING);
        return provisioners.lock(id).orElseThrow(() -> AdminException.unknown(THING));
    }

    private Authority requireAuthority(UUID id) {
        Authority authority = authorities.withId(id).orElseThrow(() -> AdminException.unknown("authority"));
        caller.requireTeam(authority.team(), "authority");
        return authority;
    }

    /** Where the server connects to is a matter of the network that it stands in, not of a team (docs/adr/0027). */
    private void requireRightTo(Map<Setting, String> before, Map<Setting, String> after) {
        Set<Setting> changed = new HashSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(
                setting -> Optional.ofNullable(before.get(setting)).equals(Optional.ofNullable(after.get(setting))));
        if (changed.stream().anyMatch(Setting::saysWhereToConnect) && caller.role() != Role.SUPER_ADMINISTRATOR) {
            throw AdminException.forbidden(
                    "Where validation connects to, from where and by whose name servers is for a super administrator to say.");
        }
    }

    /** As the audit log tells them. */
    static Map<String, String> byKey(Map<Setting, String> settings) {
        Map<String, String> texts = new TreeMap<>();
        settings.forEach((setting, value) -> texts.put(setting.key(), value));
        return texts;
    }
}
