package org.bailiwick.health;

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
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.bailiwick.health.Health.State;
import org.jspecify.annotations.Nullable;

/**
 * Runs every check every few seconds, whoever asks or does not: so many who ask load nothing, and what breaks at night is in
 * the log. Each check has a thread, so that one that hangs keeps none of the others. Recovers by itself, as it goes on.
 */
@Singleton
@Startup
@DependsOn("FirstAuthority")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HealthWatch {

    private static final Logger LOG = System.getLogger(HealthWatch.class.getName());

    /** How long after one run of a check the next begins. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** The server's own scheduler refuses to run anything while the server starts, and says so each time. */
    @Resource
    ManagedThreadFactory threads;

    @Inject
    @Any
    Instance<HealthCheck> checks;

    @Inject
    Readiness readiness;

    private final Map<String, State> found = new ConcurrentHashMap<>();
    private final Map<String, State> told = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService runs;

    @PostConstruct
    @SuppressWarnings("FutureReturnValueIgnored") // they never complete
    void start() {
        List<HealthCheck> all = new ArrayList<>();
        checks.forEach(all::add);
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(all.size(), threads);
        for (HealthCheck check : all) {
            readiness.expect(check.name());
            executor.scheduleWithFixedDelay(() -> run(check), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
        runs = executor;
    }

    @PreDestroy
    void stop() {
        if (runs != null) {
            runs.shutdownNow();
        }
    }

    /** Whatever goes wrong: what is thrown would end the schedule for good, silently. */
    private void run(HealthCheck check) {
        try {
            tell(check.name(), check.check(), null);
        } catch (Throwable failed) {
            tell(check.name(), Health.down("It cannot be looked at."), failed);
        }
    }

    /** Once when it has changed for longer than a moment: two runs find the same. */
    private void tell(String name, Health health, @Nullable Throwable why) {
        readiness.saw(name, health);
        State before = found.put(name, health.state());
        if (health.state() != before || health.state() == told.getOrDefault(name, State.UP)) {
            return;
        }
        told.put(name, health.state());
        LOG.log(
                health.state() == State.UP ? Level.INFO : Level.WARNING,
                "Health check " + name + " is " + health.state() + ": " + health.sentence(),
                why);
    }
}
