package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as people write them. Those that policies refuse to read are in {@code policy-cases.txt}. */
class SubjectNameTest {

    @ParameterizedTest
    @CsvSource({
        "dns, Host.Corp., host.corp",
        "dns, *.CORP, *.corp",
        "ip, 10.1.2.3, 10.1.2.3",
        "ip, ::FFFF:10.1.2.3, 10.1.2.3",
        "ip, FD00:0:0::1, fd00::1",
        "email, Ops@CORP., Ops@corp",
        "uri, HTTPS://Host.Corp:443, https://host.corp/",
        "uri, http://host.corp:80/a, http://host.corp/a",
        "uri, https://host.corp:80/a, https://host.corp:80/a",
        "uri, spiffe://[FD00::0001]/%7Ea/%c3%a4, spiffe://[fd00::1]/~a/%C3%A4",
        "cn, My Device, My Device",
    })
    void aNameIsReadInItsCanonicalForm(String type, String written, String canonical) {
        SubjectName name = SubjectName.parse(type, written);
        assertThat(name.type()).isEqualTo(type);
        assertThat(name.value()).isEqualTo(canonical);
        assertThat(SubjectName.parse(type, canonical)).isEqualTo(name).hasSameHashCodeAs(name);
    }

    @ParameterizedTest
    @CsvSource({
        "host.corp, dns",
        "host, dns",
        "*.corp, dns",
        "10.1.2.3, ip",
        "fd00::1, ip",
        "::ffff:10.1.2.3, ip",
        "ops@corp, email",
        "spiffe://corp/ns/prod, uri",
    })
    void theFormTellsTheType(String written, String type) {
        assertThat(SubjectName.parse(written).type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ho st", "10.0.0.1:443", "a@b@c", "://corp", "corp/a", "1.2.3", "a:b"})
    void whatIsNoNameIsRefused(String written) {
        assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> SubjectName.parse(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"otherName", "DNS", ""})
    void thereAreNoNamesOfOtherTypes(String type) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> SubjectName.parse(type, "host.corp"))
                .satisfies(
                        refusal -> assertThat(refusal.problem().type()).isEqualTo(ProblemType.UNSUPPORTED_IDENTIFIER));
    }

    /** RFC 4518: what is the same for people is the same. */
    @ParameterizedTest
    @CsvSource({"My Device, my device", "'My  Device', My Device", "' My Device', My Device", "\u212aey, key"})
    void commonNamesAreComparedWithoutCaseAndSpaces(String one, String other) {
        assertThat(new CommonName(one)).isEqualTo(new CommonName(other)).hasSameHashCodeAs(new CommonName(other));
    }

    @ParameterizedTest
    @CsvSource({"host.corp, dns", "*.corp, dns", "10.0.0.1, ip", "ops@corp, email", "https://corp/, uri"})
    void aCommonNameIsReadAsWhatItLooksLike(String text, String type) {
        assertThat(new CommonName(text).readAs())
                .hasValueSatisfying(read -> assertThat(read.type()).isEqualTo(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"My Device", "a_b.corp", "host.corp\u0000.evil", "\u0455ecret.corp"})
    void aCommonNameMayBeJustText(String text) {
        assertThat(new CommonName(text).readAs()).isEmpty();
    }
}
