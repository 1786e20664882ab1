package org.bailiwick.web.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.bailiwick.acme.Problem;

/** A problem document as an HTTP answer (RFC 8555 §6.7, RFC 9457). */
final class ProblemResponse {

    private ProblemResponse() {}

    static Response of(Problem problem) {
        return of(ProblemStatus.of(problem), problem);
    }

    static Response of(int status, Problem problem) {
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
                .entity(ProblemJson.of(problem, status).toString())
                .build();
    }
}
