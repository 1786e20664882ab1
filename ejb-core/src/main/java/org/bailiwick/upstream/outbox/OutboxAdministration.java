package org.bailiwick.upstream.outbox;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Page;
import org.bailiwick.admin.PageRequest;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.UpstreamEvent;

/** What other CAs are to be asked for, for administrators. */
@Stateless
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR})
public class OutboxAdministration {

    private static final Problem GIVEN_UP = ProblemType.SERVER_INTERNAL.problem(
            "An administrator of this authority gave the order up, as the CA that signs for it gave no certificate. Make a new order.");

    private static final String THING = "outbox entry";

    @Inject
    Outbox outbox;

    @Inject
    OutboxOutcome outcome;

    @Inject
    OutboxOwners owners;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Those that are looked for.
     *
     * @throws AdminException {@code UNKNOWN} if the authority is whose they are
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Page<OutboxOverview> list(OutboxSearch search, PageRequest request) {
        search.authority().ifPresent(id -> owners.requireOwn(id, "authority"));
        return outbox.page(owners.team(), search, request).map(this::overview);
    }

    /** The names of the upstream authorities, by their ids, sorted by name. */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Map<UUID, String> authorities() {
        return outbox.authorities(owners.team());
    }

    /**
     * One of them. It is gone when something came of it.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public OutboxOverview find(UUID id) {
        OutboxEntry entry = outbox.withId(id).orElseThrow(() -> AdminException.unknown(THING));
        owners.requireOwn(entry.authority(), THING);
        return overview(entry);
    }

    /** The id of the one that asks for the certificate of an order; empty if none does, or it is another team's. */
    @RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUTHORITY_ADMINISTRATOR, Role.Name.AUDITOR})
    public Optional<UUID> ofOrder(ResourceId order) {
        return outbox.ofOrder(owners.team(), order);
    }

    /**
     * Has one tried at once, be it that the CA had refused it.
     *
     * @throws AdminException {@code UNKNOWN}
     */
    public OutboxOverview retry(UUID id) {
        requireOwn(id);
        Instant now = clock.instant();
        OutboxEntry entry = outbox.lock(id).orElseThrow(() -> AdminException.unknown(THING));
        entry.tryNow(now);
        outbox.revive(entry, now);
        audit.record(new UpstreamEvent.EntryRetried(owners.caller(), entry.authority(), id));
        return overview(entry);
    }

    /**
     * Gives one up: an order fails, a revocation is not relayed. What the CA has done already stays done there.
     *
     * @throws AdminException {@code UNKNOWN}; {@code CONFLICT} if something came of it just now
     */
    public void giveUp(UUID id) {
        UUID authority = requireOwn(id);
        if (!outcome.giveUp(id, GIVEN_UP)) {
            throw AdminException.conflict("Something came of it just now; there is nothing to give up.");
        }
        audit.record(new UpstreamEvent.EntryGivenUp(owners.caller(), authority, id));
    }

    private OutboxOverview overview(OutboxEntry entry) {
        return OutboxOverview.of(entry, owners.nameOf(entry.authority()));
    }

    private UUID requireOwn(UUID id) {
        UUID authority = outbox.authorityOf(id).orElseThrow(() -> AdminException.unknown(THING));
        owners.requireOwn(authority, THING);
        return authority;
    }
}
