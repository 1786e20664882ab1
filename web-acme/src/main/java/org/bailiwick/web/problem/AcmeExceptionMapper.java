package org.bailiwick.web.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.RateLimitedException;

/** A refusal becomes its problem document; one that will pass says when (RFC 8555 §6.6). */
@Provider
public class AcmeExceptionMapper implements ExceptionMapper<AcmeException> {

    @Override
    public Response toResponse(AcmeException refusal) {
        Response problem = ProblemResponse.of(refusal.problem());
        return refusal instanceof RateLimitedException limited
                ? Response.fromResponse(problem)
                        .header(HttpHeaders.RETRY_AFTER, limited.retryAfter().toSeconds())
                        .build()
                : problem;
    }
}
