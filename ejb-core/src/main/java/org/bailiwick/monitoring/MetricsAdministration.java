package org.bailiwick.monitoring;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.health.Readiness;
import org.bailiwick.metrics.Exposition;
import org.bailiwick.metrics.Metrics;

/**
 * The metrics, for Prometheus. They are those of the whole node, and name every authority: so they are for those who are of
 * all teams.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
public class MetricsAdministration {

    @Inject
    Readiness readiness;

    @Inject
    Caller caller;

    /**
     * All metrics as they are now.
     *
     * @throws AdminException {@code FORBIDDEN} for who is of one team
     */
    public byte[] read(Exposition format) {
        if (caller.team().isPresent()) {
            throw AdminException.forbidden(
                    "The metrics are those of all teams; they need a super administrator's token, or an auditor's that is for all of them.");
        }
        for (Readiness.Finding finding : readiness.findings()) {
            Metrics.HEALTH_CHECK_UP
                    .labelValues(finding.name())
                    .set(finding.health().works() ? 1 : 0);
        }
        return format.metrics();
    }
}
