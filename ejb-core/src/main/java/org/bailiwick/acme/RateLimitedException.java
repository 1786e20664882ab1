package org.bailiwick.acme;

import java.time.Duration;

/** A refusal because a rate limit is used up (RFC 8555 §6.6). */
public final class RateLimitedException extends AcmeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public RateLimitedException(String detail, Duration retryAfter) {
        super(ProblemType.RATE_LIMITED.problem(detail));
        this.retryAfter = retryAfter;
    }

    /** After what time it may be asked again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
