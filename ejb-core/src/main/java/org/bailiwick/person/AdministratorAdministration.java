package org.bailiwick.person;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Permit;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministratorEvent;
import org.bailiwick.audit.AuditLog;

/**
 * People who administer. Only who may do everything may change them; nobody changes himself, so that not all can be shut out
 * by one mistake.
 */
@Stateless
@RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
public class AdministratorAdministration {

    private static final String THING = "administrator";

    @Inject
    Administrators administrators;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * The newest first; who is of a team sees those of that team.
     *
     * @param name a part of the name; empty for all
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<AdministratorOverview> list(Optional<String> name, PageRequest request) {
        return administrators.page(caller.team(), name, request).map(this::overview);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
    public AdministratorOverview find(UUID id) {
        Administrator person = administrators.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        if (caller.team().isPresent() && !caller.team().equals(person.team())) {
            // the sentence is that of another team's, which an administrator of all teams is to who is of one
            caller.requireTeam(person.team().orElse(id), THING);
        }
        return overview(person);
    }

    /** The teams that somebody can be of: their names by their ids, sorted by name. */
    public Map<UUID, String> teams() {
        Map<UUID, String> names = new LinkedHashMap<>();
        administrators.teams().forEach(team -> names.put(team.id(), team.name()));
        return names;
    }

    /**
     * Makes one.
     *
     * @param link by which he will set his password
     * @throws AdminException {@code CONFLICT} if there is one of that name; {@code INVALID} if there is no such team
     */
    public AdministratorOverview create(AdministratorName name, Permit permit, LinkSecret link) {
        Instant now = clock.instant();
        administrators.requireTeam(permit.team());
        Administrator person = new Administrator(name, permit, now);
        person.invite(link, now);
        administrators.add(person);
        audit.record(new AdministratorEvent.Created(
                caller.id(), person.id(), person.name(), permit.role().word(), permit.team()));
        return overview(person);
    }

    /**
     * Gives one another role or team, from the next request on.
     *
     * @param version that the caller read
     * @throws AdminException {@code UNKNOWN}, {@code STALE}; {@code CONFLICT} if it is the caller himself
     */
    public void permit(UUID id, long version, Permit permit) {
        Administrator person = another(id, version);
        administrators.requireTeam(permit.team());
        String formerRole = person.role().word();
        UUID formerTeam = person.team().orElse(null);
        if (!permit.equals(new Permit(person.role(), formerTeam))) {
            person.permit(permit);
            audit.record(new AdministratorEvent.Permitted(
                    caller.id(), id, formerRole, formerTeam, permit.role().word(), permit.team()));
        }
    }

    /**
     * Shuts one out, from the next request on.
     *
     * @param version that the caller read
     * @throws AdminException {@code UNKNOWN}, {@code STALE}; {@code CONFLICT} if it is the caller himself
     */
    public void suspend(UUID id, long version) {
        if (another(id, version).suspend(clock.instant())) {
            audit.record(new AdministratorEvent.Switched(caller.id(), id, true));
        }
    }

    /**
     * Lets one in again.
     *
     * @param version that the caller read
     * @throws AdminException {@code UNKNOWN}, {@code STALE}
     */
    public void resume(UUID id, long version) {
        if (another(id, version).resume()) {
            audit.record(new AdministratorEvent.Switched(caller.id(), id, false));
        }
    }

    /**
     * Ends one's password and whatever is logged in by it.
     *
     * @param version that the caller read
     * @param link by which he will set another
     * @throws AdminException {@code UNKNOWN}, {@code STALE}; {@code CONFLICT} if it is the caller himself
     */
    public void reset(UUID id, long version, LinkSecret link) {
        Instant now = clock.instant();
        another(id, version).invite(link, now);
        audit.record(new AdministratorEvent.Reset(caller.id(), id, now.plus(Administrator.LINK_LIFE)));
    }

    private Administrator another(UUID id, long version) {
        Administrator person = administrators.lock(id).orElseThrow(() -> AdminException.unknown(THING));
        if (caller.id().equals(id)) {
            throw AdminException.conflict(
                    "This is yourself; have another super administrator do it. Your password you change in your profile.");
        }
        if (person.version() != version) {
            throw AdminException.stale(THING);
        }
        return person;
    }

    private AdministratorOverview overview(Administrator person) {
        return AdministratorOverview.of(person, administrators.teamName(person.team()));
    }
}
