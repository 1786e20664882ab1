package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bailiwick.authorization.OrderScene.ORDERED;
import static org.bailiwick.authorization.OrderScene.saw;

import java.util.Collections;
import java.util.List;
import org.bailiwick.authorization.ValidationRecord.Step;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.validation.ValidationStep.Kind;
import org.bailiwick.validation.ValidationTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidationRecordTest {

    @ParameterizedTest
    @EnumSource
    void aStepIsReadAsItWasWritten(Kind kind) {
        ValidationStep full = new ValidationStep(
                kind,
                "got \"404\" \\ …",
                "http://host.corp/x",
                "host.corp",
                80,
                List.of("10.1.2.3", "fd00::1"),
                "10.1.2.3",
                "10.0.0.53");
        ValidationStep bare = new ValidationStep(kind, "", null, null, null, List.of(), null, null);
        ValidationStep elsewhere =
                new ValidationStep(kind, "there", null, null, null, List.of(), "10.9.9.9", null, true);
        ValidationRecord record = ValidationRecord.NONE
                .and(1, new ValidationTrace(List.of(full, bare, elsewhere)), ORDERED)
                .and(2, new ValidationTrace(List.of(bare)), ORDERED.plusSeconds(1));

        assertThat(ValidationRecord.parse(record.json(10_000))).isEqualTo(record);
        assertThat(record.steps())
                .containsExactly(
                        new Step(1, ORDERED, full),
                        new Step(1, ORDERED, bare),
                        new Step(1, ORDERED, elsewhere),
                        new Step(2, ORDERED.plusSeconds(1), bare));
        assertThat(record.lastAttempt()).contains(ORDERED.plusSeconds(1));
        // as it was written when nobody asked for the time
        assertThat(ValidationRecord.parse(record.json(10_000).replaceAll(",\"at\":\"[^\"]*\"", ""))
                        .lastAttempt())
                .isEmpty();
        assertThat(record.told()).extracting(Step::attempt).containsExactly(1, 1, 1, 2);
        assertThat(record.told().toString()).doesNotContain("10.9.9.9");
    }

    @Test
    void ofTooMuchTheLastStepsAreKept() {
        ValidationTrace hundred =
                new ValidationTrace(Collections.nCopies(100, saw("a").steps().get(0)));
        ValidationRecord record = ValidationRecord.NONE.and(1, hundred, ORDERED).and(2, saw("last"), ORDERED);

        String json = record.json(1_000);

        assertThat(json).hasSizeBetween(900, 1_000);
        List<Step> kept = ValidationRecord.parse(json).steps();
        assertThat(kept).hasSizeGreaterThan(5);
        assertThat(kept.get(kept.size() - 1).step().sentence()).isEqualTo("last");
        assertThat(ValidationRecord.parse(record.json(2)).steps()).isEmpty();
    }
}
