package org.bailiwick.web.problem;

import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.authority.NoActiveIssuerException;
import org.bailiwick.certificate.NoSuchCertificateException;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.order.NoSuchOrderException;
import org.bailiwick.schema.DatabaseFault;

/**
 * Everything that is no refusal of ours. HTTP's own (no such resource, wrong method) keeps its status. A token or a
 * database that is away is worth a retry, as is a token that lacks a key until somebody gives it one, an authority that waits
 * for its own certificate, and so is a race that was lost. The rest is a fault of ours: logged with an id, and the client gets that id and nothing else.
 */
@Provider
public class UncaughtExceptionMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = System.getLogger(UncaughtExceptionMapper.class.getName());

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof HttpProblemException http) {
            Response problem = ProblemResponse.of(http.status(), http.problem());
            return http.location()
                    .map(there -> Response.fromResponse(problem).location(there).build())
                    .orElse(problem);
        }
        if (thrown instanceof NoSuchOrderException || thrown instanceof NoSuchCertificateException) {
            return ProblemResponse.of(404, ProblemType.MALFORMED.problem(String.valueOf(thrown.getMessage())));
        }
        if (thrown instanceof NoActiveIssuerException) {
            return retryAfter(600, String.valueOf(thrown.getMessage()));
        }
        if (thrown instanceof WebApplicationException http && http.getResponse().getStatus() < 500) {
            return ofHttp(http.getResponse());
        }
        String incident = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "Incident " + incident + hint(thrown), thrown);
        return answer(thrown, incident);
    }

    /** What to do about a token, which the stack trace does not say. */
    private static String hint(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenException token) {
                return ": %s. %s".formatted(token.getMessage(), token.hint());
            }
        }
        return "";
    }

    private static Response answer(Throwable thrown, String incident) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException
                    || cause instanceof PessimisticLockException
                    || cause instanceof LockTimeoutException) {
                return retryAfter(
                        1,
                        "Another request changed the same resource at the same moment. Send this one again. (%s)"
                                .formatted(incident));
            }
        }
        if (isAway(thrown)) {
            return retryAfter(
                    60,
                    "The authority cannot work right now: its key store or its database does not answer. Try again in a minute. (%s)"
                            .formatted(incident));
        }
        return ProblemResponse.of(
                500,
                ProblemType.SERVER_INTERNAL.problem(
                        "Something went wrong on our side. If it happens again, tell the administrators this number: %s."
                                .formatted(incident)));
    }

    /** Whether it comes of a token or a database that does not do its work now. */
    static boolean isAway(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenException) {
                return true;
            }
        }
        return DatabaseFault.isAway(thrown);
    }

    private static Response ofHttp(Response http) {
        Object allow = http.getHeaders().getFirst(HttpHeaders.ALLOW);
        String sentence = allow != null && !allow.toString().contains("POST")
                ? "This resource is read by GET."
                : sentence(http.getStatus());
        Response problem = ProblemResponse.of(http.getStatus(), ProblemType.MALFORMED.problem(sentence));
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    private static String sentence(int status) {
        return switch (status) {
            case 404 -> "There is no such resource; begin at the directory.";
            case 405 -> "This resource does not have that method; ACME reads by POST-as-GET (RFC 8555 §6.3).";
            case 406 -> "This resource does not come in a media type that your Accept header permits.";
            case 415 -> "The Content-Type of a POST must be application/jose+json (RFC 8555 §6.2).";
            default -> "The request cannot be understood.";
        };
    }

    private static Response retryAfter(int seconds, String sentence) {
        return Response.fromResponse(ProblemResponse.of(503, ProblemType.SERVER_INTERNAL.problem(sentence)))
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }
}
