package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.audit.RefusalWindow.Refused;

/**
 * The end of the log, where events wait for their place: writes the refusals that wait, and has events linked. An event
 * can be committed long after its time (a slow transaction, a node whose clock is behind), so a run looks back a little,
 * and once a minute so far that no transaction is still open from then; the first run as far before the last event that
 * was linked. Once a day it looks at all there is.
 */
@ApplicationScoped
public class AuditTail {

    /** How far a run looks back. Most events are committed within milliseconds. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    /** How far it looks back once in a while: no transaction is open so long, and no clock so far behind. */
    private static final Duration LONG = Duration.ofMinutes(15);

    private static final Duration ONCE_IN_A_WHILE = Duration.ofMinutes(1);

    /** How long after the start it looks at everything, and how long after that again. */
    private static final Duration FIRST_FULL_LOOK = Duration.ofMinutes(10);

    private static final Duration FULL_LOOKS = Duration.ofDays(1);

    @Inject
    AuditChain chain;

    @Inject
    Refusals refusals;

    @Inject
    RefusalJournal journal;

    @Inject
    Clock clock;

    /** Up to when every event was seen that was committed in time; empty before the first run. */
    private Optional<Instant> completeUntil = Optional.empty();

    /** The oldest refusal that was written since events were linked: it may have waited for the database for hours. */
    private Instant written = Instant.MAX;

    // on the clock of System.nanoTime: whoever sets the other one stops nothing
    private long nextLongLook = System.nanoTime();
    private long nextFullLook = System.nanoTime() + FIRST_FULL_LOOK.toNanos();

    /** Writes and links what is new. What cannot be written keeps nothing from being linked. */
    public synchronized void keep() {
        try {
            if (completeUntil.isEmpty()) {
                // no bean can be made any more when the server stops
                journal.write(List.of());
            }
            write(refusals.take());
        } finally {
            link();
        }
    }

    /** The same when the server stops: all that there is. */
    public synchronized void finish() {
        try {
            write(refusals.takeLast());
        } finally {
            link(longAgo());
        }
    }

    private void link() {
        long moment = System.nanoTime();
        Instant now = clock.instant();
        if (moment - nextFullLook >= 0) {
            // whatever comes of it: it is dear
            nextFullLook = moment + FULL_LOOKS.toNanos();
            chain.oldestNews().ifPresent(this::link);
        }
        if (moment - nextLongLook < 0) {
            link(now.minus(SHORT));
            return;
        }
        link(longAgo());
        completeUntil = Optional.of(now);
        nextLongLook = moment + ONCE_IN_A_WHILE.toNanos();
    }

    private Instant longAgo() {
        Instant now = clock.instant();
        return completeUntil
                .or(chain::lastTime)
                .map(until -> (until.isBefore(now) ? until : now).minus(LONG))
                .orElse(Instant.EPOCH);
    }

    private void link(Instant from) {
        Instant since = written.isBefore(from) ? written : from;
        if (chain.hasNews(since)) {
            Optional<Instant> more = Optional.of(since);
            while (more.isPresent()) {
                more = chain.link(more.get());
            }
        }
        written = Instant.MAX;
    }

    private void write(List<Refused> taken) {
        if (taken.isEmpty()) {
            return;
        }
        boolean done = false;
        try {
            journal.write(taken);
            done = true;
            for (Refused refused : taken) {
                written = refused.at().isBefore(written) ? refused.at() : written;
            }
        } finally {
            if (!done) {
                refusals.giveBack(taken);
            }
        }
    }
}
