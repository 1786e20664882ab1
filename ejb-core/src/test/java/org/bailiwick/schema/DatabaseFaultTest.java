package org.bailiwick.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client or an administrator is told to try again later. */
class DatabaseFaultTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "90067"})
    void aDatabaseThatIsAwayIsWorthARetry(String state) {
        assertThat(DatabaseFault.isAway(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42601"})
    void whatItWasGivenWronglyIsNot(String state) {
        assertThat(DatabaseFault.isAway(new SQLException("x", state))).isFalse();
    }

    @Test
    void anotherFaultIsNot() {
        assertThat(DatabaseFault.isAway(new IllegalStateException("x"))).isFalse();
    }
}
