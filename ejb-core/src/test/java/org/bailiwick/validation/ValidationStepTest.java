package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client may know of an attempt, and what it could map a network by. */
class ValidationStepTest {

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "NOT_CONNECTED"})
    void whyNoConnectionWasMadeIsNotTold(Kind kind) {
        ValidationStep told = step(kind, "10.1.2.3 refused the connection").told();

        assertThat(told).isEqualTo(step(Kind.NOT_CONNECTED, "no connection to 10.1.2.3 port 80 was made"));
    }

    @ParameterizedTest
    @EnumSource
    void ofAnotherServerNothingIsTold(Kind kind) {
        ValidationStep told =
                step(kind, "GET /secret answered 403").atAnotherServer().told();

        assertThat(told.toString()).contains("another server").doesNotContain("secret", "10.1.2.3", "host.corp", "80");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFUSED", "NOT_CONNECTED"})
    void theRestIsToldAsItIs(Kind kind) {
        ValidationStep step = step(kind, "as it was");

        assertThat(step.told()).isEqualTo(step);
    }

    private static ValidationStep step(Kind kind, String sentence) {
        return new ValidationStep(kind, sentence, null, "host.corp", 80, List.of(), "10.1.2.3", null);
    }
}
