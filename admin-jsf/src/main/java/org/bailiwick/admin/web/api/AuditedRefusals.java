package org.bailiwick.admin.web.api;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import org.bailiwick.admin.RefusalRecorder;
import org.bailiwick.schema.DatabaseFault;
import org.jspecify.annotations.Nullable;

/** Has a refusal written down. While nobody knows who asked, as the database is away, it is told that instead. */
@ApplicationScoped
public class AuditedRefusals {

    @Inject
    RefusalRecorder recorder;

    /**
     * Has a refusal written down.
     *
     * @param method the HTTP method
     * @param resource what was asked for
     * @param because as {@link RefusalRecorder#record} has it
     * @param refusal what is answered then
     * @return that, or that the database is away
     */
    Response answer(String method, String resource, String because, Response refusal) {
        return answer(method, resource, because, null, refusal);
    }

    /**
     * The same of a certificate.
     *
     * @param decidedBy as {@link RefusalRecorder#record} has it
     */
    Response answer(String method, String resource, String because, @Nullable JsonObject decidedBy, Response refusal) {
        try {
            recorder.record(method, resource, because, decidedBy);
            return refusal;
        } catch (EJBException notKnown) {
            if (DatabaseFault.isAway(notKnown)) {
                return ProblemResponse.databaseAway(notKnown);
            }
            throw notKnown;
        }
    }
}
