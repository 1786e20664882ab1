package org.bailiwick.authority;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;

/** Issuers, for administrators. */
@Stateless
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class IssuerAdministration {

    private static final String THING = "issuer";

    @Inject
    Authorities authorities;

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Those of all authorities, or of one; the newest first.
     *
     * @throws AdminException {@code UNKNOWN} if that authority is
     */
    public Page<Issuer> list(Optional<UUID> authority, PageRequest request) {
        authority.ifPresent(id -> caller.requireTeam(
                authorities.teamOf(id).orElseThrow(() -> AdminException.unknown("authority")), "authority"));
        return authorities.issuers(caller.team(), authority, request);
    }

    /**
     * One of them.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public Issuer find(UUID id) {
        requireOwn(id);
        return authorities.issuer(id).orElseThrow(() -> AdminException.unknown(THING));
    }

    /**
     * Lets one issue no more, for good; it goes on to sign CRLs, and what it has issued stays valid. Repeating it changes
     * nothing.
     *
     * @param evenTheLast whether it may be the only one that its authority issues with
     * @throws AdminException {@code UNKNOWN}; {@code CONFLICT} if it is a root, which does not issue, or the last and that was
     *     not meant
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
    public Issuer retire(UUID id, boolean evenTheLast) {
        // of two at once that retire one each the second must see what the first has done
        UUID authority = requireOwn(id);
        authorities.lock(authority);
        List<Issuer> all = authorities.issuersOf(authority);
        Issuer issuer = all.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> AdminException.unknown(THING));
        if (issuer.crlOnly()) {
            throw AdminException.conflict("This is a root, which signs CRLs only; there is nothing to retire.");
        }
        if (issuer.remote()) {
            throw AdminException.conflict("This is another CA, which is not retired here.");
        }
        if (!issuer.active()) {
            return issuer;
        }
        if (!evenTheLast && all.stream().filter(Issuer::active).count() == 1) {
            throw AdminException.conflict(
                    "This is the last issuer that the authority issues with; if it is to issue no more, ask with \"last=true\".");
        }
        issuer.retire(clock.instant());
        authorities.flush();
        audit.record(new AdministrationEvent.IssuerRetired(caller.id(), authority, id));
        return issuer;
    }

    /** The authority that it is of. */
    private UUID requireOwn(UUID issuer) {
        UUID authority = authorities.authorityOf(issuer).orElseThrow(() -> AdminException.unknown(THING));
        caller.requireTeam(authorities.teamOf(authority).orElseThrow(() -> AdminException.unknown(THING)), THING);
        return authority;
    }
}
