package org.bailiwick.provisioner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/** The provisioners that the settings describe, and the one that there is without any setting. */
@ApplicationScoped
public class FoundingProvisioners {

    private static final String STANDARD = "acme";

    @Inject
    Provisioners provisioners;

    @Inject
    Settings settings;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** Makes them, in the running transaction. */
    void make(Authority authority) {
        Instant now = clock.instant();
        Set<String> names = new TreeSet<>(settings.provisioners().keySet());
        names.add(STANDARD);
        for (String name : names) {
            Map<Setting, String> own = settings.provisioners().getOrDefault(name, Map.of());
            Provisioner provisioner = new Provisioner(authority, new AuthorityName(name), now);
            provisioner.configure(own);
            provisioners.add(provisioner);
            audit.record(new AdministrationEvent.ProvisionerCreated(
                    null,
                    provisioner.id(),
                    authority.id(),
                    provisioner.name(),
                    provisioner.kind().word(),
                    ProvisionerAdministration.byKey(own)));
        }
    }
}
