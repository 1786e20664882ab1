package org.bailiwick.web.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.CertificateNotIssuableException;

/**
 * A profile or an issuer's chain hinders what a client has every right to. It is worth a retry when the administrators have
 * mended that, and the client can tell them what.
 */
@Provider
public class NotIssuableMapper implements ExceptionMapper<CertificateNotIssuableException> {

    /** The request's attribute that says that it was refused, although its status is that of a fault: for the audit log. */
    public static final String REFUSED = CertificateNotIssuableException.class.getName();

    private static final Logger LOG = System.getLogger(NotIssuableMapper.class.getName());

    private static final int RETRY_AFTER_SECONDS = 600;

    @Context
    HttpServletRequest request;

    @Override
    public Response toResponse(CertificateNotIssuableException refusal) {
        request.setAttribute(REFUSED, true);
        LOG.log(
                Level.WARNING,
                "An order cannot be finalized at {0}: {1}",
                request.getRequestURI(),
                String.valueOf(refusal.getMessage()));
        return Response.fromResponse(ProblemResponse.of(503, problem(refusal)))
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .build();
    }

    static Problem problem(CertificateNotIssuableException refusal) {
        return ProblemType.SERVER_INTERNAL.problem(
                "The authority cannot make this certificate now: %s. Nothing is wrong with your request; tell this to the administrators."
                        .formatted(String.join("; ", refusal.findings())));
    }
}
