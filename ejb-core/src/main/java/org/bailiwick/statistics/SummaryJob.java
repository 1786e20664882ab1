package org.bailiwick.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.job.RecurringJob;

/** Counts the hours that may have got something, from the first that is not counted for good to the one that goes on. */
@ApplicationScoped
public class SummaryJob implements RecurringJob {

    @Inject
    HourlySummary summary;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "count-hours";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        Optional<Instant> hour = summary.first(now);
        while (hour.isPresent()) {
            hour = summary.count(hour.get(), now);
        }
        summary.forget(now);
    }
}
