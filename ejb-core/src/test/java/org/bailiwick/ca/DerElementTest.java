package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerElementTest {

    /** X.690 §10.1: the shortest form. */
    @ParameterizedTest
    @CsvSource({
        "0,          3000",
        "127,        307f",
        "128,        308180",
        "255,        3081ff",
        "256,        30820100",
        "65535,      3082ffff",
        "65536,      3083010000",
        "16777216,   308401000000",
        "2147483647, 30847fffffff",
    })
    void aHeaderIsTagAndLength(int length, String hex) {
        assertThat(HexFormat.of().formatHex(DerElement.header(DerElement.SEQUENCE, length)))
                .isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65_535, 65_536})
    void whatAHeaderSaysIsRead(int length) throws EncodingException {
        byte[] header = DerElement.header(DerElement.SEQUENCE, length);
        byte[] octets = new byte[1 + header.length + length + 2];
        System.arraycopy(header, 0, octets, 1, header.length);
        DerElement element = DerElement.at(octets, 1, octets.length);
        assertThat(element.tag()).isEqualTo(DerElement.SEQUENCE);
        assertThat(element.contents()).isEqualTo(1 + header.length);
        assertThat(element.end()).isEqualTo(1 + header.length + length);
        assertThat(element.encoded()).hasSize(header.length + length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3001",
                "3080",
                "30800000",
                "308100",
                "30817f",
                "3082",
                "30820080",
                "308200ff",
                "3084ffffffff",
                "30847fffffff",
                "30850000000001",
                "30ff",
                "1f810100",
            })
    void whatIsNoElementIsRefused(String hex) {
        byte[] octets = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> DerElement.at(octets, 0, octets.length)).isInstanceOf(EncodingException.class);
    }

    /** However many there are and however long each is: what was written is what comes out. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1023, 1024, 1025, 700_001, 1_048_576, 1_048_577, 3_000_000})
    void growingOctetsAreWhatWasWritten(int length) {
        byte[] written = new byte[2_500_000];
        new Random(length).nextBytes(written);
        GrowingOctets octets = new GrowingOctets();
        for (int from = 0; from < written.length; from += length) {
            byte[] some = new byte[Math.min(length, written.length - from)];
            System.arraycopy(written, from, some, 0, some.length);
            octets.write(some);
        }
        assertThat(octets.length()).isEqualTo(written.length);
        byte[] moved = new byte[written.length + 2];
        octets.moveTo(moved, 1);
        assertThat(Arrays.copyOfRange(moved, 1, moved.length - 1)).isEqualTo(written);
        assertThat(octets.length()).isZero();
    }

    @Test
    void noOctetsAreNone() {
        GrowingOctets octets = new GrowingOctets();
        octets.write(new byte[0]);
        octets.moveTo(new byte[0], 0);
        assertThat(octets.length()).isZero();
    }
}
