package org.bailiwick.authority;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.KeyNotFound;

/** Authorities with their issuers, for administrators. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class AuthorityAdministration {

    @Inject
    Authorities authorities;

    @Inject
    Issuers issuers;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    public Page<OperatedAuthority> list(PageRequest request) {
        return authorities.page(caller.team(), request).map(this::operated);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public OperatedAuthority find(UUID id) {
        Authority authority = authorities.withId(id).orElseThrow(() -> AdminException.unknown("authority"));
        caller.requireTeam(authority.team(), "authority");
        return operated(authority);
    }

    /**
     * Makes an authority of a key that is in the token, with that key's certificate as its issuer. It refuses every name
     * until it is given a policy. Which key in the token is whose nothing says, so this is not for a team's administrators.
     *
     * @param team who will operate it
     * @param keyLabel where the key is in the token
     * @param chain PEM, the issuing certificate first, then up to the root (RFC 8555 §9.1)
     * @throws AdminException {@code INVALID} if the name, the team or the chain cannot be right, or the key is another's;
     *     {@code CONFLICT} if there is an authority of that name
     * @throws TokenException if the token or the key in it cannot be used
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    @RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
    public OperatedAuthority create(UUID team, String name, String keyLabel, String chain) {
        Instant now = clock.instant();
        // before the database: a transaction holds its connection from the first statement on
        String checked = sound(chain, keyLabel, now);
        if (authorities.team(team).isEmpty()) {
            throw AdminException.invalid("There is no team of the id that \"team\" names.");
        }
        Authority authority = new Authority(team, AuthorityName.asked(name), now);
        authorities.addNew(authority);
        authorities.add(new Issuer(authority.id(), keyLabel, checked, now));
        audit.record(new AdministrationEvent.AuthorityCreated(
                caller.id(), authority.id(), team, authority.name(), keyLabel));
        return operated(authority);
    }

    private String sound(String chain, String keyLabel, Instant now) {
        try {
            CertificateChain parsed = CertificateChain.parse(chain);
            parsed.requireValidAt(now);
            issuers.requireKey(parsed, keyLabel);
            return parsed.pem();
        } catch (KeyNotFound missing) {
            throw AdminException.invalid(
                    "The token has no such key: %s. %s".formatted(missing.getMessage(), missing.hint()));
        } catch (IllegalArgumentException unusable) {
            throw AdminException.invalid("The authority cannot have this chain: %s.".formatted(unusable.getMessage()));
        }
    }

    private OperatedAuthority operated(Authority authority) {
        return new OperatedAuthority(authority, authorities.issuersOf(authority.id()));
    }
}
