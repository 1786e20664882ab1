package org.bailiwick.ra.exchange;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.job.RecurringJob;

/** Forgets what is needed for a while only: messages with their answers, and secrets that were used or have expired. */
@ApplicationScoped
public class ForgetExchanges implements RecurringJob {

    /** Longer than anybody repeats a message. */
    private static final Duration MESSAGES_KEPT = Duration.ofHours(24);

    /** A confirmation is protected by the secret, too. */
    private static final Duration SECRETS_KEPT = CertificationExchange.CONFIRMATION;

    private static final int BATCH = 500;

    @Inject
    ExchangeRecords records;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return "forget-cmp-exchanges";
    }

    @Override
    public Duration interval() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        records.forgetSecrets(now.minus(SECRETS_KEPT));
        int batch;
        do {
            batch = records.forget(now.minus(MESSAGES_KEPT), BATCH);
        } while (batch == BATCH);
    }
}
