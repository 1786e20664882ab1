package org.bailiwick.audit;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

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
     * Adds one.
     *
     * @param subject whose refusals are counted together: an account, or a client's network
     */
    public synchronized void record(String subject, RefusalEvent refusal) {
        window.add(subject, refusal);
    }

    synchronized List<RefusalEvent> take() {
        return window.take(clock.instant());
    }

    synchronized List<RefusalEvent> takeLast() {
        window.end(clock.instant());
        return window.take(clock.instant());
    }

    synchronized void giveBack(List<RefusalEvent> taken) {
        window.giveBack(taken);
    }
}
