package org.bailiwick.admin.web.administrator;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Permit;
import org.bailiwick.admin.Role;
import org.bailiwick.admin.web.Ids;
import org.jspecify.annotations.Nullable;

/** The fields by which a role, and a team if it is for one, are chosen. */
public class PermitForm implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private String role = Role.AUDITOR.word();
    private String team = "";

    static PermitForm of(String role, @Nullable UUID team) {
        PermitForm form = new PermitForm();
        form.role = role;
        form.team = team == null ? "" : team.toString();
        return form;
    }

    /** The words of all roles. */
    public List<String> getRoles() {
        return Arrays.stream(Role.values()).map(Role::word).toList();
    }

    /** Whether a team can be chosen with the role that is chosen. */
    public boolean isWithTeam() {
        return !role.equals(Role.SUPER_ADMINISTRATOR.word());
    }

    /**
     * What was chosen. A team that was chosen for another role before does not count.
     *
     * @throws AdminException {@code INVALID} if it does not go together
     */
    Permit permit() {
        Role chosen = Role.named(role).orElseThrow(() -> AdminException.invalid("Choose a role."));
        Optional<UUID> of = Ids.uuid(team);
        return new Permit(chosen, isWithTeam() ? of.orElse(null) : null);
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }

    public String getTeam() {
        return team;
    }

    /** Null if none is chosen. */
    public void setTeam(@Nullable String team) {
        this.team = team == null ? "" : team;
    }
}
