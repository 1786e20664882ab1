package org.bailiwick.web.problem;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.UserActionRequiredException;

/** A problem document as an HTTP answer (RFC 8555 §6.7, RFC 9457). */
final class ProblemResponse {

    private ProblemResponse() {}

    static Response of(Problem problem) {
        return of(ProblemStatus.of(problem), problem);
    }

    static Response of(int status, Problem problem) {
        return builder(status, ProblemJson.of(problem, status)).build();
    }

    /** With a link to the terms, and as "instance" where a person is to go (RFC 8555 §7.3.3): there, too. */
    static Response of(UserActionRequiredException action) {
        int status = ProblemStatus.of(action.problem());
        JsonObject document = ProblemJson.of(action.problem(), status, action.terms());
        return builder(status, document)
                .header(HttpHeaders.LINK, "<" + action.terms() + ">;rel=\"terms-of-service\"")
                .build();
    }

    private static Response.ResponseBuilder builder(int status, JsonObject document) {
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
                .entity(document.toString());
    }
}
