package org.bailiwick.admin;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;

/**
 * Makes and ends bearer tokens, and registers client certificates. Only who may do everything may do this: a token permits
 * what its role permits.
 */
@Stateless
@RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
public class TokenAdministration {

    @Inject
    AdministratorTokens tokens;

    @Inject
    Caller caller;

    @Inject
    ClientCas cas;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** The tokens there are and were, without their secrets. */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<AdministratorToken> list(PageRequest request) {
        return tokens.page(caller.team(), request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
    public AdministratorToken find(UUID id) {
        AdministratorToken token = tokens.withId(id).orElseThrow(() -> AdminException.unknown("token"));
        if (caller.team().isPresent() && !caller.team().equals(token.team())) {
            throw AdminException.foreign("token");
        }
        return token;
    }

    /**
     * Makes a token.
     *
     * @param credential what its owner will show; here it is only hashed
     * @throws AdminException {@code INVALID} if the grant cannot be given, or not to a credential that could never
     *     come in; {@code CONFLICT} if the credential has one
     */
    public AdministratorToken create(Grant grant, Credential credential) {
        Instant now = clock.instant();
        AdministratorToken token = new AdministratorToken(grant, credential, now);
        tokens.requireTeam(grant.team());
        if (credential instanceof ClientCertificate certificate) {
            cas.requireIssued(certificate, now);
        }
        tokens.add(token);
        audit.record(token.created(caller.id()));
        return token;
    }

    /**
     * Makes a token that ends after some time.
     *
     * @param life how long it opens something
     * @throws AdminException as {@link #create(Grant, Credential)}
     */
    public AdministratorToken create(Label name, Permit permit, Duration life, Credential credential) {
        return create(
                new Grant(name, permit.role(), permit.team(), clock.instant().plus(life)), credential);
    }

    /** Whether a token opens anything now. */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
    public boolean opens(AdministratorToken token) {
        return token.validAt(clock.instant());
    }

    /**
     * Ends a token, for good; from the next request on it opens nothing. Repeating it changes nothing.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public AdministratorToken revoke(UUID id) {
        AdministratorToken token = tokens.lock(id).orElseThrow(() -> AdminException.unknown("token"));
        if (token.revoke(clock.instant())) {
            audit.record(new AdministrationEvent.TokenRevoked(caller.id(), id));
        }
        return token;
    }
}
