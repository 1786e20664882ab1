package org.bailiwick.revocation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Issuer;
import org.bailiwick.config.Settings;

/**
 * When an issuer's CRLs are made, and how long each is good.
 *
 * @param interval how long after one that came by schedule the next one comes
 * @param overlap how long one is good after the next one should be there: as long, the token may be away
 */
record RevocationListSchedule(Duration interval, Duration overlap) {

    /** Whoever checks a CRL may have a clock that is behind ours, and refuses one that comes from the future. */
    static final Duration BACKDATE = Duration.ofMinutes(10);

    /** How long a list rests after it was published, for each certificate in it: a second for ten thousand. */
    private static final Duration REST = Duration.ofNanos(100_000);

    /** Of two nodes one may have a clock that is ahead; a list of the future is not waited for. */
    private static final Duration TOLERANCE = BACKDATE;

    static RevocationListSchedule of(Settings settings) {
        return new RevocationListSchedule(settings.crlInterval(), settings.crlOverlap());
    }

    /** A list is due by schedule unless the last scheduled one was published after this moment. */
    Instant expected(Instant now) {
        return now.minus(interval);
    }

    /** A moment at which no list can have been published yet, if clocks are right. */
    Instant future(Instant now) {
        return now.plus(TOLERANCE);
    }

    /**
     * Whether a list must stay a while before revocations alone make another one due. That takes work and room, more for a
     * long one: with a million entries it is every two minutes at most.
     */
    boolean rests(RevocationList last, Instant now) {
        return now.isBefore(last.publishedAt().plus(REST.multipliedBy(last.entries())))
                && last.publishedAt().isBefore(future(now));
    }

    /**
     * The next list.
     *
     * @param last the one before it; empty for the first
     */
    Edition next(Issuer issuer, Optional<RevocationList> last, List<UUID> unlisted, Instant now) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant scheduledAt = last.map(RevocationList::scheduledAt)
                .filter(before -> before.isAfter(expected(now)) && before.isBefore(future(now)))
                .orElse(now);
        return new Edition(
                issuer,
                // the time: a database that was restored does not repeat the numbers that it has forgotten
                Math.max(issuer.crlNumber() + 1, now.getEpochSecond()),
                now,
                scheduledAt,
                second.minus(BACKDATE),
                second.plus(interval).plus(overlap),
                // RFC 5280 §3.3: not before it was on a scheduled one that came after its end
                // by our clock: one that was made while a clock was ahead must not drop what is still valid
                last.map(RevocationList::scheduledAt)
                        .map(before -> before.isAfter(now) ? now : before)
                        .map(before -> before.minus(BACKDATE))
                        .orElse(Instant.EPOCH),
                unlisted);
    }
}
