package org.bailiwick.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.DecryptionFailed;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told to try again later. */
class UncaughtExceptionMapperTest {

    @Test
    void whateverTheTokenLacksItIsWorthARetry() {
        for (TokenException away : List.of(
                new TokenUnavailable("x", "y", null, null),
                new KeyNotFound("x", "y", null, null),
                new DecryptionFailed("x", "y", null, null))) {
            assertThat(UncaughtExceptionMapper.isAway(away)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "90067"})
    void aDatabaseThatIsAwayIsToo(String state) {
        assertThat(UncaughtExceptionMapper.isAway(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42601"})
    void whatItWasGivenWronglyIsNot(String state) {
        assertThat(UncaughtExceptionMapper.isAway(new SQLException("x", state))).isFalse();
        assertThat(UncaughtExceptionMapper.isAway(new IllegalStateException("x")))
                .isFalse();
    }
}
