package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTargetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "192.168.255.255",
                "100.64.0.1",
                "100.127.255.254",
                "192.0.2.1",
                "198.18.0.1",
                "203.0.113.9",
                "8.8.8.8",
                "1.0.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "223.255.255.255",
                "fd00::1",
                "fc00::1",
                "fd00:ec3::254",
                "2001:db8::1",
                "2606:4700::1111",
                "fe7f::1",
                "fec0::1",
                "::ffff:10.1.2.3",
                "64:ff9b::10.1.2.3",
                "2002:a01:203::1",
            })
    void unicastIsPermittedByDefault(String address) throws UnknownHostException {
        assertThat(ValidationTargets.DEFAULT.refusal(InetAddress.getByName(address)))
                .isEmpty();
    }

    /** V8, and the same addresses in IPv6 clothes. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.255.255.255, loopback",
        "::1, loopback",
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "::, unspecified",
        "169.254.1.1, link-local",
        "fe80::1, link-local",
        "febf:ffff::1, link-local",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "ff02::1, multicast",
        "255.255.255.255, broadcast",
        "240.0.0.1, reserved",
        "254.255.255.255, reserved",
        "169.254.169.254, cloud metadata",
        "169.254.170.2, cloud metadata",
        "168.63.129.16, cloud metadata",
        "100.100.100.200, cloud metadata",
        "192.0.0.192, cloud metadata",
        "fd00:ec2::254, cloud metadata",
        "fd20:ce::254, cloud metadata",
        "::7f00:1, leads to 127.0.0.1",
        "::ffff:0:7f00:1, leads to 127.0.0.1",
        "64:ff9b::7f00:1, leads to 127.0.0.1",
        "64:ff9b::a9fe:a9fe, leads to 169.254.169.254",
        "2002:7f00:1::, leads to 127.0.0.1",
        "2002:a9fe:a9fe::1, leads to 169.254.169.254",
        "64:ff9b:1::a01:203, NAT64",
    })
    void whatIsNoOrdinaryHostIsRefusedByDefault(String address, String because) throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address);
        assertThat(ValidationTargets.DEFAULT.permits(parsed)).isFalse();
        assertThat(ValidationTargets.DEFAULT.refusal(parsed).orElseThrow())
                .contains(because)
                .contains("is not a permitted target");
    }

    /** Java turns mapped addresses into IPv4 ones nearly everywhere; this is how one stays IPv6. */
    @Test
    void aMappedAddressThatStayedIpv6IsJudgedByItsIpv4Address() throws UnknownHostException {
        byte[] octets = new byte[16];
        octets[10] = (byte) 0xff;
        octets[11] = (byte) 0xff;
        octets[12] = 127;
        octets[15] = 1;
        InetAddress mapped = Inet6Address.getByAddress("x", octets, -1);
        assertThat(mapped.getAddress()).hasSize(16);
        assertThat(ValidationTargets.DEFAULT.refusal(mapped))
                .hasValue("it leads to 127.0.0.1, and loopback is not a permitted target");
    }

    @Test
    void aZoneDoesNotHideALinkLocalAddress() throws UnknownHostException {
        byte[] octets = InetAddress.getByName("fe80::1").getAddress();
        assertThat(ValidationTargets.DEFAULT.permits(Inet6Address.getByAddress("x", octets, 1)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'default, 127.0.0.0/8', 127.0.0.1, true",
        "'default, 127.0.0.0/8', 10.0.0.1, true",
        "'default, 127.0.0.0/8', ::1, false",
        "'default, 127.0.0.0/8', ::7f00:1, true",
        "'default,127.0.0.2', 127.0.0.2, true",
        "'default,127.0.0.2', 127.0.0.1, false",
        "' default , ::1 ', ::1, true",
        "'127.0.0.0/8', 10.0.0.1, false",
        "'10.0.0.0/8', 10.255.255.255, true",
        "'10.0.0.0/8', 11.0.0.0, false",
        "'10.0.0.0/8', fd00::1, false",
        "'10.0.0.0/8', 64:ff9b::a00:1, true",
        "'10.16.0.0/12', 10.31.255.255, true",
        "'10.16.0.0/12', 10.32.0.0, false",
        "'fd00:1::/32', fd00:1:ffff::1, true",
        "'fd00:1::/32', fd00:2::1, false",
        "'0.0.0.0/0', 203.0.113.1, true",
        "'0.0.0.0/0', 2001:db8::1, false",
        "'0.0.0.0/0', 127.0.0.1, false",
        "'0.0.0.0/0, ::/0', ::1, false",
        "'::/0', fe80::1, false",
        "'default, 169.254.0.0/16', 169.254.1.1, true",
        "'default, 169.254.0.0/16', 169.254.169.254, false",
        "'default, 169.254.169.254', 169.254.169.254, true",
        "'default, 126.0.0.0/7', 127.0.0.1, false",
        "'default, !10.1.2.3', 10.1.2.3, false",
        "'default, !10.1.2.3', 10.1.2.4, true",
        "'default, !10.1.2.3', ::ffff:10.1.2.3, false",
        "'default, !10.1.2.3', 64:ff9b::a01:203, false",
        "'default, !10.1.0.0/16, 10.1.2.3', 10.1.2.3, false",
        "'default, !fd00:1::/32', fd00:1::9, false",
        "'default, ! 10.1.2.3', 10.1.2.3, false",
    })
    void targetsAreWhatTheirTextSays(String text, String address, boolean permitted) throws UnknownHostException {
        ValidationTargets targets = ValidationTargets.parse(text);
        assertThat(targets.permits(InetAddress.getByName(address))).isEqualTo(permitted);
        assertThat(ValidationTargets.parse(targets.toString())).isEqualTo(targets);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                  | empty item",
                "'default,'          | empty item",
                "'default,,10.0.0.1' | empty item",
                "!10.0.0.1           | permit no address at all",
                "!                   | not an address",
                "Default             | \"Default\" is not an address",
                "10.0.0.0/33         | 0 to 32 bits",
                "fd00::/129          | 0 to 128 bits",
                "10.0.0.1/8          | bits set beyond its prefix",
                "fd00::1/8           | bits set beyond its prefix",
                "10.0.0.0/           | not a number of bits",
                "10.0.0.0/08         | not a number of bits",
                "10.0.0.0/-1         | not a number of bits",
                "10.0.0.0/8/8        | not a number of bits",
                "10.0.0.0/255.0.0.0  | not a number of bits",
                "10.0.0              | is not an address",
                "010.0.0.0/8         | is not an address",
                "::ffff:10.0.0.0/104 | is not an address",
                "64:ff9b::/96        | only wraps an IPv4 address",
                "web.corp            | is not an address",
                "!default            | \"default\" is not an address",
                "10.0.0.0/8 fd00::/8 | not a number of bits",
            })
    void whatCannotBeReadIsRefusedWithItsReason(String text, String because) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValidationTargets.parse(text))
                .withMessageContaining(because);
    }

    @Test
    void theCasOwnAddressesAreTakenOutUnlessTheyAreListed() throws UnknownHostException {
        InetAddress own = InetAddress.getByName("10.1.2.3");
        ValidationTargets targets = ValidationTargets.DEFAULT.exceptUnlessListed(List.of(own));
        assertThat(targets.refusal(own)).hasValue("this CA is configured never to contact that address");
        assertThat(targets.toString()).isEqualTo("default, !10.1.2.3/32");
        assertThat(ValidationTargets.parse("10.0.0.0/8")
                        .exceptUnlessListed(List.of(own))
                        .permits(own))
                .isFalse();
        assertThat(ValidationTargets.parse("default, 10.1.2.3")
                        .exceptUnlessListed(List.of(own))
                        .permits(own))
                .isTrue();
    }
}
