package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
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
        "uri, https://corp/a%40b%3a%2B, https://corp/a@b:+",
        "cn, My Device, My Device",
        "cn, HOST.corp., HOST.corp.",
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

    @Test
    void ofNamesWhoseTypeTheirFormTellsThereIsALength() {
        String longest = "https://host.corp/" + "a".repeat(982);
        assertThat(SubjectName.parse(longest).value()).isEqualTo(longest);
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> SubjectName.parse(longest + "a"))
                .withMessageContaining("at most 1000 characters");
    }

    /** Whoever pastes a megabyte costs a few looks at each character. */
    @ParameterizedTest
    @ValueSource(strings = {":", "a:", "1.", "::1."})
    void whetherTextIsAnAddressIsSeenByLookingAtEachCharacterAFewTimes(String part) {
        Counted text = new Counted(part.repeat(2_000) + "x");
        assertThat(SubjectName.ADDRESS.matcher(text).matches()).isFalse();
        assertThat(text.looks.get()).isLessThan(5L * text.length());
    }

    /** How often somebody looked at its characters. */
    private record Counted(String text, AtomicLong looks) implements CharSequence {

        Counted(String text) {
            this(text, new AtomicLong());
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
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
    @CsvSource({
        "My Device, my device",
        "'My  Device', My Device",
        "' My\u00a0Device', My Device",
        "\u212aey, key",
        "\uff22ad.corp, bad.corp",
        "bad.corp., bad.corp",
        "::FFFF:10.0.0.1, 10.0.0.1",
        "FD00:0::1, fd00::1",
        "OPS@corp., ops@corp",
        "'https://Corp:443', https://corp/",
    })
    void commonNamesOfWhichTheSameIsReadAreEqual(String one, String other) {
        SubjectName name = SubjectName.parse("cn", one);
        assertThat(name).isEqualTo(new CommonName(other)).hasSameHashCodeAs(new CommonName(other));
    }

    /** X.520, ub-common-name; and a certificate has the one spelling that was judged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " host.corp",
                "host.corp ",
                "My  Device",
                "\uff48ost.corp",
                "My\u00a0Device",
                "host\n",
                "a\tb",
                "host.corp\u0000.evil",
                "se\u00adcret.corp",
                "\u202egro.proc",
                "12345678901234567890123456789012345678901234567890123456789012345",
            })
    void whatIsNoCanonicalCommonNameIsRefused(String text) {
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> new CommonName(text))
                .withMessageEndingWith(".");
    }

    @Test
    void aCommonNameIsReadInAnySpellingButNotInAnyLength() {
        assertThat(SubjectName.parse("cn", " My   Device ").value()).isEqualTo("My Device");
        assertThat(SubjectName.parse("cn", "\ud83d\udd11".repeat(64)).value()).hasSize(128);
        for (String tooLong : List.of("a".repeat(65), "a" + " ".repeat(40_000) + "b", "\ufdfa".repeat(10))) {
            assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> SubjectName.parse("cn", tooLong));
        }
    }

    @ParameterizedTest
    @CsvSource({"host.corp, dns", "*.corp, dns", "10.0.0.1, ip", "ops@corp, email", "https://corp/, uri"})
    void aCommonNameIsReadAsWhatItLooksLike(String text, String type) {
        assertThat(new CommonName(text).readAs())
                .hasValueSatisfying(read -> assertThat(read.type()).isEqualTo(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"My Device", "a_b.corp", "\u0455ecret.corp"})
    void aCommonNameMayBeJustText(String text) {
        assertThat(new CommonName(text).readAs()).isEmpty();
    }
}
