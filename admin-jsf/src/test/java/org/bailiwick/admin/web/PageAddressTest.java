package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageAddressTest {

    @Test
    void whatIsEmptyIsLeftOutAndTheRestIsEncoded() {
        assertThat(PageAddress.of("/certificates").with("q", "").toString()).isEqualTo("/certificates");
        assertThat(PageAddress.of("/certificates")
                        .with("q", "a&b=\"<c> é")
                        .with("state", "")
                        .with("sort", "expiry")
                        .toString())
                .isEqualTo("/certificates?q=a%26b%3D%22%3Cc%3E+%C3%A9&sort=expiry");
    }
}
