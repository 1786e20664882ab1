package org.bailiwick.session;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.bailiwick.job.RecurringJob;

/** Removes sessions whose time is over; they open nothing before that, either. */
@ApplicationScoped
public class ExpiredSessionsJob implements RecurringJob {

    @Inject
    SessionRecords records;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "forget-sessions";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        records.removeExpired(clock.instant());
    }
}
