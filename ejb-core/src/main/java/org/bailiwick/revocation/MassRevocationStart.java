package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.job.Jobs;

/** Writes down, in the running transaction, that a mass revocation is to be done. */
@ApplicationScoped
class MassRevocationStart {

    @Inject
    MassRevocations revocations;

    @Inject
    AuditLog audit;

    @Inject
    Jobs jobs;

    /**
     * Writes it down, and has it done from the end of the transaction on.
     *
     * @param certificates what it ends
     */
    void begin(MassRevocation revocation, List<UUID> certificates) {
        revocations.add(revocation, MassRevocationPart.of(revocation.id(), certificates, revocation.createdAt()));
        audit.record(new AdministrationEvent.MassRevocationBegun(
                revocation.administrator(),
                revocation.id(),
                revocation.authority(),
                revocation.criteria().texts(),
                revocation.reason().rfcName(),
                revocation.previewedAt(),
                revocation.certificates()));
        jobs.schedule(MassRevocationJob.NAME, revocation.id().toString(), revocation.createdAt());
    }
}
