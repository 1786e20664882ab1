package org.bailiwick.provisioner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.ReservedKeys;
import org.bailiwick.authority.founding.FoundedIssuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.policy.NamePolicy;
import org.bailiwick.policy.document.PolicyDocument;
import org.bailiwick.team.Team;

/** The one authority and issuer that the settings describe, and the team that operates them. */
@ApplicationScoped
public class FoundingAuthority {

    private static final Logger LOG = System.getLogger(FoundingAuthority.class.getName());

    @Inject
    Authorities authorities;

    @Inject
    ReservedKeys reserved;

    @Inject
    FoundedIssuers founded;

    @Inject
    Settings settings;

    @Inject
    AuditLog audit;

    /**
     * Makes them, in the running transaction.
     *
     * @throws IllegalStateException if the certificate chain cannot be read, is no CA's, is not valid now, or is not that
     *     of the key in the token: once written it would stay
     */
    Authority make(Instant now) {
        // before the database: a transaction holds its connection from the first statement on
        CertificateChain chain = chain(now);
        Optional<CertificateChain> root = settings.authorityRootKey().map(key -> root(chain, key));
        Team team = team(now);
        Authority authority = new Authority(team.id(), new AuthorityName(settings.authorityName()), now);
        authorities.add(authority);
        audit.record(new AdministrationEvent.AuthorityCreated(
                null, authority.id(), team.id(), authority.name(), settings.authorityKey()));
        // of nodes that start at once all but one end here
        authorities.flush();
        founded.add(
                null,
                new Issuer(authority.id(), settings.authorityKey(), chain.pem(), now),
                root.map(top -> Issuer.ofRoot(
                        authority.id(), settings.authorityRootKey().orElseThrow(), top.pem(), now)),
                now);
        govern(authority);
        LOG.log(Level.INFO, "Created the authority {0}.", authority.name());
        return authority;
    }

    /** The team that operates the first authority. */
    Team team(Instant now) {
        Team team = new Team("default", now);
        authorities.add(team);
        audit.record(new AdministrationEvent.TeamCreated(null, team.id(), team.name()));
        return team;
    }

    /** The root as an issuer of CRLs: what it signed are the CAs below it, and who checks them asks for its CRL. */
    private CertificateChain root(CertificateChain chain, String keyLabel) {
        try {
            CertificateChain root = CertificateChain.parse(chain.rootPem());
            reserved.requireKey(root, keyLabel);
            return root;
        } catch (IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    "The key \"%s\" cannot be the root's (bailiwick.authority.root-key): %s."
                            .formatted(keyLabel, unusable.getMessage()),
                    unusable);
        } catch (TokenException away) {
            throw new IllegalStateException(
                    "The root's CRLs need its key \"%s\" (bailiwick.authority.root-key). %s. %s"
                            .formatted(keyLabel, away.getMessage(), away.hint()),
                    away);
        }
    }

    /** Gives it the policy that the settings describe, if they do. */
    void govern(Authority authority) {
        settings.authorityPolicy().ifPresent(policy -> govern(authority, policy));
    }

    private void govern(Authority authority, NamePolicy policy) {
        authority.govern(policy);
        audit.record(new AdministrationEvent.PolicyChanged(
                null, authority.level().member(), authority.id().toString(), null, PolicyDocument.write(policy)));
    }

    private CertificateChain chain(Instant now) {
        try {
            CertificateChain chain = CertificateChain.parse(Files.readString(settings.authorityChain()));
            chain.requireValidAt(now);
            reserved.requireKey(chain, settings.authorityKey());
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
