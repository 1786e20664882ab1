package org.bailiwick.admin.web.api;

import jakarta.ejb.EJBAccessException;
import jakarta.inject.Inject;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.schema.DatabaseFault;

/**
 * Everything that is no refusal of ours. HTTP's own (no such resource, wrong method) keeps its status, and a role that may
 * not do something is told so. A token or a database that is away is worth a retry, and so is a race that was lost. The
 * rest is a fault of ours: logged with an id, and the client gets that id and nothing else.
 */
@Provider
public class UncaughtExceptionMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(UncaughtExceptionMapper.class.getName());

    @Inject
    AuditedRefusals refusals;

    @Context
    Request request;

    @Context
    UriInfo uri;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof EJBAccessException) {
            return refusals.answer(
                    request.getMethod(),
                    uri.getPath(),
                    "role",
                    ProblemResponse.of(403, "Your role may not do this; docs/admin-api.md says who may."));
        }
        if (thrown instanceof WebApplicationException http && http.getResponse().getStatus() < 500) {
            return ofHttp(http.getResponse());
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException
                    || cause instanceof PessimisticLockException
                    || cause instanceof LockTimeoutException) {
                return ProblemResponse.of(
                        409,
                        "Somebody else changed the same thing at the same moment; read it again, and decide again.");
            }
            if (cause instanceof TokenException away) {
                LOG.log(
                        Level.WARNING,
                        "Refused an administrator, as the token is away: {0}. {1}",
                        away.getMessage(),
                        away.hint());
                return Response.fromResponse(ProblemResponse.of(
                                503,
                                away instanceof TokenUnavailable
                                        ? "The token with the keys does not answer; the server's log says more."
                                        : "%s. %s".formatted(away.getMessage(), away.hint())))
                        .header(HttpHeaders.RETRY_AFTER, 60)
                        .build();
            }
        }
        if (DatabaseFault.isAway(thrown)) {
            return ProblemResponse.databaseAway(thrown);
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "Incident " + incident, thrown);
        return ProblemResponse.of(
                500,
                "Something went wrong on our side; the server's log has it under the number %s.".formatted(incident));
    }

    private static Response ofHttp(Response http) {
        if (http.hasEntity()) {
            return http;
        }
        Response problem = ProblemResponse.of(http.getStatus(), sentence(http.getStatus()));
        Object allow = http.getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is no such resource; openapi.json lists them all.";
            case 405 -> "This resource does not have that method; the Allow header lists those that it has.";
            case 406 -> "This resource does not come in a media type that your Accept header permits.";
            case 415 -> "The Content-Type is not one that this resource takes; mostly that is application/json.";
            default -> "The request cannot be understood.";
        };
    }
}
