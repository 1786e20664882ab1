package org.bailiwick.monitoring;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.RefusalEvent;

/**
 * Counts what the audit log is told: an event when its transaction is committed, as what is rolled back did not happen, and a
 * refusal at once.
 */
@ApplicationScoped
public class EventCounts {

    private static final Logger LOG = System.getLogger(EventCounts.class.getName());

    @Resource(lookup = "java:jboss/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    @Inject
    EventCounters counters;

    void count(@Observes AuditEvent event) {
        try {
            List<Runnable> of = counters.of(event);
            if (event instanceof RefusalEvent) {
                of.forEach(Runnable::run);
            } else {
                transactions.registerInterposedSynchronization(new WhenCommitted(of));
            }
        } catch (RuntimeException notCounted) {
            // what is to be counted must not fail because of that
            LOG.log(Level.WARNING, "An event of the kind " + event.kind() + " is not counted.", notCounted);
        }
    }

    private record WhenCommitted(List<Runnable> counters) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // it may be rolled back still
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                counters.forEach(Runnable::run);
            }
        }
    }
}
