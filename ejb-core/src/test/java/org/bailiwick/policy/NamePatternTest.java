package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.bailiwick.policy.NamePattern.Extent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "host.corp, EXACT, host.corp, host.corp",
        "HOST.Corp., EXACT, host.corp, host.corp",
        "*.corp, ONE_LABEL_BELOW, corp, *.corp",
        "**.Corp, ANY_DEPTH_BELOW, corp, **.corp",
        "<single-label>, SINGLE_LABEL, '', <single-label>",
        "10.1.2.3, EXACT, 10.1.2.3, 10.1.2.3",
        "FD00:0:0::1, EXACT, fd00::1, fd00::1",
        "xn--bcher-kva.corp, EXACT, xn--bcher-kva.corp, xn--bcher-kva.corp"
    })
    void itIsReadAsPoliciesReadTheirRules(String text, Extent extent, String base, String canonical) {
        NamePattern pattern = NamePattern.parse(text);
        assertThat(pattern).isEqualTo(new NamePattern(extent, base));
        assertThat(pattern).hasToString(canonical);
        assertThat(NamePattern.parse(pattern.text())).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "**",
                "*.",
                "**.",
                "a.*.corp",
                "*a.corp",
                "***.corp",
                "*.*.corp",
                "a b",
                "a/b",
                "%",
                "'",
                "10.0.0.0/8",
                "10.1.2",
                "1.2.3.4.5",
                "fd00::/8",
                "::g",
                "a@b.corp",
                "https://a.corp",
                "<wildcard>",
                "ab\u0000.corp",
                "bücher.corp"
            })
    void whatIsNoneIsRefusedWithASentence(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePattern.parse(text))
                .withMessageContaining("is not a rule");
    }
}
