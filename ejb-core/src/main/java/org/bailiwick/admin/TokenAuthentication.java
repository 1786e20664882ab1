package org.bailiwick.admin;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Lets in who shows a valid token, or a certificate that is registered. Open to everybody: here nobody is anybody yet. */
@Stateless
@PermitAll
public class TokenAuthentication {

    @Inject
    AdministratorTokens tokens;

    @Inject
    Clock clock;

    /** The token of that credential; empty if there is none, or it is expired or revoked. */
    public Optional<AdministratorToken> authenticate(Credential credential) {
        Instant now = clock.instant();
        Optional<AdministratorToken> valid = tokens.of(credential).filter(token -> token.validAt(now));
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        valid.filter(token -> token.lastUsedOn().filter(today::equals).isEmpty())
                .ifPresent(token -> tokens.noteUse(token.id(), today));
        return valid;
    }

    /** The id of the token of that credential, valid or not; empty if there never was one. */
    public Optional<UUID> known(Credential credential) {
        return tokens.of(credential).map(AdministratorToken::id);
    }
}
