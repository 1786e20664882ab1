package org.bailiwick.upstream;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authority.OperatedAuthority;

/** The other CAs of upstream authorities, for administrators. The token works before a transaction, not within. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
public class UpstreamAdministration {

    private static final String THING = "upstream authority";

    @Inject
    UpstreamFounding founding;

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    AuthorityAdministration authorities;

    @Inject
    Caller caller;

    @Inject
    Clock clock;

    /**
     * An upstream authority, and how it stands with its CA.
     *
     * @param operated the authority
     * @param upstream its CA
     */
    public record Standing(OperatedAuthority operated, UpstreamAuthority upstream) {}

    /**
     * Makes an authority whose certificates another CA makes, and has it enrolled there. It refuses every name until it is
     * given a policy. As all authorities it is for super administrators to make: its keys are in the server's own token.
     *
     * @throws AdminException {@code INVALID} if there is no such team; {@code CONFLICT} if the name is taken
     * @throws org.bailiwick.hsm.TokenException if the token is away
     */
    @RolesAllowed(Role.Name.SUPER_ADMINISTRATOR)
    public Standing create(NewUpstream wanted, EnrolmentSecretText secret) {
        Authority made = founding.found(caller.id(), wanted, secret);
        return find(made.id());
    }

    /**
     * How it stands with one.
     *
     * @throws AdminException {@code UNKNOWN} also if that authority issues by a key of its own
     */
    public Standing find(UUID authority) {
        OperatedAuthority operated = authorities.find(authority);
        return new Standing(operated, upstreams.of(authority).orElseThrow(() -> AdminException.unknown(THING)));
    }

    /**
     * The same, to be looked at.
     *
     * @throws AdminException {@code UNKNOWN} also if that authority issues by a key of its own
     */
    public UpstreamOverview overview(UUID authority) {
        Standing standing = find(authority);
        return UpstreamOverview.of(standing.operated().authority(), standing.upstream(), clock.instant());
    }

    /**
     * Has one enrolled by a new secret: as the first was wrong, or its certificate has ended. What it has stays in use until
     * that is done.
     *
     * @throws AdminException {@code UNKNOWN}
     * @throws org.bailiwick.hsm.TokenException if the token is away
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public Standing enrolAgain(UUID authority, EnrolmentSecretText secret) {
        Authority found = find(authority).operated().authority();
        founding.enrolAgain(caller.id(), found, secret);
        return find(authority);
    }
}
