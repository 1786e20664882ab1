package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.audit.AdministratorEvent;
import org.bailiwick.audit.AuditLog;

/** Links by which people set their passwords, each once. */
@Stateless
@PermitAll
public class InvitationRecords {

    @Inject
    Administrators administrators;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** The name of whom a link is for; empty if it opens nothing. */
    public Optional<String> nameOf(LinkSecret link) {
        return administrators
                .invitedBy(link)
                .flatMap(administrators::withId)
                .filter(person -> person.isInvitedBy(link, clock.instant()))
                .map(Administrator::name);
    }

    /**
     * Sets the password, which ends the link.
     *
     * @throws AdminException {@code INVALID} if it was used meanwhile
     */
    public void use(LinkSecret link, String hash, String client) {
        Administrator person = administrators
                .invitedBy(link)
                .flatMap(administrators::lock)
                .filter(locked -> locked.isInvitedBy(link, clock.instant()))
                .orElseThrow(() -> AdminException.invalid("This link was used a moment ago."));
        person.set(hash);
        audit.record(new AdministratorEvent.PasswordSet(null, person.id(), client));
    }
}
