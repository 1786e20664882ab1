package org.bailiwick.admin;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Lets in who shows a valid token, or a certificate that is registered. Open to everybody: here nobody is anybody yet. */
@Stateless
@PermitAll
public class TokenAuthentication {

    @Inject
    AdministratorTokens tokens;

    @Inject
    Clock clock;

    /**
     * What a credential is worth.
     *
     * @param token what it is or was registered as; empty if it never was
     * @param letsIn whether it opens anything now
     */
    public record Recognition(Optional<AdministratorToken> token, boolean letsIn) {

        /** The one that it opens things as; empty if it opens nothing. */
        public Optional<AdministratorToken> valid() {
            return letsIn ? token : Optional.empty();
        }
    }

    /** Looks for a credential, and notes that it was used if it lets in. A CA's certificate never does (docs/adr/0029). */
    public Recognition recognise(Credential credential) {
        Instant now = clock.instant();
        Optional<AdministratorToken> token = tokens.of(credential);
        boolean ofCa = credential instanceof ClientCertificate certificate && certificate.isOfCa();
        Optional<AdministratorToken> valid = token.filter(known -> !ofCa && known.validAt(now));
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        valid.filter(known -> known.lastUsedOn().filter(today::equals).isEmpty())
                .ifPresent(known -> tokens.noteUse(known.id(), today));
        return new Recognition(token, valid.isPresent());
    }
}
