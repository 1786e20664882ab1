package org.bailiwick.audit.proof;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bailiwick.audit.AuditTrail;

/** The audit log for auditors: as an export that the verifier takes, and searched. */
@Stateless
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class AuditExport {

    /** The events of one query: an export of any length takes little memory and no long transaction. */
    private static final int PAGE = 1_000;

    @Inject
    AuditTrail trail;

    /**
     * A page of an export.
     *
     * @param after the position after which to begin; 0 for the first page
     * @param limit at most that many events, 1 to 10,000
     */
    public AuditTrail.Page page(long after, int limit) {
        return trail.page(Math.max(0, after), Math.max(1, Math.min(limit, 10 * PAGE)));
    }

    /**
     * Writes an export to its end: newline-delimited JSON, ASCII.
     *
     * @param checkpoint the number of the checkpoint to begin with; empty for all from the first event
     * @return false if there is no such checkpoint; nothing is written then
     */
    public boolean write(Optional<Long> checkpoint, OutputStream out) throws IOException {
        Optional<AuditTrail.Page> next =
                checkpoint.isPresent() ? trail.beginAt(checkpoint.get()) : Optional.of(trail.page(0, PAGE));
        boolean found = next.isPresent();
        while (next.isPresent()) {
            for (String line : next.get().lines()) {
                out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            next = next.get().next().map(after -> trail.page(after, PAGE));
        }
        return found;
    }

    /**
     * Events, the newest first.
     *
     * @param before only those before this position; empty to begin
     * @param limit at most that many, 1 to 1,000
     */
    public List<AuditTrail.Entry> find(AuditTrail.Search search, Optional<Long> before, int limit) {
        return trail.find(search, before, Math.max(1, Math.min(limit, PAGE)));
    }
}
