package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsIdentifierTest {

    private static final String LABEL_OF_63 = "a".repeat(63);
    private static final String NAME_OF_253 =
            LABEL_OF_63 + "." + LABEL_OF_63 + "." + LABEL_OF_63 + "." + "a".repeat(61);

    @ParameterizedTest
    @CsvSource({
        "web.corp, web.corp",
        "WEB.Corp, web.corp",
        "web.corp., web.corp",
        "printer, printer",
        "printer., printer",
        "LOCALHOST, localhost",
        "db-1.eu.internal, db-1.eu.internal",
        "3com.corp, 3com.corp",
        "1.2.3.x4, 1.2.3.x4",
        "a.b.c.d.e.f, a.b.c.d.e.f",
        "*.corp, *.corp",
        "*.WEB.corp., *.web.corp",
        "*.1.corp, *.1.corp",
        "xn--bcher-kva.corp, xn--bcher-kva.corp",
        "XN--BCHER-KVA.corp, xn--bcher-kva.corp",
    })
    void aNameHasOneCanonicalForm(String sent, String canonical) {
        assertThat(Identifier.parse("dns", sent)).isEqualTo(new DnsIdentifier(canonical));
    }

    @Test
    void lengthLimitsAreThoseOfTheWire() {
        assertThat(NAME_OF_253).hasSize(253);
        assertThat(Identifier.parse("dns", NAME_OF_253).value()).isEqualTo(NAME_OF_253);
        assertThat(Identifier.parse("dns", NAME_OF_253 + ".").value()).isEqualTo(NAME_OF_253);
        assertRefused("a" + NAME_OF_253, ProblemType.MALFORMED);
        assertRefused(LABEL_OF_63 + "a.corp", ProblemType.MALFORMED);
        assertRefused("a.".repeat(100_000), ProblemType.MALFORMED);
    }

    /** P1: none of these may be read as "secret.corp", and none may pass as a name of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret.corp..",
                ".secret.corp",
                "secret..corp",
                " secret.corp",
                "secret.corp ",
                "\tsecret.corp",
                "secret.corp\n",
                "secret.corp\r\nx",
                "secret.corp\u0000",
                "secret.corp\u0000.evil.test",
                "secret.corp\u00a0",
                "\uff53ecret.corp",
                "secret\u3002corp",
                "secret\uff0ecorp",
                "sec\u00adret.corp",
                "sec\u200dret.corp",
                "sec\u200cret.corp",
                "sec\u200bret.corp",
                "\u202esecret.corp",
                "\u200fsecret.corp",
                "\ufeffsecret.corp",
                "\u212aeycloak.corp",
                "w\u0131ki.corp",
                "W\u0130KI.corp",
                "stra\u00dfe.corp",
                "secre\u0301t.corp",
                "\ud83d\udd12.corp",
                "\ud83d.corp",
            })
    void whatLooksLikeAnotherNameIsMalformed(String sent) {
        assertRefused(sent, ProblemType.MALFORMED);
    }

    /** P3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                "**",
                "**.corp",
                "*.*",
                "*.*.corp",
                "a.*.corp",
                "a.*",
                "f*o.corp",
                "*x.corp",
                "x*.corp",
                "*x",
                "*.1.2.3.4",
                "*.10",
                "*..corp",
                "*.corp.*",
                "*.[::1]",
            })
    void aWildcardIsOneLeadingLabelOfAName(String sent) {
        assertRefused(sent, ProblemType.MALFORMED);
    }

    /** P7, and every way to write an address that some resolver reads as one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "10.1.2.3.",
                "[::1]",
                "::1",
                "[10.1.2.3]",
                "2130706433",
                "127.1",
                "0x7f.1",
                "0x7f.0.0.0x1",
                "0177.0.0.1",
                "web.0x7F",
                "web.0x",
                "web.1",
                "1",
                "10.1.2.3:443",
                "10.1.2.3/32",
                "fe80::1%eth0",
            })
    void anAddressIsNoName(String sent) {
        assertRefused(sent, ProblemType.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "-web.corp",
                "web-.corp",
                "-",
                "web.-",
                "ab--cd.corp",
                "web.corp:80",
                "web.corp/x",
                "http://web.corp",
                "user@web.corp",
                "web,corp",
                "web;corp",
                "web\\.corp",
                "\"web\".corp",
                "web.corp?x",
                "web%2ecorp",
                "<web>.corp",
            })
    void whatIsNoNameIsMalformed(String sent) {
        assertRefused(sent, ProblemType.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_acme-challenge.web.corp", "my_host.corp", "*._tcp.corp", "web._corp"})
    void anUnderscoreIsRejectedWithItsReason(String sent) {
        assertRefused(sent, ProblemType.REJECTED_IDENTIFIER);
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> Identifier.parse("dns", sent))
                .withMessageContaining("underscore");
    }

    /** RFC 3492 §7.1 has the first ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--ihqwcrb4cv8a8dqg056pqjye",
                "xn--proprostnemluvesky-uyb24dma41a",
                "xn--4dbcagdahymbxekheh6e0a7fei0b",
                "xn--strae-oqa",
                "xn--kxaef0b5ab",
                "xn--r8jz45g",
                "xn--e1afmkfd",
                "xn--cfa",
            })
    void anALabelThatMeansANameIsAccepted(String label) {
        assertThat(Identifier.parse("dns", label + ".corp").value()).isEqualTo(label + ".corp");
    }

    static Stream<Arguments> fakeALabels() {
        return Stream.of(
                Arguments.of("xn--", "nothing"),
                Arguments.of("xn--a", "Punycode cut off"),
                Arguments.of("xn--secret-", "ASCII only"),
                Arguments.of("xn--99999999", "a number beyond Unicode"),
                Arguments.of("xn--zzzzzzzzzzzzzz", "a number beyond Unicode"),
                Arguments.of(Punycode.aLabel("\uff53ecret"), "a full-width letter"),
                Arguments.of(Punycode.aLabel("sec\u00adret"), "a soft hyphen"),
                Arguments.of(Punycode.aLabel("sec\u200dret"), "a joiner"),
                Arguments.of(Punycode.aLabel("sec\u200bret"), "a zero-width space"),
                Arguments.of(Punycode.aLabel("\u202esecret"), "a direction mark"),
                Arguments.of(Punycode.aLabel("\ufeffsecret"), "a byte-order mark"),
                Arguments.of(Punycode.aLabel("\u212aeycloak"), "the Kelvin sign"),
                Arguments.of(Punycode.aLabel("w\u0130ki"), "upper case"),
                Arguments.of(Punycode.aLabel("B\u00dccher"), "upper case"),
                Arguments.of(Punycode.aLabel("secre\u0301t"), "not composed"),
                Arguments.of(Punycode.aLabel("\u0301secret"), "a leading mark"),
                Arguments.of(Punycode.aLabel("sec\ufe0fret"), "a variation selector"),
                Arguments.of(Punycode.aLabel("secret\u3002corp"), "an ideographic full stop"),
                Arguments.of(Punycode.aLabel("\ud83d\udd12"), "an emoji"),
                Arguments.of(Punycode.aLabel("\u2024"), "a leader dot"),
                Arguments.of(Punycode.aLabel("\u0000\u00fc"), "a control character"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("fakeALabels")
    void aFakeALabelIsRejected(String label, String because) {
        AcmeException refusal = refusal(label + ".corp");
        assertThat(refusal.problem().type()).as(because).isIn(ProblemType.REJECTED_IDENTIFIER, ProblemType.MALFORMED);
    }

    @Test
    void aWildcardKnowsItsBaseName() {
        DnsIdentifier wildcard = new DnsIdentifier("*.web.corp");
        assertThat(wildcard.wildcard()).isTrue();
        assertThat(wildcard.baseName()).isEqualTo("web.corp");
        assertThat(new DnsIdentifier("web.corp").wildcard()).isFalse();
        assertThat(new DnsIdentifier("web.corp").baseName()).isEqualTo("web.corp");
        assertThat(wildcard.type()).isEqualTo("dns");
    }

    @Test
    void aNameThatIsNotCanonicalCannotBeConstructed() {
        for (String text : new String[] {"WEB.corp", "web.corp.", "Web", "*.CORP"}) {
            assertThatExceptionOfType(AcmeException.class).isThrownBy(() -> new DnsIdentifier(text));
        }
    }

    @Test
    void aRefusalQuotesWhatWasSentWithoutItsControlCharacters() {
        AcmeException refusal = refusal("web\r\n\u001b[31m\"x\".corp");
        assertThat(refusal.problem().detail()).contains("web???[31m?x?.corp").doesNotContain("\n");
    }

    private static void assertRefused(String sent, ProblemType type) {
        assertThat(refusal(sent).problem().type()).isEqualTo(type);
    }

    private static AcmeException refusal(String sent) {
        return catchThrowableOfType(AcmeException.class, () -> Identifier.parse("dns", sent));
    }
}
