package org.bailiwick.order;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.config.Settings;
import org.bailiwick.job.RecurringJob;

/** Forgets orders that came to nothing, some time after they expired. */
@ApplicationScoped
public class CleanUp implements RecurringJob {

    private static final Logger LOG = System.getLogger(CleanUp.class.getName());

    /** In one transaction: few enough that nobody waits for it. */
    private static final int BATCH = 500;

    @Inject
    ExpiredOrders orders;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "forget-expired-orders";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(6);
    }

    @Override
    public void run() {
        Instant before = clock.instant().minus(settings.ordersKept());
        int forgotten = 0;
        int batch;
        do {
            batch = orders.forget(before, BATCH);
            forgotten += batch;
        } while (batch == BATCH);
        if (forgotten > 0) {
            LOG.log(Level.INFO, "Forgot {0} orders that came to nothing and expired before {1}.", forgotten, before);
        }
    }
}
