package org.bailiwick.audit.proof;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bailiwick.audit.AuditTail;
import org.bailiwick.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the audit log while the server runs, on each node: writes refusals, links events, makes checkpoints; and once more
 * when the server stops. What a node that dies leaves undone, the next run of any node does.
 */
@Singleton
@Startup
@DependsOn("Configuration")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditKeeper {

    private static final Logger LOG = System.getLogger(AuditKeeper.class.getName());

    /** How long after one run the next begins. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** The server's own scheduler refuses to run anything while the server starts or stops, and says so each time. */
    @Resource
    ManagedThreadFactory threads;

    /** Here only for its start: the schema is there when it is. */
    @PersistenceUnit
    EntityManagerFactory schema;

    @Inject
    AuditTail tail;

    @Inject
    CheckpointService checkpoints;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    private @Nullable ScheduledExecutorService runs;
    private Instant nextCheckpoint = Instant.MIN;
    private boolean failing;

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // it never completes
    void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(threads);
        executor.scheduleWithFixedDelay(this::run, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        runs = executor;
    }

    @PreDestroy
    synchronized void stop() {
        if (runs != null) {
            runs.shutdown();
        }
        guard(() -> {
            tail.finish();
            checkpoints.make(Duration.ZERO);
        });
    }

    private synchronized void run() {
        guard(() -> {
            tail.keep();
            Instant now = clock.instant();
            if (!now.isBefore(nextCheckpoint)) {
                // a node that is not the first finds none due; it looks again a little later than a whole interval
                nextCheckpoint = now.plus(settings.auditCheckpointInterval().dividedBy(10));
                checkpoints.make(settings.auditCheckpointInterval());
            }
        });
    }

    /** Whatever goes wrong, the next run tries again: an exception would end the schedule for good. */
    private void guard(Runnable work) {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException failed) {
            if (!failing) {
                LOG.log(
                        Level.ERROR,
                        "The audit log cannot be kept right now; it is tried again every moment, and nothing is lost meanwhile but refusals beyond some thousands.",
                        failed);
            }
            failing = true;
        }
    }
}
