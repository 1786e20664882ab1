package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.AdministratorTokens;
import org.bailiwick.admin.ClientCertificate;
import org.bailiwick.admin.TokenAuthentication;

/** Lets in who shows a client certificate that is registered (docs/adr/0029). */
@Stateless
@PermitAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CertificateLogIn {

    @Inject
    TokenAuthentication authentication;

    @Inject
    AdministratorTokens tokens;

    @Inject
    PersonRecords records;

    @Inject
    Attempts attempts;

    @Inject
    Clock clock;

    /**
     * Lets somebody in.
     *
     * @param certificate that TLS has verified
     * @param client the address that the request came from
     * @throws AdminException {@code INVALID} if it is not registered, or not any more
     */
    public LoggedIn logIn(ClientCertificate certificate, String client) {
        Optional<AdministratorToken> token =
                authentication.recognise(certificate).valid();
        if (token.isEmpty()) {
            attempts.refuse(client, null, "certificate");
            throw AdminException.invalid(
                    "The client certificate of this connection is not registered here, or not any more; ask a super administrator.");
        }
        records.loggedInByCertificate(token.get().id(), client);
        return new LoggedIn(token.get().id(), 0, clock.instant());
    }

    /** Who logged in by a certificate before, if it still opens anything. */
    public Optional<AdministratorToken> resume(LoggedIn loggedIn) {
        return loggedIn.tooOldAt(clock.instant())
                ? Optional.empty()
                : tokens.withId(loggedIn.id())
                        .filter(token -> token.certificateSha256().isPresent() && token.validAt(clock.instant()));
    }
}
