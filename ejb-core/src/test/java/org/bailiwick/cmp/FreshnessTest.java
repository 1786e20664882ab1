package org.bailiwick.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9483 §3.5. */
class FreshnessTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 299, 300, -1, -300})
    void clocksMayDifferByMinutes(long seconds) throws CmpException {
        Freshness.USUAL.requireRecent(Moments.header(), Moments.NOW.plusSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(longs = {301, -301, 3600, -3600})
    void andNotByMore(long seconds) {
        assertRefused(
                FailureInfo.BAD_TIME,
                () -> Freshness.USUAL.requireRecent(Moments.header(), Moments.NOW.plusSeconds(seconds)));
    }

    @Test
    void absurdTimesAreNotOfNow() {
        CmpHeader future = CmpHeader.request(Moments.CA, Instant.parse("9999-12-31T23:59:59Z"));
        assertRefused(FailureInfo.BAD_TIME, () -> Freshness.USUAL.requireRecent(future, Moments.NOW));
        CmpHeader past = CmpHeader.request(Moments.CA, Instant.parse("0001-01-01T00:00:00Z"));
        assertRefused(FailureInfo.BAD_TIME, () -> Freshness.USUAL.requireRecent(past, Moments.NOW));
    }

    @Test
    void aMessageWithoutATimeIsOfNoTime() throws CmpException {
        CmpHeader timeless = new RawMessage().without(0).request().header();
        assertRefused(FailureInfo.BAD_TIME, () -> Freshness.USUAL.requireRecent(timeless, Moments.NOW));
    }

    @Test
    void anAnswerRepeatsTransactionAndNonce() throws CmpException {
        CmpHeader request = Moments.header();
        CmpHeader answer = request.answer(Moments.NOW);
        Freshness.requireAnswer(request, answer);
        Freshness.requireAnswer(answer, request.next(answer, Moments.NOW));
        CmpHeader another = Moments.header();
        assertRefused(FailureInfo.BAD_REQUEST, () -> Freshness.requireAnswer(request, another.answer(Moments.NOW)));
        assertRefused(FailureInfo.BAD_RECIPIENT_NONCE, () -> Freshness.requireAnswer(request, request));
        assertRefused(
                FailureInfo.BAD_RECIPIENT_NONCE, () -> Freshness.requireAnswer(request, answer.answer(Moments.NOW)));
    }

    @Test
    void aToleranceOfNothingIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Freshness(Duration.ZERO));
    }

    private static void assertRefused(FailureInfo failure, Demand demand) {
        CmpException refused = catchThrowableOfType(CmpException.class, demand::make);
        assertThat(refused).isNotNull();
        assertThat(refused.failure()).isEqualTo(failure);
    }

    /** Something that may refuse. */
    private interface Demand {

        void make() throws CmpException;
    }
}
