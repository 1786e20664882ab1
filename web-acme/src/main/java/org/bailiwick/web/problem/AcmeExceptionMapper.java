package org.bailiwick.web.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.bailiwick.acme.AcmeException;

/** A refusal becomes its problem document. */
@Provider
public class AcmeExceptionMapper implements ExceptionMapper<AcmeException> {

    @Override
    public Response toResponse(AcmeException refusal) {
        return ProblemResponse.of(refusal.problem());
    }
}
