package org.bailiwick.admin;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.Problem;
import org.bailiwick.audit.RefusalEvent.AdministrationRefused;
import org.bailiwick.audit.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * Has it written down that an administrator asked for what is not his to have: a moment later, and bounded, as a page that
 * asks again and again must not fill the audit log (docs/adr/0026). Called after the transaction of the refusal has ended.
 */
@Stateless
@PermitAll
public class RefusalRecorder {

    @Inject
    Caller caller;

    @Inject
    Refusals refusals;

    /**
     * Hands it on.
     *
     * @param method the HTTP method, or what is like it
     * @param resource what was asked for
     * @param because {@code team}, {@code role}, or the ACME error type for which a certificate was refused
     * @param decidedBy what each level's policy said of its names; null if no policy refused
     */
    public void record(String method, String resource, String because, @Nullable JsonObject decidedBy) {
        UUID who = caller.id();
        refusals.record(
                Optional.of(who.toString()),
                "",
                new AdministrationRefused(who, Problem.printable(method + " " + resource), because, decidedBy));
    }
}
