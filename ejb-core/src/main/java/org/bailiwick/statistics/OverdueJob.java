package org.bailiwick.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import org.bailiwick.job.RecurringJob;

/** Looks for certificates that end soon and were not renewed: among many that were, that takes longer than a page may. */
@ApplicationScoped
public class OverdueJob implements RecurringJob {

    @Inject
    OverdueSearch search;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "find-overdue-certificates";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        search.authorities().forEach(authority -> search.search(authority, clock.instant()));
    }
}
