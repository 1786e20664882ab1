package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class IdentifierPropertyTest {

    @Property
    void parsingANameTwiceIsParsingItOnce(@ForAll("namesAndNearNames") String sent) {
        String canonical;
        try {
            canonical = Identifier.parse("dns", sent).value();
        } catch (AcmeException refused) {
            return;
        }
        assertThat(Identifier.parse("dns", canonical).value()).isEqualTo(canonical);
        assertThat(canonical)
                .matches("(\\*\\.)?[a-z0-9.-]+")
                .doesNotEndWith(".")
                .hasSizeLessThanOrEqualTo(253);
    }

    @Property
    void caseAndOneTrailingDotDoNotMakeAnotherName(@ForAll("names") String name) {
        Identifier identifier = Identifier.parse("dns", name);
        assertThat(Identifier.parse("dns", name.toUpperCase(Locale.ROOT))).isEqualTo(identifier);
        assertThat(Identifier.parse("dns", name + ".")).isEqualTo(identifier);
    }

    @Property
    void noTextBreaksTheParser(@ForAll @StringLength(max = 300) String anything) {
        for (String type : new String[] {"dns", "ip"}) {
            try {
                assertThat(Identifier.parse(type, anything).value()).isNotEmpty();
            } catch (AcmeException refused) {
                assertThat(refused.problem().type()).isIn(ProblemType.MALFORMED, ProblemType.REJECTED_IDENTIFIER);
            }
        }
    }

    @Property
    void anAddressHasOneText(@ForAll @Size(16) byte[] octets) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(octets);
        String text = IpIdentifier.text(address);
        IpIdentifier identifier = (IpIdentifier) Identifier.parse("ip", text);
        assertThat(identifier.address()).isEqualTo(address);
        assertThat(identifier.value()).isEqualTo(text);
    }

    @Property
    void zeroGroupsAreShortenedTheSameWayEachTime(@ForAll @Size(8) boolean[] zero) throws UnknownHostException {
        byte[] octets = new byte[16];
        for (int i = 0; i < 8; i++) {
            octets[2 * i] = (byte) (zero[i] ? 0 : 0x20);
        }
        Assume.that(!zero[0]);
        InetAddress address = InetAddress.getByAddress(octets);
        assertThat(((IpIdentifier) Identifier.parse("ip", IpIdentifier.text(address))).address())
                .isEqualTo(address);
    }

    /** The JDK has the Punycode of IDNA2003; for small letters of these scripts both agree. */
    @Property
    void whatTheJdkEncodesWeDecode(@ForAll("uLabels") String uLabel) {
        String aLabel = IDN.toASCII(uLabel);
        Assume.that(aLabel.startsWith("xn--") && IDN.toUnicode(aLabel).equals(uLabel));
        assertThat(aLabel).isEqualTo(Punycode.aLabel(uLabel));
        assertThat(Identifier.parse("dns", aLabel).value()).isEqualTo(aLabel);
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> label = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> last =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(10);
        return label.list()
                .ofMaxSize(5)
                .flatMap(labels -> last.map(l -> {
                    labels.add(l);
                    return String.join(".", labels);
                }));
    }

    @Provide
    Arbitrary<String> namesAndNearNames() {
        Arbitrary<String> odd = Arbitraries.strings()
                .withChars("abcXYZ019-.*_ \u212a\u0131\u00df\uff41\u00ad\u3002\u0000%:[]/xn--")
                .ofMaxLength(40);
        return Arbitraries.oneOf(names(), odd, names().map(n -> "*." + n), names().map(n -> n + "."));
    }

    @Provide
    Arbitrary<String> uLabels() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('\u00e0', '\u00f6')
                .withCharRange('\u0430', '\u044f')
                .withCharRange('\u3042', '\u3062')
                .withCharRange('\u4e00', '\u9fa5')
                .ofMinLength(1)
                .ofMaxLength(12);
    }
}
