package org.bailiwick.web.jws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bailiwick.account.AccountKey;
import org.bailiwick.account.JwsAlgorithm;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.json.StrictJson;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwkTest {

    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final Random RANDOM = new Random(20261125);

    /** Far more than any machine takes; what is not bounded takes minutes. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void isTheKeyThatTheClientHas(JwsAlgorithm alg) {
        Client client = Client.with(alg);

        AccountKey key = key(client.jwk());

        assertThat(key.subjectPublicKeyInfo())
                .isEqualTo(client.pair().getPublic().getEncoded());
        assertThat(key.algorithm()).isEqualTo(alg);
    }

    /** Also of a key that no account may get any more: its account must be able to change it. */
    @Test
    void hasAThumbprintWhateverIsRequiredOfKeys() {
        BigInteger p = BigInteger.valueOf(3).shiftLeft(1022).nextProbablePrime();
        String closePrimes = Client.rsa(p.multiply(p.nextProbablePrime()), F4);

        refused(closePrimes, "close");
        assertThat(Jwk.parse(StrictJson.object("The JWK", closePrimes.getBytes(UTF_8)))
                        .thumbprint()
                        .value())
                .hasSize(43);
        String wellMade = Client.with(JwsAlgorithm.ES256).jwk();
        assertThat(Jwk.parse(StrictJson.object("The JWK", wellMade.getBytes(UTF_8)))
                        .thumbprint())
                .isEqualTo(key(wellMade).thumbprint());
    }

    @Test
    void hasTheThumbprintOfRfc7638Section31() {
        AccountKey key = key(
                """
                {"kty": "RSA",
                 "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
                 "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
                """);

        assertThat(key.thumbprint().value()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void hasTheThumbprintOfRfc8037AppendixA3() {
        AccountKey key =
                key("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

        assertThat(key.thumbprint().value()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void ignoresMembersThatItDoesNotKnow() {
        Client client = Client.with(JwsAlgorithm.ES256);

        assertThat(key(client.jwk()
                        .replace("{", "{\"use\":\"enc\",\"key_ops\":[],\"x5u\":\"http://127.0.0.1:1/\",\"z\":{},")))
                .isEqualTo(key(client.jwk()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
    void refusesPrivateKeysLoudly(String member) {
        String jwk = Client.with(JwsAlgorithm.ES256).jwk().replace("{", "{\"" + member + "\":\"AQAB\",");

        Refusals.assertMalformed(() -> key(jwk), "PRIVATE key (\"" + member + "\")", "compromised", "replace it");
    }

    @Test
    void refusesSymmetricKeys() {
        Refusals.assertMalformed(() -> key("{\"kty\":\"oct\",\"k\":\"AQAB\"}"), "PRIVATE");
        refused("{\"kty\":\"oct\"}", "type \"oct\" are not supported");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | no \"kty\"",
                "{\"kty\":1} | \"kty\" that is not a string",
                "{\"kty\":\"EC\"} | no \"crv\"",
                "{\"kty\":\"EC\",\"crv\":\"P-256\"} | no \"x\"",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":[],\"y\":\"\"} | \"x\" that is not a string",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"=\",\"y\":\"\"} | \"x\" is not base64url",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\"} | no \"n\"",
                "{\"kty\":\"RSA\",\"n\":65537,\"e\":\"AQAB\"} | \"n\" that is not a string",
                "{\"kty\":\"RSA\",\"n\":\"A+/=\",\"e\":\"AQAB\"} | \"n\" is not base64url",
                "{\"kty\":\"OKP\"} | no \"crv\"",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"} | no \"x\""
            })
    void refusesWhatIsNoJwk(String jwk, String because) {
        Refusals.assertMalformed(() -> key(jwk), because);
    }

    /** J29. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kty\":\"AKP\"} | type \"AKP\"",
                "{\"kty\":\"ec\"} | type \"ec\"",
                "{\"kty\":\"EC\",\"crv\":\"P-192\"} | curve \"P-192\"",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\"} | curve \"secp256k1\"",
                "{\"kty\":\"EC\",\"crv\":\"Ed25519\"} | curve \"Ed25519\"",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\"} | not \"X25519\"",
                "{\"kty\":\"OKP\",\"crv\":\"Ed448\"} | not \"Ed448\"",
                "{\"kty\":\"OKP\",\"crv\":\"P-256\"} | not \"P-256\"",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\"} | has 0 octets; on Ed25519 it has 32",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"\",\"y\":\"\"} | has 0 octets; on P-256 it has 32",
                "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AAAA\",\"y\":\"\"} | has 3 octets; on P-521 it has 66",
                "{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"AQAB\"} | \"n\" is empty",
                "{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQAB\"} | modulus has 1 bits"
            })
    void refusesKeysOfOtherKindsAndSizes(String jwk, String because) {
        refused(jwk, because);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void refusesPointsThatAreNotOnTheCurve(String crv) {
        ECPoint point = generator(crv);
        byte[] x = point.getAffineXCoord().getEncoded();
        byte[] y = point.getAffineYCoord().getEncoded();
        byte[] zero = new byte[x.length];
        byte[] beyondTheField = new byte[x.length];
        Arrays.fill(beyondTheField, (byte) 0xff);

        assertThat(key(ec(crv, x, y))).isNotNull();
        refused(ec(crv, y, x), "not on its curve");
        refused(ec(crv, zero, zero), "not on its curve");
        refused(ec(crv, beyondTheField, y), "not on its curve");
    }

    /** J30: one point has one JWK; a client that strips zeros is told, and gets no second account. */
    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521"})
    void refusesCoordinatesThatAreNotFullLength(String crv) {
        ECPoint point = generator(crv);
        int leading = crv.equals("P-521") ? 2 : 1;
        for (int k = 2; !zeros(point.getAffineXCoord().getEncoded(), leading); k++) {
            point = generator(crv).multiply(BigInteger.valueOf(k)).normalize();
        }
        byte[] x = point.getAffineXCoord().getEncoded();
        byte[] y = point.getAffineYCoord().getEncoded();

        assertThat(key(ec(crv, x, y))).isNotNull();
        refused(ec(crv, Arrays.copyOfRange(x, leading, x.length), y), "leading zeros included");
        refused(ec(crv, prepended(x), y), "leading zeros included");
        refused(ec(crv, x, prepended(y)), "leading zeros included");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
            })
    void refusesEd25519PointsOfSmallOrder(String point) {
        refused(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}"
                        .formatted(Client.base64url(HexFormat.of().parseHex(point))),
                "not a sound one of Ed25519");
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "2047,2047", "8193,8193", "16384,16384"})
    void refusesModuliOfOtherSizes(int bits, String said) {
        BigInteger n = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
        refused(Client.rsa(n, F4), "modulus has " + said + " bits");
    }

    @Test
    void refusesModuliWithSmallFactors() {
        refused(Client.rsa(modulus(2048).clearBit(0), F4), "be odd");
        refused(Client.rsa(modulus(2048, BigInteger.valueOf(7)), F4), "prime factor below 752");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "3", "17", "65535", "65536", "65538", "4294967297", "18446744073709551617"})
    void refusesOtherExponents(String e) {
        refused(Client.rsa(modulus(2048), new BigInteger(e)), "exponent must be odd, at least 65537");
    }

    @Test
    void acceptsOddExponentsFrom65537To32Bits() throws NoSuchAlgorithmException, InvalidKeySpecException {
        BigInteger n = modulus(2048);
        BigInteger e = new BigInteger("4294967295");

        assertThat(key(Client.rsa(n, e)).subjectPublicKeyInfo())
                .isEqualTo(KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(n, e))
                        .getEncoded());
    }

    @Test
    void acceptsRsaUpTo8192Bits() {
        String jwk = Client.rsa(modulus(8192), F4);

        AccountKey key = assertTimeout(SOON, () -> key(jwk));

        assertThat(key.signatureLength()).isEqualTo(1024);
    }

    /** J29: what is absurd is refused for its size, before anything is computed with it. */
    @Test
    void refusesAbsurdKeysSoon() {
        BigInteger huge = BigInteger.ONE.shiftLeft(16_383).setBit(0);
        assertTimeout(SOON, () -> refused(Client.rsa(huge, F4), "modulus has 16384 bits"));
        assertTimeout(SOON, () -> refused(Client.rsa(modulus(2048), huge), "exponent must be odd"));
    }

    /** J30, for RSA. */
    @Test
    void refusesLeadingZerosInModulusAndExponent() {
        String jwk = "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}";
        byte[] n = modulus(2048).toByteArray();
        refused(jwk.formatted(Client.base64url(n), "AQAB"), "\"n\" is empty or begins with a zero octet");
        refused(
                jwk.formatted(Client.base64url(Arrays.copyOfRange(n, 1, n.length)), "AAEAAQ"),
                "\"e\" is empty or begins with a zero octet");
    }

    private static AccountKey key(String jwk) {
        return Jwk.parse(StrictJson.object("The JWK", jwk.getBytes(UTF_8))).accountKey();
    }

    private static void refused(String jwk, String because) {
        Refusals.assertRefused(ProblemType.BAD_PUBLIC_KEY, () -> key(jwk), because);
    }

    private static BigInteger modulus(int bits) {
        return modulus(bits, BigInteger.ONE);
    }

    /** Of more than two primes, which nobody can tell from two and which are found faster; of so many bits exactly. */
    private static BigInteger modulus(int bits, BigInteger factor) {
        BigInteger product = factor;
        while (product.bitLength() < bits - 1000) {
            product = product.multiply(BigInteger.probablePrime(500, RANDOM));
        }
        BigInteger middle = BigInteger.valueOf(3).shiftLeft(bits - 2);
        return product.multiply(middle.divide(product).nextProbablePrime());
    }

    private static ECPoint generator(String crv) {
        return ECNamedCurveTable.getByName(crv).getG().normalize();
    }

    private static String ec(String crv, byte[] x, byte[] y) {
        return "{\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(crv, Client.base64url(x), Client.base64url(y));
    }

    private static boolean zeros(byte[] octets, int leading) {
        return Arrays.equals(Arrays.copyOf(octets, leading), new byte[leading]);
    }

    private static byte[] prepended(byte[] octets) {
        byte[] longer = new byte[octets.length + 1];
        System.arraycopy(octets, 0, longer, 1, octets.length);
        return longer;
    }
}
