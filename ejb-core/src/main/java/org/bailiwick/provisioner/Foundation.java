package org.bailiwick.provisioner;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.team.Team;

/** Makes the one authority and issuer that the settings describe, and its provisioners. */
@Stateless
public class Foundation {

    private static final Logger LOG = System.getLogger(Foundation.class.getName());

    /** The provisioner that there is without any setting. */
    private static final String STANDARD = "acme";

    @Inject
    Authorities authorities;

    @Inject
    Provisioners provisioners;

    @Inject
    Issuers issuers;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    /**
     * Makes them, all or none.
     *
     * @throws IllegalStateException if the certificate chain cannot be read, is no CA's, is not valid now, or is not that
     *     of the key in the token: once written it would stay
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void lay() {
        Instant now = clock.instant();
        CertificateChain chain = chain(now);
        Team team = new Team("default", now);
        authorities.add(team);
        Authority authority = new Authority(team.id(), new AuthorityName(settings.authorityName()), now);
        settings.authorityPolicy().ifPresent(authority::govern);
        authorities.add(authority);
        authorities.add(new Issuer(authority.id(), settings.authorityKey(), chain.pem(), now));
        Set<String> names = new TreeSet<>(settings.provisioners().keySet());
        names.add(STANDARD);
        for (String name : names) {
            Provisioner provisioner = new Provisioner(authority, new AuthorityName(name), now);
            provisioner.configure(settings.provisioners().getOrDefault(name, Map.of()));
            provisioners.add(provisioner);
        }
        LOG.log(Level.INFO, "Created the authority {0}.", authority.name());
    }

    private CertificateChain chain(Instant now) {
        try {
            CertificateChain chain = CertificateChain.parse(Files.readString(settings.authorityChain()));
            chain.requireValidAt(now);
            issuers.requireKey(chain, settings.authorityKey());
            return chain;
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "The first authority needs its certificate chain, and %s cannot be read. Make one with the ceremony tool."
                            .formatted(settings.authorityChain()),
                    missing);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    "The first authority cannot have the certificate chain in %s: %s."
                            .formatted(settings.authorityChain(), unusable.getMessage()),
                    unusable);
        } catch (TokenException away) {
            throw new IllegalStateException(
                    "The first authority needs its key \"%s\". %s. %s"
                            .formatted(settings.authorityKey(), away.getMessage(), away.hint()),
                    away);
        }
    }
}
