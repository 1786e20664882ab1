package org.bailiwick.provisioner;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.team.Team;
import org.bailiwick.upstream.EnrolmentSecretText;
import org.bailiwick.upstream.NewUpstream;
import org.bailiwick.upstream.UpstreamFounding;

/** The one authority that the settings describe, if another CA is to make its certificates. */
@ApplicationScoped
public class FoundingUpstream {

    private static final Logger LOG = System.getLogger(FoundingUpstream.class.getName());

    /** Characters; many times what is needed. */
    private static final int LONGEST = 100_000;

    @Inject
    FoundingAuthority first;

    @Inject
    UpstreamFounding founding;

    @Inject
    Settings settings;

    /**
     * Makes it, and the team that operates it, in the running transaction, and has it enrolled at that CA.
     *
     * @return empty if the settings name no other CA
     * @throws IllegalStateException if the trust anchors or the secret cannot be read or cannot be right, or the token is away
     */
    Optional<Authority> make(Instant now) {
        return settings.upstreamUrl().map(url -> make(url, now));
    }

    /** The token encrypts the secret before the first statement: until then the transaction holds no connection. */
    private Authority make(URI url, Instant now) {
        String anchors = read(settings.upstreamTrust());
        String secret = read(settings.upstreamSecretFile()).strip();
        Team team = first.team(now);
        try {
            NewUpstream wanted = new NewUpstream(team.id(), new AuthorityName(settings.authorityName()), url, anchors);
            Authority authority = founding.found(null, wanted, new EnrolmentSecretText(secret));
            first.govern(authority);
            LOG.log(Level.INFO, "Created the authority {0}, whose certificates another CA makes.", authority.name());
            return authority;
        } catch (IllegalArgumentException unusable) {
            throw new IllegalStateException(
                    "The first authority cannot have its certificates of the CA at %s: what is in %s or %s cannot be right: %s."
                            .formatted(
                                    url,
                                    settings.upstreamTrust(),
                                    settings.upstreamSecretFile(),
                                    unusable.getMessage()),
                    unusable);
        } catch (TokenException away) {
            throw new IllegalStateException(
                    "The enrolment secret of the first authority is kept by the token's key \"%s\". %s. %s"
                            .formatted(settings.tokenSecretsKey(), away.getMessage(), away.hint()),
                    away);
        }
    }

    private static String read(Path file) {
        try {
            String text = Files.readString(file);
            if (text.length() > LONGEST) {
                throw new IllegalStateException("%s has more than %d characters".formatted(file, LONGEST));
            }
            return text;
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "The first authority has its certificates of another CA, and %s cannot be read.".formatted(file),
                    missing);
        }
    }
}
