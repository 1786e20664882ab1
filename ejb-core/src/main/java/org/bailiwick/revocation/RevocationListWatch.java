package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.bailiwick.authority.Issuers;
import org.bailiwick.job.Jobs;
import org.bailiwick.job.RecurringJob;

/**
 * Looks whose CRL is due, by schedule or as somebody revoked, and sees to it that a job makes it. Who revokes does not have
 * to wait for the row of a job which another revocation has woken a moment before.
 */
@ApplicationScoped
public class RevocationListWatch implements RecurringJob {

    @Inject
    RevocationLists lists;

    @Inject
    Issuers issuers;

    @Inject
    Jobs jobs;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "watch-crls";
    }

    @Override
    public Duration interval() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        for (UUID issuer : lists.due()) {
            if (!isOver(issuer, now)) {
                jobs.scheduleUnlessThere(RevocationListJob.NAME, issuer.toString(), now);
            }
        }
    }

    /** What an issuer has signed is worth nothing once its own certificate is over; until then it has CRLs. */
    private boolean isOver(UUID issuer, Instant now) {
        return now.isAfter(issuers.chainOf(issuer).first().getNotAfter().toInstant());
    }
}
