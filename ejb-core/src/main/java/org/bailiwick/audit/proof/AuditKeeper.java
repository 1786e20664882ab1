package org.bailiwick.audit.proof;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
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
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bailiwick.audit.AuditTail;
import org.bailiwick.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the audit log while the server runs, on each node: writes refusals, links events, makes checkpoints; and once more
 * when the server stops. What a node that dies leaves undone, the next run of any node does.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditKeeper {

    private static final Logger LOG = System.getLogger(AuditKeeper.class.getName());

    /** How long after one run the next begins. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    /** How long a server that stops waits for a run that is going on. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final String KEEPING = "Keeping the audit log";
    private static final String SIGNING = "Making a checkpoint of the audit log";

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

    private @Nullable ScheduledExecutorService runs;
    /** One thread at a time; a lock that is not waited for without a limit, so that a run that hangs lets the server stop. */
    private final ReentrantLock running = new ReentrantLock();

    private final Set<String> failing = new HashSet<>();

    /** On the clock of {@link System#nanoTime}. */
    private long nextCheckpoint = System.nanoTime();

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // it never completes
    void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(threads);
        executor.scheduleWithFixedDelay(this::run, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        runs = executor;
    }

    @PreDestroy
    void stop() {
        if (runs != null) {
            runs.shutdown();
        }
        boolean ours = false;
        try {
            ours = running.tryLock(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (ours) {
                guard(KEEPING, tail::finish);
                guard(SIGNING, () -> checkpoints.make(Duration.ZERO));
            } else {
                LOG.log(
                        Level.WARNING,
                        "The server stops without the audit log's last checkpoint, as the database or the token does not answer. The next start links what was recorded; refusals that were not written yet are lost.");
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        } finally {
            if (ours) {
                running.unlock();
            }
        }
    }

    private void run() {
        running.lock();
        try {
            guard(KEEPING, tail::keep);
            long moment = System.nanoTime();
            if (moment - nextCheckpoint >= 0) {
                // a node that is not the first finds none due; it looks again a little later than a whole interval
                Duration interval = settings.auditCheckpointInterval();
                nextCheckpoint = moment + interval.dividedBy(10).toNanos();
                guard(SIGNING, () -> checkpoints.make(interval));
            }
        } finally {
            running.unlock();
        }
    }

    /**
     * Whatever goes wrong, also an error as of too little memory, the next run tries again: what is thrown would end the
     * schedule for good, silently. It is told once, until it works again.
     */
    private void guard(String what, Runnable work) {
        try {
            work.run();
            failing.remove(what);
        } catch (Throwable failed) {
            if (failing.add(what)) {
                LOG.log(
                        Level.ERROR,
                        what
                                + " is not possible right now; it is tried again every moment, and nothing is lost meanwhile but refusals beyond some thousands.",
                        failed);
            }
        }
    }
}
