package org.bailiwick.audit.proof;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.AdministratorTokens;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;
import org.bailiwick.audit.AuditTrail;

/**
 * The audit log, for administrators. It is one chain for all teams, and an export that leaves events out proves nothing: so
 * it is for those who are of all teams.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@RolesAllowed({Role.Name.SUPER_ADMINISTRATOR, Role.Name.AUDITOR})
public class AuditAdministration {

    /** The events of one query: an export of any length takes little memory and no long transaction. */
    private static final int PAGE = 1_000;

    @Inject
    AuditTrail trail;

    @Inject
    VerificationRuns runs;

    @Inject
    AdministratorTokens tokens;

    @Inject
    Administrators administrators;

    @Inject
    Caller caller;

    /**
     * Events, the newest first.
     *
     * @param before only those before this position; empty to begin
     * @param limit at most that many, one more than 1,000 if it is to be seen whether there are more
     * @throws AdminException {@code FORBIDDEN} for who is of one team
     */
    public List<AuditTrail.Entry> find(AuditTrail.Search search, Optional<Long> before, int limit) {
        requireAllTeams();
        return trail.find(search, before, Math.max(1, Math.min(limit, PAGE + 1)));
    }

    /**
     * When the oldest event happened; empty if there is none.
     *
     * @throws AdminException {@code FORBIDDEN} for who is of one team
     */
    public Optional<Instant> oldest() {
        requireAllTeams();
        return trail.oldest();
    }

    /**
     * What the one is called whom an event calls {@code administrator}: a person, or a token.
     *
     * @throws AdminException {@code FORBIDDEN} for who is of one team
     */
    public Optional<String> nameOf(UUID administrator) {
        requireAllTeams();
        return tokens.withId(administrator)
                .map(AdministratorToken::name)
                .or(() -> administrators.withId(administrator).map(Administrator::name));
    }

    /**
     * The event of a place, and its link in the chain.
     *
     * @throws AdminException {@code FORBIDDEN} for who is of one team; {@code UNKNOWN} if there is none
     */
    public AuditTrail.Linked event(long position) {
        requireAllTeams();
        return trail.at(position).orElseThrow(() -> AdminException.unknown("event"));
    }

    /**
     * Has the log verified, on a node, from the end of the transaction on; with the audit key that the token has now.
     *
     * @param lately whether only what came after the last checkpoint that is a day old, instead of everything
     * @throws AdminException {@code FORBIDDEN} for who is of one team; {@code CONFLICT} if it is being verified
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void verify(boolean lately) {
        requireAllTeams();
        runs.begin(caller.id(), lately);
    }

    /**
     * The latest verifications, the newest first.
     *
     * @throws AdminException {@code FORBIDDEN} for who is of one team
     */
    public List<VerificationOverview> verifications() {
        requireAllTeams();
        return runs.latest();
    }

    /**
     * Demands that {@link #write} will have something to write.
     *
     * @throws AdminException {@code FORBIDDEN} for who is of one team; {@code UNKNOWN} if there is no such checkpoint
     */
    public void requireExportable(Optional<Long> checkpoint) {
        requireAllTeams();
        if (checkpoint.isPresent() && trail.beginAt(checkpoint.get()).isEmpty()) {
            throw AdminException.unknown("checkpoint");
        }
    }

    /**
     * Writes an export to its end ({@code docs/audit.md}): newline-delimited JSON, ASCII.
     *
     * @param checkpoint the number of the checkpoint to begin with; empty for all from the first event
     * @throws AdminException as {@link #requireExportable}
     */
    public void write(Optional<Long> checkpoint, OutputStream out) throws IOException {
        requireExportable(checkpoint);
        Optional<AuditTrail.Page> next =
                checkpoint.isPresent() ? trail.beginAt(checkpoint.get()) : Optional.of(trail.page(trail.begin(), PAGE));
        while (next.isPresent()) {
            for (String line : next.get().lines()) {
                out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            next = next.get().next().map(after -> trail.page(after, PAGE));
        }
    }

    private void requireAllTeams() {
        if (caller.team().isPresent()) {
            throw AdminException.forbidden(
                    "The audit log is that of all teams; it needs an auditor's token that is for all of them.");
        }
    }
}
