package org.bailiwick.validation;

import java.time.Duration;

/**
 * How validators work. Given to a validator when it is made: making one costs nothing, so each provisioner can have its
 * own.
 *
 * @param targets which addresses may be connected to
 * @param resolver how names are resolved
 * @param http01Port where http-01 asks: 80 by RFC 8555 §8.3; another one only where port 80 is forwarded from there, and
 *     in tests
 * @param timeLimit for one attempt, from the first DNS query to the last byte; 10 ms to 2 minutes
 * @param redirectLimit how many redirects http-01 follows, 0 to 20
 */
public record ValidationSettings(
        ValidationTargets targets, NameResolver resolver, int http01Port, Duration timeLimit, int redirectLimit) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    public ValidationSettings {
        if (http01Port < 1 || http01Port > 65535) {
            throw new IllegalArgumentException("The http-01 port is %d; a port is 1 to 65535.".formatted(http01Port));
        }
        if (timeLimit.compareTo(SHORTEST) < 0 || timeLimit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The time limit of a validation is %s; it may be 10 ms to 2 minutes.".formatted(timeLimit));
        }
        if (redirectLimit < 0 || redirectLimit > 20) {
            throw new IllegalArgumentException("The redirect limit is %d; it may be 0 to 20.".formatted(redirectLimit));
        }
    }

    /** All unicast targets, the system's resolver, port 80, 10 seconds, 10 redirects. */
    public static ValidationSettings standard() {
        return new ValidationSettings(ValidationTargets.DEFAULT, NameResolver.system(), 80, Duration.ofSeconds(10), 10);
    }
}
