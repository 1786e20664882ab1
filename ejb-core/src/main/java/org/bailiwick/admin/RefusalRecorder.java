package org.bailiwick.admin;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import org.bailiwick.acme.Problem;
import org.bailiwick.audit.AdministrationEvent;
import org.bailiwick.audit.AuditLog;
import org.jspecify.annotations.Nullable;

/**
 * Writes down that an administrator asked for what is not his to have. Called after the transaction of the
 * refusal has ended, in one of its own.
 */
@Stateless
@PermitAll
public class RefusalRecorder {

    @Inject
    Caller caller;

    @Inject
    AuditLog audit;

    /**
     * Writes it down.
     *
     * @param method the HTTP method, or what is like it
     * @param resource what was asked for
     * @param because {@code team}, {@code role}, or the ACME error type for which a certificate was refused
     * @param decidedBy what each level's policy said of its names; null if no policy refused
     */
    public void record(String method, String resource, String because, @Nullable JsonObject decidedBy) {
        audit.record(new AdministrationEvent.AdministrationRefused(
                caller.id(), Problem.printable(method + " " + resource), because, decidedBy));
    }
}
