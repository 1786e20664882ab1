package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** U1: by what browsers say of a request that another site has them send. */
class SameOriginTest {

    @ParameterizedTest
    @CsvSource({
        "same-origin, https://ca.internal:8443, ca.internal:8443, true",
        "same-origin, , , true",
        "cross-site, https://ca.internal:8443, ca.internal:8443, false",
        "same-site, https://ca.internal:8443, ca.internal:8443, false",
        "none, https://ca.internal:8443, ca.internal:8443, false",
        "'', https://ca.internal:8443, ca.internal:8443, false",
        ", https://ca.internal:8443, ca.internal:8443, true",
        ", https://ca.internal, ca.internal, true",
        ", https://evil.example, ca.internal:8443, false",
        ", https://ca.internal:8443.evil.example, ca.internal:8443, false",
        ", http://ca.internal:8443, ca.internal:8443, false",
        ", null, ca.internal:8443, false",
        ", , ca.internal:8443, false",
        ", https://ca.internal:8443, , false"
    })
    void onlyOurOwnPagesChangeAnything(String site, String origin, String host, boolean same) {
        assertThat(SameOrigin.is(site, origin, host)).isEqualTo(same);
    }
}
