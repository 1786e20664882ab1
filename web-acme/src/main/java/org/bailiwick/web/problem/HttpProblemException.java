package org.bailiwick.web.problem;

import java.net.URI;
import java.util.Optional;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.jspecify.annotations.Nullable;

/** A request that HTTP has a status of its own for; its problem document is {@code malformed} with that status, but for 401. */
public final class HttpProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Problem problem;
    private final @Nullable URI location;

    private HttpProblemException(int status, Problem problem, @Nullable URI location) {
        super(problem.detail());
        this.status = status;
        this.problem = problem;
        this.location = location;
    }

    private HttpProblemException(int status, String detail) {
        this(status, ProblemType.MALFORMED.problem(detail), null);
    }

    /** 401, where RFC 8555 demands it (§6.4, §7.3.6); otherwise {@code unauthorized} is 403. */
    public static HttpProblemException unauthorized(String detail) {
        return new HttpProblemException(401, ProblemType.UNAUTHORIZED.problem(detail), null);
    }

    /** 404: no such resource, or none for who asks; the two look the same. */
    public static HttpProblemException notFound(String detail) {
        return new HttpProblemException(404, detail);
    }

    /** 409: what is asked for is there already (RFC 8555 §7.3.5). */
    public static HttpProblemException conflict(URI location, String detail) {
        return new HttpProblemException(409, ProblemType.MALFORMED.problem(detail), location);
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

    /** The {@code Location} of what is in the way. */
    public Optional<URI> location() {
        return Optional.ofNullable(location);
    }
}
