package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.policy.RejectedNamesException;
import org.bailiwick.policy.document.ExplanationDocument;

/**
 * What the domain refuses in the words of RFC 8555 is a bad request here, or a conflict with what happened before it. That a
 * certificate was refused is audited first.
 */
@Provider
public class AcmeExceptionMapper implements ExceptionMapper<AcmeException> {

    @Inject
    AuditedRefusals refusals;

    @Context
    Request request;

    @Context
    UriInfo uri;

    @Override
    public Response toResponse(AcmeException refusal) {
        ProblemType type = refusal.problem().type();
        Response answer = ProblemResponse.of(
                refusal instanceof TooLateException ? 409 : 400,
                refusal.problem().detail(),
                refusal.problem().subproblems().stream().map(Problem::detail).toList());
        if (type == ProblemType.REJECTED_IDENTIFIER || type == ProblemType.BAD_CSR) {
            return refusals.answer(
                    request.getMethod(),
                    uri.getPath() + ": " + refusal.problem().detail(),
                    type.rfcName(),
                    refusal instanceof RejectedNamesException rejected
                            ? ExplanationDocument.refused(rejected.explanation())
                            : null,
                    answer);
        }
        return answer;
    }
}
