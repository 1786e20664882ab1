package org.bailiwick.ca;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/**
 * The validity that an order asks for (RFC 8555 §7.4). What it leaves open the profile decides; what it asks for it gets
 * to the second, or is refused.
 *
 * @param notBefore its first second; fractions are dropped
 * @param notAfter its last second; likewise
 */
public record RequestedValidity(Optional<Instant> notBefore, Optional<Instant> notAfter) {

    /** Asks for nothing. */
    public static final RequestedValidity NONE = new RequestedValidity(Optional.empty(), Optional.empty());

    /** A certificate that is made long before it is to be used is one that nobody looks after. */
    private static final Duration LONGEST_AHEAD = Duration.ofDays(7);

    public RequestedValidity {
        notBefore = notBefore.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS));
        notAfter = notAfter.map(instant -> instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Demands that a profile allows it now.
     *
     * @throws AcmeException {@code malformed} if it does not
     */
    public void requireWithin(CertificateProfile profile, Instant now) {
        Instant earliest = now.minus(profile.backdate()).truncatedTo(ChronoUnit.SECONDS);
        Instant start = notBefore.orElse(earliest);
        require(
                !start.isBefore(earliest),
                () -> "\"notBefore\" is %s, too long ago: a certificate may begin %s before now at the earliest."
                        .formatted(start, words(profile.backdate())));
        require(
                !start.isAfter(now.plus(LONGEST_AHEAD)),
                () -> "\"notBefore\" is %s, too far ahead: a certificate may begin %s from now at the latest."
                        .formatted(start, words(LONGEST_AHEAD)));
        requireNotOver(now);
        notAfter.ifPresent(end -> {
            require(!end.isBefore(start), () -> "\"notAfter\" is %s, which is before \"notBefore\", %s."
                    .formatted(end, start));
            require(
                    end.isBefore(start.plus(profile.validity())),
                    () -> "\"notAfter\" is %s, too late: a certificate of the profile \"%s\" is valid for %s at most."
                            .formatted(end, profile.name(), words(profile.validity())));
        });
    }

    /**
     * Demands that there is something left of it.
     *
     * @throws AcmeException {@code malformed} if its end is over
     */
    public void requireNotOver(Instant now) {
        notAfter.ifPresent(end -> require(end.isAfter(now), () -> "\"notAfter\" is %s, which is over.".formatted(end)));
    }

    private static void require(boolean met, Supplier<String> sentence) {
        if (!met) {
            throw new AcmeException(ProblemType.MALFORMED.problem(sentence.get()));
        }
    }

    /** For a person; in whole units, as profiles usually are. */
    static String words(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toHoursPart() == 0 ? duration.toDays() + " days" : duration.toHours() + " hours";
        }
        return duration.toMinutes() > 0 ? duration.toMinutes() + " minutes" : duration.toSeconds() + " seconds";
    }
}
