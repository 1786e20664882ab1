package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistinguishedEncodingTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'', nothing",
        "30, a tag alone",
        "3003, contents that are missing",
        "300402010101, an element longer than its parent",
        "30030201010500, octets behind the end",
        "30800201010000, an indefinite length",
        "3081030201 01, a length of 3 in two octets",
        "308200030201 01, a length with a leading zero",
        "0484ffffffff, a length of 2^32",
        "04847fffffff, a length of 2^31",
        "04ff, a length of 127 octets",
        "1f8101 00, a tag number of two octets",
        "9f2a00, a context tag of two octets",
        "0000, an end-of-contents",
        "3004020 10000 00, an end-of-contents inside",
        "010101, a BOOLEAN that is 1",
        "0100, a BOOLEAN without octets",
        "0200, an INTEGER without octets",
        "02020001, an INTEGER with a leading zero octet",
        "0202ffff, an INTEGER with a leading one octet",
        "0300, a BIT STRING without octets",
        "030108, a BIT STRING with 8 unused bits",
        "030101, an empty BIT STRING with unused bits",
        "03020101, a BIT STRING whose unused bit is set",
        "050100, a NULL with contents",
        "0600, an OID without octets",
        "0602802a, an OID with a leading zero",
        "060188, an OID that goes on",
        "240404020101, an OCTET STRING in pieces",
        "2c030c0161, a UTF8String in pieces",
        "100100, a SEQUENCE that is not constructed",
        "3106020102020101, a SET in descending order",
    })
    void whatIsNotDerIsRefused(String hex, String what) {
        byte[] octets = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> DistinguishedEncoding.read(octets)).as(what).isInstanceOf(EncodingException.class);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0500, NULL",
        "0101ff, TRUE",
        "020100, zero",
        "02020080, 128",
        "020180, -128",
        "0202ff7f, -129",
        "03020780, one bit",
        "030100, no bits",
        "3000, an empty SEQUENCE",
        "3106020101020102, a SET in order",
        "3106020101020101, a SET with equal elements",
        "a003020101, an explicit tag",
        "8000, an empty implicit tag",
        "06032b6570, an OID",
    })
    void whatIsDerIsRead(String hex, String what) throws EncodingException {
        byte[] octets = HexFormat.of().parseHex(hex);
        assertThat(Asn1.der(DistinguishedEncoding.read(octets))).as(what).isEqualTo(octets);
    }

    @Test
    void aNestOfTenThousandLevelsIsRefusedWithoutAStackOverflow() {
        byte[] nest = new byte[0];
        for (int level = 0; level < 10_000; level++) {
            nest = RequestBuilder.sequence(nest);
        }
        byte[] bomb = nest;
        assertThat(bomb.length).isLessThan(64 * 1024);
        assertThatThrownBy(() -> DistinguishedEncoding.read(bomb)).hasMessage("it nests deeper than 24 levels");
    }

    @Test
    void moreThanSixtyFourKibibytesAreNotLookedAt() {
        byte[] octets = RequestBuilder.sequence(new byte[64 * 1024]);
        assertThatThrownBy(() -> DistinguishedEncoding.read(octets)).hasMessageContaining("more than 65536");
    }

    @Test
    void everyCutIsRefused() {
        byte[] whole = RequestBuilder.forNames("a.corp").build();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DistinguishedEncoding.read(cut)).isInstanceOf(EncodingException.class);
        }
    }
}
