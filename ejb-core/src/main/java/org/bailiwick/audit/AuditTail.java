package org.bailiwick.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The end of the log, where events wait for their place: writes the refusals that wait, and has events linked. An event
 * can be committed long after its time (a slow transaction, a node whose clock is behind), so a run looks back a little,
 * and once a minute so far that no transaction is still open from then; the first run looks at all there is.
 */
@ApplicationScoped
public class AuditTail {

    /** How far a run looks back. Most events are committed within milliseconds. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    /** How far it looks back once in a while: no transaction is open so long, and no clock so far behind. */
    private static final Duration LONG = Duration.ofMinutes(15);

    private static final Duration ONCE_IN_A_WHILE = Duration.ofMinutes(1);

    /** Before every event. */
    private static final Instant BEGINNING = Instant.EPOCH;

    @Inject
    AuditChain chain;

    @Inject
    Refusals refusals;

    @Inject
    RefusalJournal journal;

    @Inject
    Clock clock;

    /** Up to when every event was seen that was committed in time. */
    private Instant completeUntil = BEGINNING;

    private Instant nextLongLook = BEGINNING;

    /** Writes and links what is new. */
    public synchronized void keep() {
        if (completeUntil.equals(BEGINNING)) {
            // no bean can be made any more when the server stops
            journal.write(List.of());
        }
        write(refusals.take());
        Instant now = clock.instant();
        if (now.isBefore(nextLongLook)) {
            link(now.minus(SHORT));
            return;
        }
        link(completeUntil.equals(BEGINNING) ? BEGINNING : completeUntil.minus(LONG));
        completeUntil = now;
        nextLongLook = now.plus(ONCE_IN_A_WHILE);
    }

    /** The same when the server stops: all that there is. */
    public synchronized void finish() {
        write(refusals.takeLast());
        link(completeUntil.equals(BEGINNING) ? BEGINNING : completeUntil.minus(LONG));
    }

    private void link(Instant since) {
        if (chain.hasNews(since)) {
            boolean more = true;
            while (more) {
                more = chain.link(since);
            }
        }
    }

    private void write(List<RefusalEvent> taken) {
        if (taken.isEmpty()) {
            return;
        }
        boolean written = false;
        try {
            journal.write(taken);
            written = true;
        } finally {
            if (!written) {
                refusals.giveBack(taken);
            }
        }
    }
}
