package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRuleTest {

    @ParameterizedTest(name = "{0} matches {1}")
    @CsvSource({
        "host.corp,      host.corp",
        "host.corp,      HOST.Corp",
        "host.corp,      host.corp.",
        "HOST.CORP,      host.corp",
        "host.corp.,     host.corp",
        "host,           host",
        "*.corp,         a.corp",
        "*.CORP.,        A.Corp.",
        "*.dev.corp,     a.dev.corp",
        "**.corp,        a.corp",
        "**.corp,        a.b.corp",
        "**.corp,        a.b.c.d.corp",
        "**.corp,        corp.corp",
        "<single-label>, host",
        "<single-label>, HOST.",
        "**.xn--bcher-kva.corp, a.xn--bcher-kva.corp",
    })
    void aRuleMatches(String rule, String name) {
        assertThat(NameRule.parse(rule).matches(dns(name))).isTrue();
    }

    /** P4: suffixes end at a label's boundary, and a dot is a dot. */
    @ParameterizedTest(name = "{0} does not match {1}")
    @CsvSource({
        "host.corp,         a.host.corp",
        "host.corp,         corp",
        "host.corp,         hostxcorp",
        "host.corp,         ghost.corp",
        "*.corp,            corp",
        "*.corp,            a.b.corp",
        "*.corp,            acorp",
        "*.corp,            a.xcorp",
        "*.corp,            a.corp.evil",
        "*.dev.corp,        dev.corp",
        "*.dev.corp,        a.b.dev.corp",
        "**.corp,           corp",
        "**.corp,           evilcorp",
        "**.corp,           a.evilcorp",
        "**.corp,           corp.evil",
        "**.corp.example,   evilcorp.example",
        "**.corp.example,   a.corpxexample",
        "**.corp.example,   corp.example.evil.com",
        "**.corp.example,   example",
        "<single-label>,    host.corp",
        "<single-label>,    *.corp",
    })
    void aRuleDoesNotMatch(String rule, String name) {
        assertThat(NameRule.parse(rule).matches(dns(name))).isFalse();
    }

    /** P3, and what an administrator may mistype. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "*",
                "**",
                "*.",
                "**.",
                "***.corp",
                "*.*",
                "*.*.corp",
                "**.*.corp",
                "*.**.corp",
                "**.**.corp",
                "a.*.corp",
                "f*o.corp",
                "*x.corp",
                "a..corp",
                ".corp",
                "corp..",
                "a_b.corp",
                "-a.corp",
                "*.1.2.3.4",
                "10.0.0.1",
                "10.0.0.0/8",
                "^host$",
                "host.corp, other.corp",
                "<single-label>.corp",
                "<SINGLE-LABEL>",
                "<anything>",
                "ho st.corp",
                "bücher.corp",
                "xn--a.corp",
                "se\u00adcret.corp",
            })
    void whatIsNoRuleIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> NameRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a rule: ")
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "Host.Corp., host.corp",
        "*.CORP, *.corp",
        "**.Corp, **.corp",
        "<single-label>, <single-label>",
    })
    void aRuleIsWrittenCanonicallyAndReadAgain(String text, String canonical) {
        NameRule rule = NameRule.parse(text);
        assertThat(rule).hasToString(canonical);
        assertThat(NameRule.parse(canonical)).isEqualTo(rule).hasSameHashCodeAs(rule);
    }

    @Test
    void rulesOfDifferentFormsDiffer() {
        assertThat(NameRule.parse("*.corp"))
                .isNotEqualTo(NameRule.parse("**.corp"))
                .isNotEqualTo(NameRule.parse("corp"))
                .isNotEqualTo("*.corp");
    }

    private static DnsIdentifier dns(String name) {
        return (DnsIdentifier) Identifier.parse("dns", name);
    }
}
