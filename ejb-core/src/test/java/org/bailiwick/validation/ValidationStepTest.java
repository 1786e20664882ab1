package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bailiwick.validation.ValidationStep.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client may know of an attempt, and what it could map a network by. */
class ValidationStepTest {

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "NOT_CONNECTED"})
    void whyNoConnectionWasMadeIsNotTold(Kind kind) {
        ValidationStep told =
                step(kind, "10.1.2.3 refused the connection", "host.corp").toldOwnerOf("host.corp");

        assertThat(told).isEqualTo(step(Kind.NOT_CONNECTED, "no connection to 10.1.2.3 port 80 was made", "host.corp"));
    }

    @Test
    void whatAnotherServerAnswersIsNotTold() {
        ValidationStep answered = step(Kind.ANSWERED, "GET /secret answered 403", "other.corp");

        assertThat(answered.toldOwnerOf("host.corp").sentence()).isEqualTo("GET was answered");
        assertThat(answered.toldOwnerOf("other.corp")).isEqualTo(answered);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REFUSED", "NOT_CONNECTED", "ANSWERED"})
    void theRestIsToldAsItIs(Kind kind) {
        ValidationStep step = step(kind, "as it was", "other.corp");

        assertThat(step.toldOwnerOf("host.corp")).isEqualTo(step);
    }

    private static ValidationStep step(Kind kind, String sentence, String hostname) {
        return new ValidationStep(kind, sentence, null, hostname, 80, List.of(), "10.1.2.3", null);
    }
}
