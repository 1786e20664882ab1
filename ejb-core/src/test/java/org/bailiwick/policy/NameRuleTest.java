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
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.1/8",
                "010.0.0.0/8",
                "10.0.0.0/08",
                "10.0.0.0/",
                "10.1",
                "FD00::/8",
                "fd00::1/8",
                "::ffff:10.0.0.0/104",
                "::ffff:a00:0/104",
                "[::1]",
                "::1%lo",
                "10.0.0.1:443",
                "*.10.0.0.1",
                "<wildcard>.corp",
                "<WILDCARD>",
                "https://host.corp",
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
        "<wildcard>, <wildcard>",
        "10.0.0.0/8, 10.0.0.0/8",
        "10.1.2.3, 10.1.2.3",
        "10.1.2.3/32, 10.1.2.3",
        "fd00::/8, fd00::/8",
        "::1/128, ::1",
    })
    void aRuleIsWrittenCanonicallyAndReadAgain(String text, String canonical) {
        NameRule rule = NameRule.parse(text);
        assertThat(rule).hasToString(canonical);
        assertThat(NameRule.parse(canonical)).isEqualTo(rule).hasSameHashCodeAs(rule);
    }

    @ParameterizedTest(name = "{0} matches {1}: {2}")
    @CsvSource({
        "10.0.0.0/8,     10.255.0.1,       true",
        "10.0.0.0/8,     11.0.0.1,         false",
        "10.0.0.0/8,     fd00::a00:1,      false",
        "10.1.2.3,       10.1.2.3,         true",
        "10.1.2.3,       10.1.2.4,         false",
        "0.0.0.0/0,      192.168.0.1,      true",
        "0.0.0.0/0,      fd00::1,          false",
        "::/0,           fd00::1,          true",
        "::/0,           10.0.0.1,         false",
        "fd00::/8,       fdff::1,          true",
        "fd00::/8,       fe80::1,          false",
        "**.corp,        10.0.0.1,         false",
        "<single-label>, fd00::1,          false",
        "<wildcard>,     10.0.0.1,         false",
    })
    void aRangeIsAboutTheAddressesInIt(String rule, String address, boolean matches) {
        assertThat(NameRule.parse(rule).matches(Identifier.parse("ip", address)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host.corp", "host", "*.corp"})
    void aRangeIsAboutNoName(String name) {
        assertThat(NameRule.parse("0.0.0.0/0").matches(dns(name))).isFalse();
        assertThat(NameRule.parse("0.0.0.0/0").touches(dns(name))).isFalse();
    }

    /** P2: a rule matches a wildcard if it matches every name that it covers, and touches it if it matches one. */
    @ParameterizedTest(name = "{0} matches {1}: {2}, touches it: {3}")
    @CsvSource({
        "*.corp,         *.corp,     true,  true",
        "**.corp,        *.corp,     true,  true",
        "**.corp,        *.a.corp,   true,  true",
        "*.corp,         *.a.corp,   false, false",
        "**.a.corp,      *.corp,     false, false",
        "*.a.corp,       *.corp,     false, false",
        "a.corp,         *.corp,     false, true",
        "a.b.corp,       *.corp,     false, false",
        "a.xcorp,        *.corp,     false, false",
        "corp,           *.corp,     false, false",
        "a,              *.corp,     false, false",
        "<single-label>, *.corp,     false, false",
        "<wildcard>,     *.corp,     false, true",
    })
    void aWildcardIsAllTheNamesThatItCovers(String rule, String wildcard, boolean matches, boolean touches) {
        assertThat(NameRule.parse(rule).matches(dns(wildcard))).isEqualTo(matches);
        assertThat(NameRule.parse(rule).touches(dns(wildcard))).isEqualTo(touches);
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
