package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bailiwick.acme.Problem;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.ChallengeStatus;
import org.bailiwick.authorization.ValidationRecord;
import org.bailiwick.validation.ValidationStep;
import org.jspecify.annotations.Nullable;

/**
 * A name of an order, and how it was proven.
 *
 * @param number its place in the order; the first is 1
 * @param name with the {@code *.} of a wildcard
 * @param status the word of RFC 8555 §7.1.6
 * @param method the type of the challenge that was met; null if none was
 * @param address which was connected to when it was met; null if none was, as for DNS
 * @param validatedAt null if it was not
 * @param problem why it failed; null if it did not
 */
public record AuthorizationDetails(
        int number,
        String name,
        String status,
        @Nullable String method,
        @Nullable String address,
        @Nullable Instant validatedAt,
        @Nullable String problem)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static AuthorizationDetails of(Authorization authorization, int number, Instant now) {
        Optional<Challenge> met = authorization.challenges().stream()
                .filter(challenge -> challenge.status() == ChallengeStatus.VALID)
                .findFirst();
        return new AuthorizationDetails(
                number,
                authorization.identifier().value(),
                authorization.statusAt(now).name().toLowerCase(Locale.ROOT),
                met.map(challenge -> challenge.type().wireName()).orElse(null),
                met.flatMap(AuthorizationDetails::address).orElse(null),
                met.flatMap(Challenge::validatedAt).orElse(null),
                authorization.problem().map(Problem::detail).orElse(null));
    }

    /** The last one: redirects may have led elsewhere before. */
    private static Optional<String> address(Challenge challenge) {
        return challenge.validationRecord().steps().stream()
                .map(ValidationRecord.Step::step)
                .filter(step -> step.kind() == ValidationStep.Kind.CONNECTED)
                .map(ValidationStep::addressUsed)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later);
    }
}
