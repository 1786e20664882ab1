package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
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

    @Inject
    Event<AuditEvent> observers;

    /** Adds an event to the running transaction, and tells its observers. */
    public void record(AuditEvent event) {
        entityManager.persist(new RecordedEvent(event, clock.instant()));
        observers.fire(event);
    }
}
