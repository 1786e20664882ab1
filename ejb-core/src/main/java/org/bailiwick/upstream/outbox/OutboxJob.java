package org.bailiwick.upstream.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.job.Job;
import org.bailiwick.upstream.Backoff;

/** Tries an entry that is due, or that the node it was begun on did not live to end. */
@ApplicationScoped
public class OutboxJob implements Job {

    static final String NAME = "ask-upstream";

    @Inject
    OutboxWork work;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Duration> longestPause() {
        return Optional.of(Backoff.LONGEST.plus(Outbox.TAKE_OVER));
    }

    @Override
    public Optional<Instant> run(String subject) {
        return work.attempt(UUID.fromString(subject));
    }
}
