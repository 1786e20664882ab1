package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpIdentifierTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "0.0.0.0",
                "255.255.255.255",
                "192.168.0.10",
                "::",
                "::1",
                "fd00::1",
                "2001:db8::1:0:0:1",
                "2001:db8:0:1:1:1:1:1",
                "1:2:3:4:5:6:7:8",
                "fe80::1",
                "ff02::1",
                "2001:0:0:1::1",
                "1::",
                "64:ff9b:1::1",
                "2002:a01:203::1",
            })
    void aCanonicalAddressIsItself(String text) {
        IpIdentifier identifier = (IpIdentifier) Identifier.parse("ip", text);
        assertThat(identifier.value()).isEqualTo(text);
        assertThat(identifier.type()).isEqualTo("ip");
        assertThat(IpIdentifier.text(identifier.address())).isEqualTo(text);
    }

    /** P6: one address has one text, so that a rule about it cannot be walked around. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.01.2.3",
                "010.1.2.3",
                "0x0a.1.2.3",
                "167838211",
                "0xa010203",
                "10.1.515",
                "10.66051",
                "10.1.2",
                "10.1.2.3.",
                "10.1.2.3.4",
                "10.1.2.256",
                "10.1.2.-3",
                "10.1.2.3/32",
                "10.1.2.3:443",
                " 10.1.2.3",
                "10.1.2.3 ",
                "10.1.2.3\n",
                "10.1.2.3\u0000",
                "[10.1.2.3]",
                "\u0661\u0660.1.2.3",
                "\uff11\uff10.1.2.3",
                "10\u30021.2.3",
                "::ffff:10.1.2.3",
                "::ffff:a01:203",
                "::10.1.2.3",
                "::a01:203",
                "::ffff",
                "64:ff9b::10.1.2.3",
                "64:ff9b::0a01:0203",
                "64:ff9b::a01:203",
                "[::1]",
                "::1%lo",
                "fe80::1%eth0",
                "fe80::1%25eth0",
                "::1/128",
                "FD00::1",
                "fd00:0:0:0:0:0:0:1",
                "fd00::0001",
                "fd00::0:1",
                "2001:db8:0:0:1::1",
                "2001:db8::1:1:1:1:1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                ":::",
                ":",
                "::g",
                "12345::",
            })
    void anyOtherTextIsMalformed(String text) {
        assertMalformed(text);
    }

    /** RFC 4291 §2.2. */
    @ParameterizedTest
    @CsvSource({
        "FD00:0:0::0001, fd00::1",
        "0:0:0:0:0:0:0:1, ::1",
        "::FFFF:10.1.2.3, 10.1.2.3",
        "::ffff:a01:203, 10.1.2.3",
        "2001:db8::10.1.2.3, 2001:db8::a01:203",
        "1:2:3:4:5:6:10.1.2.3, 1:2:3:4:5:6:a01:203",
    })
    void anAddressIsReadInAnyForm(String text, String canonical) {
        assertThat(IpIdentifier.ofAnyText(text).value()).isEqualTo(canonical);
    }

    /** Java would ask a name service about the first four; that nothing here asks Java is a rule of the architecture. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".:1",
                ".1:2",
                "..:",
                ".fd00::1",
                "1.2.3.4::",
                "::010.1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7::8",
                "1:2:3:4:5:6:7:10.1.2.3",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "::1%lo",
                "[::1]",
                "::10.1.2.3"
            })
    void whatIsNoAddressInAnyFormIsMalformed(String text) {
        assertThat(catchThrowableOfType(AcmeException.class, () -> IpIdentifier.ofAnyText(text)))
                .as(text)
                .isNotNull();
    }

    /** P7. */
    @ParameterizedTest
    @ValueSource(strings = {"web.corp", "localhost", "*", "a", "cafe", "dead.beef", "10.1.2.corp"})
    void aNameIsNoAddress(String text) {
        assertMalformed(text);
    }

    @Test
    void aVeryLongTextIsMalformed() {
        assertMalformed("1.".repeat(100_000));
        assertMalformed(":".repeat(100_000));
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "1:0:0:0:0:0:0:0, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:0:0:2:0:0:0, 1::2:0:0:0",
        "0:0:1:0:0:1:0:0, ::1:0:0:1:0:0",
        "1:0:2:0:3:0:4:0, 1:0:2:0:3:0:4:0",
        "2001:0DB8:0:0:0:0:2:1, 2001:db8::2:1",
        "0:0:0:0:0:0:0a01:0203, ::a01:203",
        "10.0.0.1, 10.0.0.1",
    })
    void theTextOfAnAddressIsThatOfRfc5952(String any, String canonical) throws UnknownHostException {
        assertThat(IpIdentifier.text(InetAddress.getByName(any))).isEqualTo(canonical);
    }

    @Test
    void theTextOfAnAddressHasNoZone() throws UnknownHostException {
        InetAddress linkLocal = Inet6Address.getByAddress(
                "x", new byte[] {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 1);
        assertThat(IpIdentifier.text(linkLocal)).isEqualTo("fe80::1");
    }

    private static void assertMalformed(String text) {
        AcmeException refusal = catchThrowableOfType(AcmeException.class, () -> Identifier.parse("ip", text));
        assertThat(refusal).as(text).isNotNull();
        assertThat(refusal.problem().type()).isEqualTo(ProblemType.MALFORMED);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 3.2.1.10.in-addr.arpa",
        "0.0.0.255, 255.0.0.0.in-addr.arpa",
        "::1, 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa",
        // RFC 3596 §2.5
        "4321:0:1:2:3:4:567:89ab, b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa",
    })
    void theReverseNameIsThatOfTheDns(String address, String name) {
        assertThat(new IpIdentifier(address).reverseName()).isEqualTo(name);
    }
}
