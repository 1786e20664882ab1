package org.bailiwick.admin;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;

/**
 * The token by which the first administrator comes in, or one who has locked everybody out. Made by the server itself for
 * who can read its files; nothing that a client asks for leads here.
 */
@Stateless
@PermitAll
public class FirstToken {

    /** Long enough for a first look and for making others. */
    private static final Duration LIFE = Duration.ofDays(30);

    @Inject
    AdministratorTokens tokens;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Makes a super administrator's token.
     *
     * @param node the node that made it, for its name
     */
    public BearerToken create(String node) {
        Instant now = clock.instant();
        BearerToken secret = BearerToken.random();
        AdministratorToken token = new AdministratorToken(
                new Grant(new Label("made at the start of " + node), Role.SUPER_ADMINISTRATOR, null, now.plus(LIFE)),
                secret,
                now);
        tokens.add(token);
        audit.record(token.created(null));
        return secret;
    }

    /** Ends one that could not be handed over. */
    public void withdraw(BearerToken secret) {
        AdministratorToken token = tokens.of(secret).orElseThrow();
        if (token.revoke(clock.instant())) {
            audit.record(new AdministrationEvent.TokenRevoked(null, token.id()));
        }
    }
}
