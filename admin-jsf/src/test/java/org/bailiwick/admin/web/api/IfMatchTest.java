package org.bailiwick.admin.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdminException.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §13.1.1: "*" and a list are no stale version; but they do not say which one the caller has seen, either. */
class IfMatchTest {

    @Test
    void theTagIsTheVersion() {
        assertThat(IfMatch.parse("\"7\"", "policy")).hasValue(7);
        assertThat(IfMatch.parse(" \"0\" ", "policy")).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "\"1\", \"2\"", "\"1\",", "*, \"1\""})
    void whatNamesSeveralNamesNoVersion(String header) {
        assertThat(IfMatch.parse(header, "policy")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"7\"", "7", "\"x\"", "\"7", "", "\"1234567890123456789\""})
    void whatIsNoTagOfOursIsOfAnotherVersion(String header) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> IfMatch.parse(header, "policy"))
                .satisfies(stale -> assertThat(stale.refusal()).isEqualTo(Refusal.STALE));
    }
}
