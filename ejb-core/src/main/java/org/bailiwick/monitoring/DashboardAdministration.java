package org.bailiwick.monitoring;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.health.Readiness;

/** How it stands, at a glance: of the caller's authorities, and of this node, which is the same for all. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class DashboardAdministration {

    @Inject
    AuthorityAdministration authorities;

    @Inject
    Readiness readiness;

    @Inject
    Clock clock;

    /** The authorities, the newest first; the newest {@value PageRequest#MOST} if there are more. */
    public List<AuthoritySummary> authorities() {
        Instant now = clock.instant();
        return authorities.list(PageRequest.of(Optional.empty(), PageRequest.MOST)).items().stream()
                .map(each -> AuthoritySummary.of(each, now))
                .toList();
    }

    /** What each health check of this node found last. */
    public List<Readiness.Finding> health() {
        return readiness.findings();
    }
}
