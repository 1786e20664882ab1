package org.bailiwick.web.problem;

import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/** A request that HTTP has a status of its own for; its problem document is {@code malformed} with that status, but for 401. */
public final class HttpProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Problem problem;

    private HttpProblemException(int status, Problem problem) {
        super(problem.detail());
        this.status = status;
        this.problem = problem;
    }

    private HttpProblemException(int status, String detail) {
        this(status, ProblemType.MALFORMED.problem(detail));
    }

    /** 401, where RFC 8555 demands it (§6.4, §7.3.6); otherwise {@code unauthorized} is 403. */
    public static HttpProblemException unauthorized(String detail) {
        return new HttpProblemException(401, ProblemType.UNAUTHORIZED.problem(detail));
    }

    /** 404: no such resource, or none for who asks; the two look the same. */
    public static HttpProblemException notFound(String detail) {
        return new HttpProblemException(404, detail);
    }

    /** 413. */
    public static HttpProblemException tooLarge(String detail) {
        return new HttpProblemException(413, detail);
    }

    /** 415. */
    public static HttpProblemException unsupportedMediaType(String detail) {
        return new HttpProblemException(415, detail);
    }

    public int status() {
        return status;
    }

    public Problem problem() {
        return problem;
    }
}
