package org.bailiwick.authority;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.team.Team;

/** Teams, for administrators; who is of a team sees that one. */
@Stateless
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class TeamAdministration {

    @Inject
    Authorities authorities;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    public Page<Team> list(PageRequest request) {
        return authorities.teams(caller.team(), request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Team find(UUID id) {
        Team team = authorities.team(id).orElseThrow(() -> AdminException.unknown("team"));
        caller.requireTeam(team.id(), "team");
        return team;
    }

    /**
     * Makes a team, without any authority.
     *
     * @throws AdminException {@code CONFLICT} if there is one of that name
     */
    @RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
    public Team create(Label name) {
        Team team = new Team(name.value(), clock.instant());
        authorities.addNew(team);
        audit.record(new AdministrationEvent.TeamCreated(caller.id(), team.id(), team.name()));
        return team;
    }
}
