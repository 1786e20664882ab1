package org.bailiwick.audit.proof;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.chain.AuditKey;
import org.bailiwick.audit.chain.Verdict;
import org.bailiwick.audit.chain.Verification;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.job.Job;

/**
 * Verifies the audit log as the verifier does that auditors have, and with the same code. One whose node dies is begun anew by
 * another node. It proves less than theirs: the server says of itself that it is honest.
 */
@ApplicationScoped
public class VerificationJob implements Job {

    static final String NAME = "verify-audit-log";

    @Inject
    VerificationSteps steps;

    @Inject
    AuditTrail trail;

    @Inject
    CheckpointService checkpoints;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Instant> run(String subject) {
        UUID id = UUID.fromString(subject);
        steps.task(id).ifPresent(task -> verify(id, task));
        return Optional.empty();
    }

    private void verify(UUID id, VerificationSteps.Task task) {
        AuditKey key;
        try {
            key = new AuditKey(checkpoints.key());
        } catch (TokenException | IllegalArgumentException unusable) {
            steps.end(
                    id,
                    null,
                    List.of("Nothing was verified: the token does not give the audit key. Look at the token,"
                            + " and verify again. (The server's log says more.)"));
            return;
        }
        AuditTrail.Page first = task.checkpoint()
                .flatMap(trail::beginAt)
                .orElseGet(() -> new AuditTrail.Page(List.of(), Optional.of(trail.begin())));
        boolean part = !first.lines().isEmpty();
        ExportReader export = new ExportReader(trail, first, place -> steps.comeTo(id, place.after(), place.last()));
        try {
            Verdict verdict = new Verification(List.of(key), List.of(), part).verify(new BufferedReader(export));
            steps.end(id, verdict.undecided() ? null : verdict.sound(), report(verdict));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The server has the audit key of today only; one that it had before is not kept, and so not trusted. */
    private static List<String> report(Verdict verdict) {
        List<String> report = new ArrayList<>(verdict.report());
        if (verdict.unknownKeys() > 0) {
            report.add(
                    "The server knows only the audit key that is in the token now. If it was replaced, have an auditor"
                            + " verify an export with the keys from before, too.");
        }
        return report;
    }
}
