package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SerialNumberTest {

    private static final int MANY = 100_000;

    /** Six standard deviations: a sound generator fails this once in about three million runs of the whole test. */
    private static final double TOLERANCE = 6 * Math.sqrt(MANY * 0.25);

    @Test
    void manyAreUniqueWithEveryBitSetHalfOfTheTime() {
        Set<SerialNumber> all = new HashSet<>();
        int[] set = new int[159];
        for (int i = 0; i < MANY; i++) {
            SerialNumber serial = SerialNumber.random();
            all.add(serial);
            for (int bit = 0; bit < set.length; bit++) {
                set[bit] += serial.value().testBit(bit) ? 1 : 0;
            }
        }
        assertThat(all).hasSize(MANY);
        for (int count : set) {
            assertThat((double) count).isBetween(MANY / 2.0 - TOLERANCE, MANY / 2.0 + TOLERANCE);
        }
    }

    @Test
    void theLargestHasTwentyOctetsAndIsPositive() {
        SerialNumber largest = new SerialNumber(BigInteger.ONE.shiftLeft(159).subtract(BigInteger.ONE));
        assertThat(largest.value().toByteArray()).hasSize(20);
        assertThat(largest.hex()).isEqualTo("7f" + "ff".repeat(19));
    }

    @Test
    void zeroNegativeAndTooLongNumbersAreNone() {
        for (BigInteger number :
                new BigInteger[] {BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.ONE.shiftLeft(159)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SerialNumber(number));
        }
    }

    @Test
    void hexadecimalDigitsComeInPairsAndAreReadBack() {
        SerialNumber serial = new SerialNumber(BigInteger.valueOf(0xabc));
        assertThat(serial.hex()).isEqualTo("0abc").hasToString(serial.toString());
        assertThat(SerialNumber.ofHex("0abc")).isEqualTo(serial);
        assertThat(SerialNumber.ofHex("000ABC")).isEqualTo(serial);
        assertThat(SerialNumber.ofHex(serial.hex())).isEqualTo(serial);
    }

    @Test
    void otherTextIsNoSerialNumber() {
        for (String text : new String[] {"", "0", "abc", "-1", "0x10", "zz", " 0a", "ff".repeat(20), "00".repeat(30)}) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> SerialNumber.ofHex(text));
        }
    }
}
