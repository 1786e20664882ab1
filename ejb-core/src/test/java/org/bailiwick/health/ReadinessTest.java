package org.bailiwick.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.health.Readiness.Finding;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void whatWasNotLookedAtYetIsDown() {
        readiness.expect("database");
        assertThat(readiness.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.name()).isEqualTo("database");
            assertThat(finding.health().works()).isFalse();
        });
    }

    @Test
    void whatWasFoundLastHoldsUntilTheCheckHasBeenSilentForTooLong() {
        readiness.expect("signing");
        readiness.saw("signing", Health.down("no"));
        readiness.saw("signing", Health.up("yes"));
        long now = System.nanoTime();
        assertThat(readiness.findings(now)).containsExactly(new Finding("signing", Health.up("yes")));
        long later = now + Readiness.HOLDS.toNanos() + 1;
        assertThat(readiness.findings(later)).singleElement().satisfies(finding -> assertThat(finding.health())
                .isEqualTo(Health.down("It does not answer.")));
    }

    @Test
    void aWarningWorks() {
        assertThat(Health.warning("soon").works()).isTrue();
    }
}
