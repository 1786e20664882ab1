package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTokenTest {

    private static final Instant MOMENT = Instant.parse("2027-03-28T01:30:00.123Z");
    private static final UUID ONE = new UUID(1, 2);
    private static final UUID OTHER = new UUID(1, 3);

    @Test
    void itComesBackAsItWasGiven() {
        for (List<UUID> hit : List.of(List.<UUID>of(), List.of(ONE), List.of(ONE, OTHER))) {
            PreviewToken token = PreviewToken.of(MOMENT.plusNanos(456), hit);
            assertThat(token.moment()).isEqualTo(MOMENT);
            assertThat(PreviewToken.parse(token.toString())).contains(token);
        }
    }

    @Test
    void otherCertificatesOrAnotherMomentHaveAnother() {
        assertThat(PreviewToken.of(MOMENT, List.of(ONE)))
                .isNotEqualTo(PreviewToken.of(MOMENT, List.of()))
                .isNotEqualTo(PreviewToken.of(MOMENT, List.of(OTHER)))
                .isNotEqualTo(PreviewToken.of(MOMENT, List.of(ONE, OTHER)))
                .isNotEqualTo(PreviewToken.of(MOMENT.plusMillis(1), List.of(ONE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void anythingElseIsNone(String text) {
        assertThat(PreviewToken.parse(text)).isEmpty();
    }

    /** A moment that no clock will show is read and then refused, as old or as new as it is. */
    @Test
    void anyOctetsAreRead() {
        for (String text : List.of("_".repeat(32), "-".repeat(32), "A".repeat(32), "f" + "_".repeat(31))) {
            assertThat(PreviewToken.parse(text))
                    .hasValueSatisfying(token -> assertThat(token).hasToString(text));
        }
    }
}
