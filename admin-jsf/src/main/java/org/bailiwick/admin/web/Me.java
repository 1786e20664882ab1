package org.bailiwick.admin.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Identity;
import org.bailiwick.admin.Role;
import org.jspecify.annotations.Nullable;

/** Who looks at the page. What he may do is decided by the services; pages ask this to leave out what would be refused. */
@Named
@RequestScoped
public class Me {

    @Inject
    Caller caller;

    private @Nullable Identity identity;

    public String getName() {
        return identity().name();
    }

    /** The word of the role. */
    public String getRole() {
        return identity().role().word();
    }

    public boolean isSuperAdministrator() {
        return identity().role() == Role.SUPER_ADMINISTRATOR;
    }

    /** Whether accounts, orders and certificates are for who looks; as {@code CertificateAdministration} says. */
    public boolean isSeesIssuance() {
        return role() != Role.EAB_OPERATOR;
    }

    /** Whether the audit log is for who looks: it is that of all teams, as {@code AuditAdministration} says. */
    public boolean isSeesAudit() {
        return identity().team().isEmpty() && (role() == Role.SUPER_ADMINISTRATOR || role() == Role.AUDITOR);
    }

    Role role() {
        return identity().role();
    }

    private Identity identity() {
        Identity known = identity;
        if (known == null) {
            known = caller.identity();
            identity = known;
        }
        return known;
    }
}
