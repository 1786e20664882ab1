package org.bailiwick.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwsAlgorithmTest {

    private static final byte[] INPUT = "eyJhbGciOiJFUzI1NiJ9.e30".getBytes(US_ASCII);

    @ParameterizedTest
    @EnumSource
    void verifiesWhatTheJdkSigned(JwsAlgorithm algorithm) {
        KeyPair pair = AccountKeys.pair(algorithm);

        assertThat(algorithm.verify(AccountKeys.accountKey(pair), INPUT, AccountKeys.sign(algorithm, pair, INPUT)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnotherInputAnotherKeyAndEveryFlippedByte(JwsAlgorithm algorithm) {
        KeyPair pair = AccountKeys.pair(algorithm);
        AccountKey key = AccountKeys.accountKey(pair);
        byte[] signature = AccountKeys.sign(algorithm, pair, INPUT);

        assertThat(algorithm.verify(key, "other".getBytes(US_ASCII), signature)).isFalse();
        assertThat(algorithm.verify(AccountKeys.accountKey(AccountKeys.pair(algorithm)), INPUT, signature))
                .isFalse();
        for (int i = 0; i < signature.length; i++) {
            byte[] flipped = signature.clone();
            flipped[i] ^= 1;
            assertThat(algorithm.verify(key, INPUT, flipped)).as("byte %d", i).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesTheKeyOfEveryOtherAlgorithm(JwsAlgorithm algorithm) {
        KeyPair pair = AccountKeys.pair(algorithm);
        AccountKey key = AccountKeys.accountKey(pair);
        byte[] signature = AccountKeys.sign(algorithm, pair, INPUT);

        assertThat(Stream.of(JwsAlgorithm.values()).filter(other -> other.verify(key, INPUT, signature)))
                .containsExactly(algorithm);
    }

    /** CVE-2022-21449: R = S = 0 once was everybody's signature. */
    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512"})
    void refusesRAndSOutOfRange(JwsAlgorithm algorithm) {
        KeyPair pair = AccountKeys.pair(algorithm);
        AccountKey key = AccountKeys.accountKey(pair);
        BigInteger n = ((ECPublicKey) pair.getPublic()).getParams().getOrder();
        byte[] good = AccountKeys.sign(algorithm, pair, INPUT);
        int half = good.length / 2;
        BigInteger r = new BigInteger(1, Arrays.copyOf(good, half));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(good, half, good.length));
        BigInteger most = BigInteger.ONE.shiftLeft(8 * half).subtract(BigInteger.ONE);

        for (BigInteger out : new BigInteger[] {BigInteger.ZERO, n, n.add(BigInteger.ONE), most}) {
            assertThat(algorithm.verify(key, INPUT, plain(half, out, out))).isFalse();
            assertThat(algorithm.verify(key, INPUT, plain(half, r, out))).isFalse();
            assertThat(algorithm.verify(key, INPUT, plain(half, out, s))).isFalse();
        }
        assertThat(algorithm.verify(key, INPUT, plain(half, r, s))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryOtherLength(JwsAlgorithm algorithm) {
        KeyPair pair = AccountKeys.pair(algorithm);
        AccountKey key = AccountKeys.accountKey(pair);
        byte[] signature = AccountKeys.sign(algorithm, pair, INPUT);

        assertThat(signature).hasSize(key.signatureLength());
        for (int length : new int[] {0, 1, signature.length - 2, signature.length - 1, signature.length + 1, 10_000}) {
            assertThat(algorithm.verify(key, INPUT, Arrays.copyOf(signature, length)))
                    .as("%d bytes", length)
                    .isFalse();
        }
        byte[] zeroBefore = new byte[signature.length + 1];
        System.arraycopy(signature, 0, zeroBefore, 1, signature.length);
        assertThat(algorithm.verify(key, INPUT, zeroBefore)).isFalse();
    }

    @Test
    void hasTheSignatureLengthsOfRfc7518() {
        assertThat(Stream.of(JwsAlgorithm.values()).map(algorithm -> AccountKeys.accountKey(AccountKeys.pair(algorithm))
                        .signatureLength()))
                .containsExactly(64, 96, 132, 64, 256);
    }

    @Test
    void refusesEcdsaInDer() {
        KeyPair pair = AccountKeys.pair(JwsAlgorithm.ES256);

        assertThat(JwsAlgorithm.ES256.verify(
                        AccountKeys.accountKey(pair), INPUT, AccountKeys.sign("SHA256withECDSA", pair, INPUT)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "", "HS256", "HS384", "HS512", "RS1", "PS256", "ES256K", "es256", "Ed448"})
    void knowsNoOtherAlgorithm(String alg) {
        assertThat(JwsAlgorithm.ofAlg(alg)).isEmpty();
    }

    @Test
    void listsItsAlgorithmsAsOnTheWire() {
        assertThat(JwsAlgorithm.algs()).containsExactly("ES256", "ES384", "ES512", "EdDSA", "RS256");
        assertThat(JwsAlgorithm.algs()).allSatisfy(alg -> assertThat(JwsAlgorithm.ofAlg(alg))
                .map(JwsAlgorithm::alg)
                .contains(alg));
    }

    private static byte[] plain(int half, BigInteger r, BigInteger s) {
        return org.bouncycastle.util.Arrays.concatenate(
                BigIntegers.asUnsignedByteArray(half, r), BigIntegers.asUnsignedByteArray(half, s));
    }
}
