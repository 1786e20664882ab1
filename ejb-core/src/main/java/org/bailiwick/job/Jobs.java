package org.bailiwick.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
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
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.bailiwick.config.Settings;
import org.bailiwick.log.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * The queue of jobs. Scheduling within a transaction is part of it: a job of a transaction that is rolled back never
 * runs. (That is why this bean does not manage transactions itself: it would be called outside its caller's.) A job whose
 * node dies is run by another.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
public class Jobs {

    private static final Logger LOG = System.getLogger(Jobs.class.getName());

    /** Jobs wait for the network. */
    private static final int THREADS = 32;

    /** How often it is looked whether jobs wait for a time that is too far ahead. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    /** When to run a job again that threw: whatever it was, the database's hiccup or ours, a client is waiting. */
    private static final Schedule FAILED = FixedDelay.ofSeconds(10);

    @Resource(lookup = "java:jboss/datasources/Bailiwick")
    DataSource dataSource;

    @Resource
    ManagedThreadFactory threads;

    /** Here only for its start: the schema is there when it is. */
    @PersistenceUnit
    EntityManagerFactory schema;

    @Inject
    @Any
    Instance<Job> jobs;

    @Inject
    @Any
    Instance<RecurringJob> recurringJobs;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    private final List<ExecutorService> executors = new ArrayList<>();
    private Scheduler scheduler;
    private Scheduler recurrence;

    @PostConstruct
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void start() {
        List<Task<?>> tasks = new ArrayList<>();
        jobs.forEach(job -> tasks.add(task(job)));
        List<RecurringTask<Void>> recurring = new ArrayList<>();
        recurringJobs.forEach(job -> recurring.add(task(job)));
        lookAtTheClock();
        scheduler = start(THREADS, Scheduler.create(dataSource, tasks).tableName("scheduled_job"));
        // what recurs has a table and threads of its own, each a thread: however many jobs are due, and however long
        // one that
        // recurs waits for a token, it is not kept waiting
        recurrence = start(
                recurring.size(),
                Scheduler.create(dataSource, List.of()).startTasks(recurring).tableName("recurring_job"));
    }

    /** On a clock that nobody puts back. */
    private void lookAtTheClock() {
        Map<String, Duration> once = new HashMap<>();
        jobs.forEach(job -> job.longestPause().ifPresent(longest -> once.put(job.name(), longest)));
        Map<String, Duration> again = new HashMap<>();
        recurringJobs.forEach(job -> again.put(job.name(), job.interval()));
        ClockStep step = new ClockStep(dataSource, clock);
        ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(threads);
        executors.add(looking);
        ScheduledFuture<?> unused = looking.scheduleWithFixedDelay(
                () -> {
                    step.mend("scheduled_job", once);
                    step.mend("recurring_job", again);
                },
                LOOK.toSeconds(),
                LOOK.toSeconds(),
                TimeUnit.SECONDS);
    }

    private Scheduler start(int workers, SchedulerBuilder builder) {
        ExecutorService working = Executors.newFixedThreadPool(workers, threads);
        ExecutorService due = Executors.newSingleThreadExecutor(threads);
        ScheduledExecutorService housekeeping = Executors.newScheduledThreadPool(2, threads);
        executors.addAll(List.of(working, due, housekeeping));
        Scheduler started = builder.serializer(new NoTaskData())
                .schedulerName(() -> settings.node())
                .executorService(working)
                .dueExecutor(due)
                .housekeeperExecutor(housekeeping)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(5))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
        started.start();
        return started;
    }

    @PreDestroy
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    void stop() {
        recurrence.stop();
        scheduler.stop();
        executors.forEach(ExecutorService::shutdownNow);
    }

    /** Adds a job for a subject that has none: it is not asked whether there is one. */
    public void schedule(String job, String subject, Instant at) {
        scheduler.scheduleBatch(List.of(new TaskInstance<>(job, subject)), at);
    }

    /** Adds a job for a subject, unless it has one: that stays as it is. */
    public void scheduleUnlessThere(String job, String subject, Instant at) {
        scheduler.scheduleIfNotExists(new TaskInstance<>(job, subject), at);
    }

    /** Moves a job to another time. One that is running or gone decides for itself. */
    public void reschedule(String job, String subject, Instant at) {
        try {
            scheduler.reschedule(TaskInstanceId.of(job, subject), at);
        } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException decidesForItself) {
            LOG.log(Level.DEBUG, "job {0} of {1} is running or gone", job, subject);
        }
    }

    /**
     * Removes a job. One that is running finds its work done; one that is gone is gone. (The scheduler's own way reads the
     * job first: one statement more for each validation.)
     */
    public void cancel(String job, String subject) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement remove = connection.prepareStatement(
                        "delete from scheduled_job where task_name = ? and task_instance = ? and picked = false")) {
            remove.setString(1, job);
            remove.setString(2, subject);
            remove.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException("a job could not be removed", failed);
        }
    }

    private static Task<Void> task(Job job) {
        return Tasks.custom(job.name(), Void.class)
                .onFailureReschedule(FAILED)
                .execute((instance, context) -> LogContext.inJob(
                                job.name() + " " + instance.getId(), () -> job.run(instance.getId()))
                        .<CompletionHandler<Void>>map(
                                next -> (complete, operations) -> operations.reschedule(complete, next))
                        .orElseGet(CompletionHandler.OnCompleteRemove::new));
    }

    private static RecurringTask<Void> task(RecurringJob job) {
        return Tasks.recurring(job.name(), FixedDelay.of(job.interval()))
                .execute((instance, context) -> LogContext.inJob(job.name(), () -> {
                    job.run();
                    return true;
                }));
    }

    /** A job's subject is its instance id; no data, so nothing is ever deserialised. */
    private static final class NoTaskData implements Serializer {
        @Override
        public byte[] serialize(@Nullable Object data) {
            if (data == null) {
                return new byte[0];
            }
            throw new IllegalArgumentException("jobs carry no data");
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
            throw new IllegalArgumentException("jobs carry no data");
        }
    }
}
