package org.bailiwick.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    @Test
    void secretScannersFindItByItsShape() {
        assertThat(BearerToken.random().reveal()).matches("bwk_[A-Za-z0-9_-]{43}");
    }

    @Test
    void noneIsLikeAnother() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(BearerToken.random().reveal())).isTrue();
        }
    }

    @Test
    void whatIsShownIsReadAgain() {
        BearerToken token = BearerToken.random();
        assertThat(BearerToken.parse(token.reveal()).orElseThrow().sha256())
                .isEqualTo(token.sha256())
                .matches("[0-9a-f]{64}");
    }

    /** By {@code printf %s bwk_AAA… | sha256sum}. */
    @Test
    void theHashIsOfTheTextAsItIsShown() {
        assertThat(BearerToken.parse("bwk_" + "A".repeat(43)).orElseThrow().sha256())
                .isEqualTo("2f2f6313bfac9586b943e74ef98aea3b47f248fe042f5c579830dc3c479f07b9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bwk_",
                "bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "BWK_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "bwk-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                " bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                "bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                "bwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' or '1'='1"
            })
    void whatIsNoneIsNotLookedFor(String text) {
        assertThat(BearerToken.parse(text)).isEmpty();
    }

    @Test
    void itIsNotShownByAccident() {
        BearerToken token = BearerToken.random();
        assertThat(token.toString()).isEqualTo("bwk_…").doesNotContain(token.reveal());
    }
}
