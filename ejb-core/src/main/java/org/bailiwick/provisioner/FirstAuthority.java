package org.bailiwick.provisioner;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.NameRule;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.team.Team;

/** Fills an empty database with the one authority, issuer and provisioner that the settings describe. */
@Singleton
@Startup
@DependsOn("Configuration")
public class FirstAuthority {

    private static final Logger LOG = System.getLogger(FirstAuthority.class.getName());

    @Inject
    Authorities authorities;

    @Inject
    Provisioners provisioners;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @PostConstruct
    void create() {
        if (!authorities.all().isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Team team = new Team("default", now);
        authorities.add(team);
        Authority authority = new Authority(team.id(), new AuthorityName(settings.authorityName()), now);
        List<NameRule> names = settings.authorityNames();
        if (!names.isEmpty()) {
            authority.govern(new NamePolicy(PolicyLevel.AUTHORITY, names, List.of()));
        }
        authorities.add(authority);
        authorities.add(new Issuer(authority.id(), settings.authorityKey(), chain(), now));
        provisioners.add(new Provisioner(authority, new AuthorityName("acme"), now));
        LOG.log(Level.INFO, "Created the authority {0}.", authority.name());
    }

    private String chain() {
        try {
            return CertificateChain.parse(Files.readString(settings.authorityChain()))
                    .pem();
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "The first authority needs its certificate chain, and %s cannot be read. Make one with the ceremony tool."
                            .formatted(settings.authorityChain()),
                    missing);
        }
    }
}
