package org.bailiwick.admin.web.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.bailiwick.admin.AdminException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    @ParameterizedTest
    @ValueSource(strings = {"2027-06-01T10:00", "2027-06-01T10:00:00", "2027-06-01T10:00:00Z", " 2027-06-01T10:00Z "})
    void itIsUtcHoweverExactly(String text) {
        assertThat(Moment.parse("From", text)).contains(Instant.parse("2027-06-01T10:00:00Z"));
    }

    @Test
    void nothingIsNone() {
        assertThat(Moment.parse("From", " ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "2027-02-30T10:00", "2027-06-01", "+99999-06-01T10:00", "1969-06-01T10:00", "<svg>"})
    void whatIsNoneIsToldSo(String text) {
        assertThatThrownBy(() -> Moment.parse("From", text))
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("From");
    }
}
