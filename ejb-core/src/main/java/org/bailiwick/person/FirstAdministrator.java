package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.Administrators;
import org.bailiwick.admin.LinkSecret;
import org.bailiwick.admin.Permit;
import org.bailiwick.audit.AdministratorEvent;
import org.bailiwick.audit.AuditLog;
import org.jspecify.annotations.Nullable;

/** How the first administrator comes to be: by whoever has a link that the server itself made, once. */
@Stateless
@PermitAll
public class FirstAdministrator {

    @Inject
    Administrators administrators;

    @Inject
    SetUpLinks links;

    @Inject
    AuditLog audit;

    @Inject
    Clock clock;

    /** Whether nobody can log in who may do everything. */
    public boolean isMissing() {
        return !administrators.somebodyMayDoEverything();
    }

    /** Makes a link; those before it open nothing any more. For the server itself, never for a request. */
    public LinkSecret openLink() {
        Instant now = clock.instant();
        links.endAll(now);
        LinkSecret secret = LinkSecret.random();
        SetUpLink link = new SetUpLink(secret, now);
        links.add(link);
        audit.record(new AdministratorEvent.SetUpLinkMade(link.id(), link.expiresAt()));
        return secret;
    }

    /** Whether a link opens anything; also whether it was not followed up by somebody who made an administrator otherwise. */
    public boolean opens(LinkSecret secret) {
        return isMissing()
                && links.of(secret)
                        .filter(link -> link.opensAt(clock.instant()))
                        .isPresent();
    }

    /**
     * Makes the first administrator by a link, which ends it.
     *
     * @param hash of the password
     * @throws AdminException {@code INVALID} if the link opens nothing; {@code CONFLICT} if there is one of that name
     */
    public void create(LinkSecret secret, AdministratorName name, String hash, String client) {
        Instant now = clock.instant();
        Optional<SetUpLink> link = links.lock(secret).filter(found -> found.opensAt(now));
        if (link.isEmpty() || !isMissing()) {
            throw AdminException.invalid(
                    "This link opens nothing any more: it was used, or it is too old. Each start of the server makes another one, as long as nobody can log in.");
        }
        add(name, hash, client, now);
        link.get().end(now);
    }

    /** Makes the one of a quick start. For the server itself, never for a request. */
    public void createForQuickStart(AdministratorName name, String hash) {
        add(name, hash, null, clock.instant());
    }

    private void add(AdministratorName name, String hash, @Nullable String client, Instant now) {
        Administrator first = new Administrator(name, Permit.EVERYTHING, now);
        first.set(hash);
        administrators.add(first);
        audit.record(new AdministratorEvent.Created(
                null, first.id(), first.name(), first.role().word(), null));
        audit.record(new AdministratorEvent.PasswordSet(null, first.id(), client));
    }
}
