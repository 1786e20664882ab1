package org.bailiwick.monitoring;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bailiwick.admin.Role;
import org.bailiwick.config.Settings;
import org.bailiwick.schema.Nodes;

/** The nodes of the cluster, for administrators; they are the same for all teams. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class NodeAdministration {

    @Inject
    Nodes nodes;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /** Those that were heard of in the last seven days, by name. */
    public List<NodeSummary> list() {
        Instant now = clock.instant();
        return nodes.heardOf(now).stream()
                .map(node -> NodeSummary.of(node, settings.node(), now))
                .toList();
    }
}
