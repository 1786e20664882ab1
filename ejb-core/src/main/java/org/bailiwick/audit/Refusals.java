package org.bailiwick.audit;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.bailiwick.audit.RefusalWindow.Refused;

/**
 * Refusals that wait to be written. What is refused rolls its transaction back, so its refusal is written a moment later,
 * with others, in a transaction of their own; how many of them is bounded ({@link RefusalWindow}). Recording one never
 * waits, needs no transaction and no connection.
 */
@ApplicationScoped
public class Refusals {

    @Inject
    Clock clock;

    private RefusalWindow window;

    @PostConstruct
    void open() {
        window = new RefusalWindow(clock.instant());
    }

    /**
     * Adds one of somebody who proved nothing.
     *
     * @param subject whose refusals are counted together, and what its client cannot choose: its network
     */
    public synchronized void record(String subject, RefusalEvent refusal) {
        window.add(subject, false, new Refused(clock.instant(), refusal));
    }

    /**
     * Adds one of somebody who is known.
     *
     * @param subject the account that signed the request, after its signature was verified; or the administrator's
     *     credential that was shown
     */
    public synchronized void recordOf(String subject, RefusalEvent refusal) {
        window.add(subject, true, new Refused(clock.instant(), refusal));
    }

    synchronized List<Refused> take() {
        return window.take(clock.instant());
    }

    synchronized List<Refused> takeLast() {
        window.end(clock.instant());
        return window.take(clock.instant());
    }

    synchronized void giveBack(List<Refused> taken) {
        window.giveBack(taken);
    }
}
