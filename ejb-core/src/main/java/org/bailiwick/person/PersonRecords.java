package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.Administrators;
import org.bailiwick.audit.AdministratorEvent;
import org.bailiwick.audit.AuditLog;

/** What is written about people once their passwords were compared, each in a transaction that holds for a moment. */
@Stateless
@PermitAll
public class PersonRecords {

    @Inject
    Administrators administrators;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** Somebody logged in by password. */
    public void loggedIn(UUID id, String client) {
        administrators.noteLogIn(id, clock.instant());
        audit.record(new AdministratorEvent.LoggedIn(id, "password", client));
    }

    /** Somebody logged in by a registered client certificate. */
    public void loggedInByCertificate(UUID token, String client) {
        audit.record(new AdministratorEvent.LoggedIn(token, "certificate", client));
    }

    /**
     * Somebody replaces his own password.
     *
     * @param epoch in which he proved that he knows it
     * @return the new epoch; empty if that ended meanwhile
     */
    public Optional<Integer> replacePassword(UUID id, int epoch, String hash, String client) {
        Optional<Administrator> found = administrators.lock(id).filter(person -> person.epoch() == epoch);
        found.ifPresent(person -> {
            person.set(hash);
            audit.record(new AdministratorEvent.PasswordSet(id, id, client));
        });
        return found.map(Administrator::epoch);
    }
}
