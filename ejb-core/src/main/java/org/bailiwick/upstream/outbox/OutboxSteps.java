package org.bailiwick.upstream.outbox;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.bailiwick.authority.Authorities;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.upstream.Ask;
import org.bailiwick.upstream.Backoff;
import org.bailiwick.upstream.outbox.OutboxEntry.Written;

/** What is written down while an entry is tried, each time in a transaction of its own that asks nobody. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OutboxSteps {

    @Inject
    Outbox outbox;

    @Inject
    Authorities authorities;

    @Inject
    Clock clock;

    /**
     * An entry that is to be tried.
     *
     * @param authorityName for logs and metrics
     * @param profile what a certificate may be at most; empty for a revocation
     * @param written the request that is under way
     * @param ticket what to ask again with
     * @param over whether its deadline is over
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Due(
            UUID id,
            UUID authority,
            String authorityName,
            Ask ask,
            Optional<CertificateProfile> profile,
            Optional<Written> written,
            Optional<byte[]> ticket,
            boolean over) {}

    /** An entry, if there is something to do for it: something may have come of it, or it has failed. */
    public Optional<Due> take(UUID id) {
        Instant now = clock.instant();
        return outbox.withId(id)
                .filter(entry -> entry.failedAt().isEmpty())
                .map(entry -> new Due(
                        id,
                        entry.authority(),
                        authorities.withId(entry.authority()).orElseThrow().name(),
                        entry.ask(),
                        entry.order().map(order -> entry.profile()),
                        entry.written(now),
                        entry.ticket(),
                        !now.isBefore(entry.deadline())));
    }

    /**
     * A request was written, and is kept before it is sent.
     *
     * @return what to send: if somebody else wrote one at the same moment, that one; empty if the entry is gone
     */
    public Optional<byte[]> write(UUID id, Written request) {
        Instant now = clock.instant();
        return outbox.lock(id).map(entry -> {
            Optional<Written> other =
                    entry.written(now).filter(there -> there.key().equals(request.key()));
            if (other.isEmpty()) {
                entry.write(request, now);
            }
            return other.orElse(request).octets();
        });
    }

    /**
     * The CA takes longer.
     *
     * @param pause how long it would have us wait
     * @return when to ask again
     */
    public Optional<Instant> await(UUID id, byte[] ticket, Duration pause) {
        return again(id, (entry, now) -> {
            Instant next = Backoff.next(pause, now);
            entry.await(ticket, next);
            return next;
        });
    }

    /**
     * Nothing came of it.
     *
     * @param why a sentence for an administrator
     * @return when to try again
     */
    public Optional<Instant> retry(UUID id, String why) {
        return again(id, (entry, now) -> {
            Instant next = Backoff.next(entry.attempts(), now);
            entry.retry(why, next);
            return next;
        });
    }

    /** The same, and the transaction with the CA is over: the next attempt begins another one. */
    public Optional<Instant> beginAnew(UUID id, String why) {
        return again(id, (entry, now) -> {
            Instant next = Backoff.next(entry.attempts(), now);
            entry.beginAnew();
            entry.retry(why, next);
            return next;
        });
    }

    /** It cannot be tried where it is, but by its job at once. */
    public void leaveToJob(UUID id) {
        outbox.withId(id).ifPresent(entry -> outbox.reschedule(entry, clock.instant()));
    }

    private Optional<Instant> again(UUID id, BiFunction<OutboxEntry, Instant, Instant> change) {
        Instant now = clock.instant();
        return outbox.lock(id).map(entry -> {
            Instant next = change.apply(entry, now);
            outbox.reschedule(entry, next);
            return next;
        });
    }
}
