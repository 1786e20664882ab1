package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditLinksTest {

    @Test
    void itLooksBackToADayBeforeItWasMade() {
        assertThat(new AuditLinks().mentioning("0abc", Instant.parse("2027-06-02T10:00:59.123456Z")))
                .isEqualTo("/audit?mentions=0abc&since=2027-06-01T10%3A00");
    }
}
