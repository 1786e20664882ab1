package org.bailiwick.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How rules are read. What they match is in {@link PolicyCasesTest}. */
class NameTypeTest {

    /** P3, and what an administrator may mistype. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ".x",
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
                "a.*.b",
                "f*o.corp",
                "*x.corp",
                "a..corp",
                "corp..",
                "a_b.corp",
                "-a.corp",
                "*.1.2.3.4",
                "10.0.0.1",
                "10.0.0.0/8",
                "<wildcard>",
                "<wildcard>.corp",
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
                "\u212aey.corp",
            })
    void whatIsNoRuleAboutDnsNamesIsRefused(String text) {
        assertRefused(NameType.DNS, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "10.0.0.256",
                "10.0.0.0/33",
                "fd00::/129",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "010.0.0.0/8",
                "10.1",
                "10.*",
                "10.0.0.0-10.0.0.9",
                "[::1]",
                "::1%lo",
                "10.0.0.1:443",
                "::ffff:10.0.0.0/95",
                "::ffff:10.0.0.0/129",
                "::10.0.0.1",
                "64:ff9b::a00:1/128",
                "host.corp",
            })
    void whatIsNoRuleAboutAddressesIsRefused(String text) {
        assertRefused(NameType.IP, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "corp",
                "user@*",
                "user@*.corp",
                "*@corp",
                "@*",
                "@.corp",
                "a@b@corp",
                "\"a\"@corp",
                "a b@corp"
            })
    void whatIsNoRuleAboutEmailAddressesIsRefused(String text) {
        assertRefused(NameType.EMAIL, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "corp",
                "https://",
                "https://*",
                "https://*/",
                "*://corp/",
                "https:/corp",
                "urn:example:a",
                "https://a.*.corp/",
                "https://corp:0/",
                "https://corp:65536/",
                "https://corp:*/",
                "https://user@corp/",
                "https://corp/?q",
                "https://corp/#f",
                "https://corp/a/../b",
                "https://corp/a//b",
                "https://corp/%2e%2e/",
                "https://corp/a%2fb",
                "https://corp/a%5Cb",
                "https://corp/%zz",
                "https://corp/a b",
                "https://[::1/",
                "https://10.0.0.300/",
                "//10.0.0.0/8",
                "//10.0.0.0/8/",
                "https://10.0.0.0/%38",
                "//[fd00::]/8",
                "//[::ffff:10.0.0.0]/104",
            })
    void whatIsNoRuleAboutUrisIsRefused(String text) {
        assertRefused(NameType.URI, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "*.corp",
                "host*",
                "\uff0a.corp",
                "a\u0000b",
                "a\nb",
                "se\u00adcret",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void whatIsNoRuleAboutCommonNamesIsRefused(String text) {
        assertRefused(NameType.COMMON_NAME, text);
    }

    private static void assertRefused(NameType type, String text) {
        assertThatThrownBy(() -> type.rule(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a rule: ")
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "dns, Host.Corp., host.corp",
        "dns, *.CORP, *.corp",
        "dns, **.Corp, **.corp",
        "dns, <single-label>, <single-label>",
        "ip, 10.0.0.0/8, 10.0.0.0/8",
        "ip, 10.1.2.3, 10.1.2.3",
        "ip, 10.1.2.3/32, 10.1.2.3",
        "ip, 10.1.2.3/8, 10.0.0.0/8",
        "ip, 0.0.0.1/0, 0.0.0.0/0",
        "ip, 10.255.255.255/9, 10.128.0.0/9",
        "ip, FD00::1/8, fd00::/8",
        "ip, ::1/128, ::1",
        "ip, 0:0:0:0:0:0:0:1, ::1",
        "ip, ::ffff:10.1.2.3, 10.1.2.3",
        "ip, ::FFFF:a01:203/128, 10.1.2.3",
        "ip, ::ffff:10.0.0.0/104, 10.0.0.0/8",
        "ip, ::ffff:0.0.0.0/96, 0.0.0.0/0",
        "email, Ops@Corp., Ops@corp",
        "email, @CORP, @corp",
        "email, @**.Corp, @**.corp",
        "uri, HTTPS://Host.Corp, https://host.corp/",
        "uri, //**.CORP/%41/b, //**.corp/A/b",
        "uri, spiffe://corp/%e4, spiffe://corp/%E4",
        "uri, 'https://[FD00:0::1]:8443/x', 'https://[fd00::1]:8443/x'",
        "uri, //10.0.0.1:80/8, //10.0.0.1:80/8",
        "uri, //10.0.0.1/8/a, //10.0.0.1/8/a",
        "uri, //corp/8, //corp/8",
        "uri, //corp/a%40b, //corp/a@b",
        "cn, My Device, My Device",
        "cn, ' \uff2dy   Device', My Device",
    })
    void aRuleIsWrittenCanonicallyAndReadAgain(String type, String text, String canonical) {
        NameType names = NameType.withWord(type).orElseThrow();
        NameRule rule = names.rule(text);
        assertThat(rule).hasToString(canonical);
        assertThat(rule.type()).isEqualTo(names);
        assertThat(names.rule(canonical)).isEqualTo(rule).hasSameHashCodeAs(rule);
    }

    @ParameterizedTest
    @CsvSource({"host.corp, DNS", "<single-label>, DNS", "10.0.0.0/8, IP", "10.1.2.3, IP", "fd00::/8, IP", "10.1, IP"})
    void aRuleWithoutATypeIsAboutAddressesIfItLooksLikeOne(String text, NameType type) {
        assertThat(NameType.ofBareRule(text)).isEqualTo(type);
    }
}
