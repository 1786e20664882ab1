package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;

/** A refusal becomes its problem document. That somebody asked for another team's things is audited first. */
@Provider
public class AdminExceptionMapper implements ExceptionMapper<AdminException> {

    @Inject
    AuditedRefusals refusals;

    @Context
    Request request;

    @Context
    UriInfo uri;

    @Override
    public Response toResponse(AdminException refused) {
        Response answer =
                ProblemResponse.of(status(refused.refusal()), String.valueOf(refused.getMessage()), refused.errors());
        return switch (refused.refusal()) {
            case FOREIGN -> refusals.answer(request.getMethod(), uri.getPath(), "team", answer);
            case FORBIDDEN -> refusals.answer(request.getMethod(), uri.getPath(), "role", answer);
            case UNKNOWN, INVALID, CONFLICT, STALE, UNCERTAIN -> answer;
        };
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case UNKNOWN, FOREIGN -> 404;
            case FORBIDDEN -> 403;
            case INVALID -> 400;
            case CONFLICT -> 409;
            case STALE -> 412;
            case UNCERTAIN -> 503;
        };
    }
}
