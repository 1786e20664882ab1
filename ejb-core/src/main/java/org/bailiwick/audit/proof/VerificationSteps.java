package org.bailiwick.audit.proof;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@link VerificationJob} writes down, each in a transaction of its own: none is open while the log is read. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class VerificationSteps {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /**
     * What is to be done.
     *
     * @param checkpoint with which to begin; empty for the first event
     */
    public record Task(Optional<Long> checkpoint) {}

    /** The task of one; empty if it has ended, or is forgotten. */
    public Optional<Task> task(UUID id) {
        return run(id).filter(run -> !run.ended()).map(run -> new Task(run.checkpoint()));
    }

    /** Writes down how far it has come. */
    public void comeTo(UUID id, long position, long last) {
        run(id).ifPresent(run -> run.comeTo(position, last));
    }

    /**
     * Writes down what it found.
     *
     * @param sound null if nobody can say
     */
    public void end(UUID id, @Nullable Boolean sound, List<String> report) {
        run(id).ifPresent(run -> run.end(sound, report, clock.instant()));
    }

    private Optional<VerificationRun> run(UUID id) {
        return Optional.ofNullable(entityManager.find(VerificationRun.class, id));
    }
}
