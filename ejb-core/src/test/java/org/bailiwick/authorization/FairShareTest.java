package org.bailiwick.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private final FairShare shares = new FairShare();
    private final ResourceId account = ResourceId.random(Instant.EPOCH);

    @Test
    void anAccountHasItsShareAndNoMore() {
        assertThat(nested(FairShare.ATTEMPTS)).isEqualTo(FairShare.ATTEMPTS);
        assertThat(nested(FairShare.ATTEMPTS + 5)).isEqualTo(FairShare.ATTEMPTS);
    }

    @Test
    void anotherAccountHasAShareOfItsOwn() {
        ResourceId other = ResourceId.random(Instant.EPOCH);
        Optional<Optional<String>> both = shares.of(account, () -> shares.of(other, () -> "run"));
        assertThat(both).contains(Optional.of("run"));
    }

    @Test
    void anAttemptThatBreaksOffGivesItsPlaceBack() {
        for (int i = 0; i < 2 * FairShare.ATTEMPTS; i++) {
            assertThatThrownBy(() -> shares.of(account, () -> {
                        throw new IllegalStateException("broke off");
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(shares.of(account, () -> "run")).contains("run");
    }

    /** How many of so many attempts at once were run. */
    private int nested(int attempts) {
        return attempts == 0
                ? 0
                : shares.of(account, () -> 1 + nested(attempts - 1)).orElse(0);
    }
}
