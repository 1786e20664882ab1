package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.job.Job;

/**
 * Does a mass revocation to its end. Each step is a transaction of its own that takes along what it has done, so whoever runs
 * it again, after a fault or on another node, goes on.
 */
@ApplicationScoped
public class MassRevocationJob implements Job {

    static final String NAME = "mass-revocation";

    @Inject
    MassRevocationSteps steps;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Instant> run(String subject) {
        UUID revocation = UUID.fromString(subject);
        boolean more = true;
        while (more) {
            more = steps.step(revocation);
        }
        return Optional.empty();
    }
}
