package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import org.bailiwick.authorization.ValidationRecord;
import org.bailiwick.validation.ValidationStep;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened while a name was validated.
 *
 * @param attempt which attempt it belongs to; the first is 1
 * @param at when that attempt ended; null if that was not recorded
 * @param first whether it is the first of its attempt
 * @param kind its word
 * @param tone whether it went well: {@code good}, {@code bad}, {@code neutral}
 * @param sentence what happened, without a full stop
 */
public record TraceStep(int attempt, @Nullable Instant at, boolean first, String kind, String tone, String sentence)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static TraceStep of(ValidationRecord.Step recorded, boolean first) {
        ValidationStep step = recorded.step();
        return new TraceStep(
                recorded.attempt(), recorded.at(), first, word(step.kind()), tone(step.kind()), step.sentence());
    }

    private static String word(ValidationStep.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String tone(ValidationStep.Kind kind) {
        return switch (kind) {
            case RESOLVED, CONNECTED, SECURED, CONCLUDED -> "good";
            case NOT_RESOLVED, REFUSED, NOT_CONNECTED -> "bad";
            // an answer may be the wrong one
            case ANSWERED, REDIRECTED -> "neutral";
        };
    }
}
