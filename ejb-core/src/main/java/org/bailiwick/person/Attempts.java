package org.bailiwick.person;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.audit.RefusalEvent.LogInRefused;
import org.bailiwick.audit.Refusals;
import org.bailiwick.limit.ClientNetwork;
import org.bailiwick.limit.LogInLimit;
import org.bailiwick.limit.LogInLimiter;
import org.jspecify.annotations.Nullable;

/** Attempts to prove who one is: each is counted, those that fail are told to the auditor, and too many wait. */
@ApplicationScoped
class Attempts {

    @Inject
    LogInLimiter limiter;

    @Inject
    Refusals refusals;

    /**
     * Counts one.
     *
     * @param name for whom, as it was typed; empty if no name is needed
     * @param client the address that it comes from
     * @throws AdminException {@code INVALID} if there were too many
     */
    void begin(Optional<String> name, String client) {
        Optional<Duration> wait = limiter.take(LogInLimit.NETWORK, ClientNetwork.of(client));
        if (wait.isEmpty()) {
            wait = name.flatMap(typed -> limiter.take(LogInLimit.NAME, typed));
        }
        if (wait.isPresent()) {
            refuse(client, null, "throttled");
            throw AdminException.invalid("There were too many attempts. Try again in %d minutes."
                    .formatted(wait.get().toMinutes() + 1));
        }
    }

    /** One was right after all, and is not counted. */
    void succeed(Optional<String> name, String client) {
        limiter.giveBack(LogInLimit.NETWORK, ClientNetwork.of(client));
        name.ifPresent(typed -> limiter.giveBack(LogInLimit.NAME, typed));
    }

    /** One was wrong. */
    void refuse(String client, @Nullable UUID administrator, String why) {
        refusals.record(client, new LogInRefused(client, administrator, why));
    }
}
