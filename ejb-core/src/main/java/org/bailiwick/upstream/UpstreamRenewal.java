package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.job.Jobs;
import org.bailiwick.job.RecurringJob;

/** Begins to renew what this server is known by at other CAs, at two thirds of its life. */
@ApplicationScoped
public class UpstreamRenewal implements RecurringJob {

    @Inject
    UpstreamAuthorities upstreams;

    @Inject
    Jobs jobs;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "renew-upstream-certificates";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    @Transactional(TxType.REQUIRED)
    public void run() {
        Instant now = clock.instant();
        upstreams.due(now).forEach(authority -> jobs.scheduleUnlessThere(EnrolmentJob.NAME, authority.toString(), now));
    }
}
