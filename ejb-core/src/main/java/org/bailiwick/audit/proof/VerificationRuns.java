package org.bailiwick.audit.proof;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.AuditVerificationEvent;
import org.bailiwick.job.Jobs;

/** The verifications that were asked for; the latest are kept. */
@ApplicationScoped
class VerificationRuns {

    private static final int LATEST = 10;

    private static final Duration KEPT = Duration.ofDays(30);

    /** What has not ended by then never will. */
    private static final Duration LONGEST = Duration.ofHours(6);

    /** How much is looked at if it is not to be everything. */
    private static final Duration LATELY = Duration.ofDays(1);

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    AuditTrail trail;

    @Inject
    Jobs jobs;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /**
     * Begins one, within the running transaction. Whoever else asks waits until that ends, so that of two only one is let in.
     *
     * @param lately whether only what came after the last checkpoint that is a day old
     * @throws AdminException {@code CONFLICT} if one is going on: it reads the whole log
     */
    void begin(UUID administrator, boolean lately) {
        entityManager
                .createNativeQuery("select name from turn where name = 'audit-verification' for update")
                .getSingleResult();
        Instant now = clock.instant();
        boolean going = !entityManager
                .createQuery(
                        "select r.id from VerificationRun r where r.endedAt is null and r.beganAt > :since", UUID.class)
                .setParameter("since", now.minus(LONGEST))
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
        if (going) {
            throw AdminException.conflict("The audit log is being verified right now; wait until that has ended.");
        }
        entityManager
                .createQuery("delete from VerificationRun r where r.beganAt < :kept")
                .setParameter("kept", now.minus(KEPT))
                .executeUpdate();
        Optional<Long> checkpoint = lately ? trail.checkpointBefore(now.minus(LATELY)) : Optional.empty();
        VerificationRun run = new VerificationRun(administrator, checkpoint, now);
        entityManager.persist(run);
        audit.record(new AuditVerificationEvent(administrator, run.id(), checkpoint.orElse(null)));
        jobs.schedule(VerificationJob.NAME, run.id().toString(), now);
    }

    /** The latest, the newest first. */
    List<VerificationOverview> latest() {
        return entityManager
                .createQuery("select r from VerificationRun r order by r.beganAt desc", VerificationRun.class)
                .setMaxResults(LATEST)
                .getResultList()
                .stream()
                .map(VerificationRun::overview)
                .toList();
    }
}
