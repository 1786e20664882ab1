package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.KeyAuthorization;
import org.bailiwick.acme.Problem;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.ValidationRecord;
import org.jspecify.annotations.Nullable;

/**
 * One way to prove a name, and what came of it.
 *
 * @param type as RFC 8555 §9.7.8 has it
 * @param status the word of RFC 8555 §7.1.6
 * @param readySince when the client said that it is ready; null if it did not
 * @param validatedAt when it was met; null if it was not
 * @param nextAttempt when it is attempted again; null before the first attempt, and when it has ended
 * @param problem why the last attempt did not succeed; null if it did, or there was none
 * @param place where the proof is looked for: a URL, or a name
 * @param proof what is looked for there, as far as the account's key is the same as then
 * @param steps what the attempts did; the last ones if there were many
 */
public record ChallengeDetails(
        String type,
        String status,
        int attempts,
        @Nullable Instant readySince,
        @Nullable Instant validatedAt,
        @Nullable Instant nextAttempt,
        @Nullable String problem,
        String place,
        String proof,
        List<TraceStep> steps)
        implements Serializable {

    /** Three attempts with some redirects; a page must not grow with what others send us. */
    static final int MOST_STEPS = 60;

    @Serial
    private static final long serialVersionUID = 1L;

    public ChallengeDetails {
        steps = List.copyOf(steps);
    }

    static ChallengeDetails of(Challenge challenge, String thumbprint) {
        KeyAuthorization key = KeyAuthorization.of(challenge.token(), new JwkThumbprint(thumbprint));
        return new ChallengeDetails(
                challenge.type().wireName(),
                challenge.status().name().toLowerCase(Locale.ROOT),
                challenge.attempts(),
                challenge.processingSince().orElse(null),
                challenge.validatedAt().orElse(null),
                challenge.nextAttempt().orElse(null),
                challenge.problem().map(Problem::detail).orElse(null),
                place(challenge),
                switch (challenge.type()) {
                    case HTTP_01 -> key.value();
                    case DNS_01 -> key.digestText();
                    case TLS_ALPN_01 -> HexFormat.of().formatHex(key.digest());
                },
                steps(challenge.validationRecord()));
    }

    private static String place(Challenge challenge) {
        Identifier identifier = challenge.authorization().identifier();
        String name = identifier.baseName();
        return switch (challenge.type()) {
            case HTTP_01 ->
                "http://%s/.well-known/acme-challenge/%s"
                        .formatted(
                                identifier instanceof IpIdentifier && name.contains(":") ? "[" + name + "]" : name,
                                challenge.token().value());
            case DNS_01 -> "_acme-challenge." + name;
            case TLS_ALPN_01 -> name;
        };
    }

    private static List<TraceStep> steps(ValidationRecord validation) {
        List<ValidationRecord.Step> all = validation.steps();
        List<TraceStep> steps = new ArrayList<>();
        int attempt = 0;
        for (ValidationRecord.Step step : all.subList(Math.max(0, all.size() - MOST_STEPS), all.size())) {
            steps.add(TraceStep.of(step, step.attempt() != attempt));
            attempt = step.attempt();
        }
        return steps;
    }
}
