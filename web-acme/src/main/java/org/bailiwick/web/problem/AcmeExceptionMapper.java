package org.bailiwick.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.RateLimitedException;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.acme.UserActionRequiredException;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.RejectedNamesException;

/** A refusal becomes its problem document, and says when it will pass, or what a person has to do. */
@Provider
public class AcmeExceptionMapper implements ExceptionMapper<AcmeException> {

    /** The request's attribute that has the {@link Explanation} of names that were refused, for the audit log. */
    public static final String EXPLANATION = Explanation.class.getName();

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(AcmeException refusal) {
        if (refusal instanceof RejectedNamesException rejected) {
            request.setAttribute(EXPLANATION, rejected.explanation());
        }
        if (refusal instanceof RateLimitedException limited) {
            // RFC 8555 §6.6
            return Response.fromResponse(ProblemResponse.of(limited.problem()))
                    .header(HttpHeaders.RETRY_AFTER, limited.retryAfter().toSeconds())
                    .build();
        }
        if (refusal instanceof TooLateException && refusal.problem().type() == ProblemType.UNAUTHORIZED) {
            // RFC 8555 §7.3.6: an account that is deactivated
            return ProblemResponse.of(401, refusal.problem());
        }
        return refusal instanceof UserActionRequiredException action
                ? ProblemResponse.of(action)
                : ProblemResponse.of(refusal.problem());
    }
}
