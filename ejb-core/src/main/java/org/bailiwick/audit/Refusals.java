package org.bailiwick.audit;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bailiwick.audit.RefusalWindow.Refused;
import org.bailiwick.limit.ClientNetwork;

/**
 * Refusals that wait to be written. What is refused rolls its transaction back, so its refusal is written a moment later,
 * with others, in a transaction of their own; how many of them is bounded ({@link RefusalWindow}). Recording one never
 * waits, needs no transaction and no connection.
 */
@ApplicationScoped
public class Refusals {

    @Inject
    Clock clock;

    @Inject
    Event<AuditEvent> observers;

    private RefusalWindow window;

    @PostConstruct
    void open() {
        window = new RefusalWindow(clock.instant());
    }

    /**
     * Adds one of somebody who proved nothing. It is counted with those of the same network, which its client cannot choose.
     *
     * @param client the address that the request came from
     */
    public void record(String client, RefusalEvent refusal) {
        record(Optional.empty(), client, refusal);
    }

    /**
     * Adds one, and tells its observers, whether it will be told one by one or as a number.
     *
     * @param known whose it is, if that was proven: the account that signed the request, after its signature was verified,
     *     or the administrator's credential that was shown: its id, or the hash of a certificate that TLS has verified
     * @param client the address that the request came from
     */
    public void record(Optional<String> known, String client, RefusalEvent refusal) {
        add(known.orElseGet(() -> ClientNetwork.of(client)), known.isPresent(), refusal);
        observers.fire(refusal);
    }

    private synchronized void add(String subject, boolean known, RefusalEvent refusal) {
        window.add(subject, known, new Refused(clock.instant(), refusal));
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
