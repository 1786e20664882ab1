package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;

/** Writes audit events in the caller's transaction: what is told happened, and what happened is told. */
@ApplicationScoped
public class AuditLog {

    @PersistenceContext
    EntityManager entityManager;

    @Inject
    Clock clock;

    /** Adds an event to the running transaction. */
    public void record(AuditEvent event) {
        entityManager.persist(new RecordedEvent(event, clock.instant()));
    }
}
