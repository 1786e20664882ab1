package org.bailiwick.admin.web.api;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.TooLateException;

/** What the domain refuses in the words of RFC 8555 is a bad request here, or a conflict with what happened before it. */
@Provider
public class AcmeExceptionMapper implements ExceptionMapper<AcmeException> {

    @Override
    public Response toResponse(AcmeException refusal) {
        return ProblemResponse.of(
                refusal instanceof TooLateException ? 409 : 400,
                refusal.problem().detail(),
                refusal.problem().subproblems().stream().map(Problem::detail).toList());
    }
}
