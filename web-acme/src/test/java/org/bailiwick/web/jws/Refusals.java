package org.bailiwick.web.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/** Assertions about what a client is told. */
final class Refusals {

    private Refusals() {}

    static void assertMalformed(ThrowingCallable request, String... words) {
        assertRefused(ProblemType.MALFORMED, request, words);
    }

    static void assertRefused(ProblemType type, ThrowingCallable request, String... words) {
        AcmeException refusal = catchThrowableOfType(AcmeException.class, request);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.problem().type()).as(refusal.problem().detail()).isEqualTo(type);
        assertThat(refusal.problem().detail())
                .contains(words)
                .matches("[A-Z].*[.]")
                .doesNotContain("Exception", "jakarta", "org.");
    }
}
