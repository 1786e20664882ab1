package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRequirementsTest {

    private static final Random RANDOM = new Random(20260301);
    private static final BigInteger F4 = BigInteger.valueOf(65537);
    private static final BigInteger SOUND =
            modulus(SoftwareSigner.rsa(2048).getPublic().getEncoded());

    static Stream<Arguments> soundKeys() {
        return Stream.of(
                Arguments.of(
                        "P-256",
                        SoftwareSigner.ellipticCurve("secp256r1").getPublic().getEncoded()),
                Arguments.of(
                        "P-384",
                        SoftwareSigner.ellipticCurve("secp384r1").getPublic().getEncoded()),
                Arguments.of(
                        "P-521",
                        SoftwareSigner.ellipticCurve("secp521r1").getPublic().getEncoded()),
                Arguments.of(
                        "Ed25519", SoftwareSigner.pair("Ed25519").getPublic().getEncoded()),
                Arguments.of("RSA 2048", rsa(SOUND, F4)),
                Arguments.of("RSA 2056", SoftwareSigner.rsa(2056).getPublic().getEncoded()),
                Arguments.of("RSA 3072", SoftwareSigner.rsa(3072).getPublic().getEncoded()),
                Arguments.of(
                        "RSA with e = 2^32 + 15",
                        rsa(SOUND, BigInteger.ONE.shiftLeft(32).add(BigInteger.valueOf(15)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("soundKeys")
    void aSoundKeyIsReadAndKeepsItsEncoding(String what, byte[] key) {
        assertThat(KeyRequirements.ofCertificateKeys().require(key).getEncoded())
                .as(what)
                .isEqualTo(key);
        assertThat(KeyRequirements.ofAccountKeys().require(key).getEncoded())
                .as(what)
                .isEqualTo(key);
    }

    static Stream<Arguments> badKeys() {
        BigInteger prime = BigInteger.probablePrime(1024, RANDOM);
        BigInteger wide = sound(4096);
        return Stream.of(
                bad("RSA 1024", rsa(sound(1024), F4), "1024 bits"),
                bad("RSA 2047", rsa(sound(2047), F4), "2047 bits"),
                bad("RSA 2052", rsa(sound(2052), F4), "2052 bits"),
                bad("RSA 16384", rsa(sound(16384), F4), "16384 bits"),
                bad("negative modulus", rsa(SOUND.negate(), F4), "not positive"),
                bad("zero modulus", rsa(BigInteger.ZERO, F4), "not positive"),
                bad("even modulus", rsa(SOUND.add(BigInteger.ONE), F4), "even"),
                bad("factor 3", rsa(multipleOf(3), F4), "prime factor below 752"),
                bad("factor 751", rsa(multipleOf(751), F4), "prime factor below 752"),
                bad("ROCA", rsa(rocaModulus(), F4), "ROCA"),
                bad("square", rsa(squareModulus(), F4), "too close"),
                bad("close primes", rsa(closeModulus(0), F4), "too close"),
                bad("close primes, later round", rsa(closeModulus(512 + 3), F4), "too close"),
                bad("e = 1", rsa(SOUND, BigInteger.ONE), "exponent"),
                bad("e = 3", rsa(SOUND, BigInteger.valueOf(3)), "exponent"),
                bad("e = 65535", rsa(SOUND, BigInteger.valueOf(65535)), "exponent"),
                bad("e even", rsa(SOUND, BigInteger.valueOf(65538)), "exponent"),
                bad("e negative", rsa(SOUND, F4.negate()), "exponent"),
                bad("e = 2^256 + 1", rsa(SOUND, BigInteger.ONE.shiftLeft(256).add(BigInteger.ONE)), "exponent"),
                bad(
                        "huge e, huge modulus",
                        rsa(wide, BigInteger.ONE.shiftLeft(200).add(BigInteger.ONE)),
                        "exponent"),
                bad(
                        "one number",
                        info(
                                PKCSObjectIdentifiers.rsaEncryption,
                                DERNull.INSTANCE,
                                Asn1.der(new DERSequence(new ASN1Integer(SOUND)))),
                        "RSAPublicKey"),
                bad(
                        "no sequence",
                        info(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE, new byte[] {5, 0}),
                        "SubjectPublicKeyInfo"),
                bad(
                        "RSA without NULL",
                        info(PKCSObjectIdentifiers.rsaEncryption, null, Asn1.der(new RSAPublicKey(SOUND, F4))),
                        "NULL"),
                bad(
                        "RSA for PSS only",
                        info(PKCSObjectIdentifiers.id_RSASSA_PSS, null, Asn1.der(new RSAPublicKey(prime, F4))),
                        "none of"),
                bad("P-192", namedCurve("secp192r1"), "none of P-256"),
                bad("secp256k1", namedCurve("secp256k1"), "none of P-256"),
                bad("Brainpool", namedCurve("brainpoolP256r1"), "none of P-256"),
                bad("B-283", namedCurve("sect283r1"), "none of P-256"),
                bad("unknown curve", ec(new ASN1ObjectIdentifier("1.2.3.4"), point(false)), "none of P-256"),
                bad("explicit curve", ec(p256(), point(false)), "by name"),
                bad("inherited curve", ec(DERNull.INSTANCE, point(false)), "by name"),
                bad("no curve", ec(null, point(false)), "by name"),
                bad("compressed", ec(X9ObjectIdentifiers.prime256v1, point(true)), "uncompressed"),
                bad("hybrid", ec(X9ObjectIdentifiers.prime256v1, hybrid()), "uncompressed"),
                bad("infinity", ec(X9ObjectIdentifiers.prime256v1, new byte[] {0}), "uncompressed"),
                bad("nothing", ec(X9ObjectIdentifiers.prime256v1, new byte[0]), "uncompressed"),
                bad(
                        "point too short",
                        ec(X9ObjectIdentifiers.prime256v1, Arrays.copyOf(point(false), 64)),
                        "uncompressed"),
                bad("off the curve", ec(X9ObjectIdentifiers.prime256v1, offCurve()), "not on its curve"),
                bad("zeros", ec(X9ObjectIdentifiers.prime256v1, uncompressed((byte) 0)), "not on its curve"),
                bad(
                        "coordinates above p",
                        ec(X9ObjectIdentifiers.prime256v1, uncompressed((byte) 0xff)),
                        "not on its curve"),
                bad("Ed448", SoftwareSigner.pair("Ed448").getPublic().getEncoded(), "none of"),
                bad("X25519", SoftwareSigner.pair("X25519").getPublic().getEncoded(), "none of"),
                bad("Ed25519 with NULL", ed25519(DERNull.INSTANCE, new byte[32]), "no parameters"),
                bad("Ed25519 short", ed25519(null, new byte[31]), "sound"),
                bad("Ed25519 neutral point", ed25519(null, Arrays.copyOf(new byte[] {1}, 32)), "sound"),
                bad("Ed25519 small order", ed25519(null, new byte[32]), "sound"),
                bad("bits left over", bitsLeftOver(), "fill octets"),
                bad("octets behind", Arrays.copyOf(rsa(SOUND, F4), rsa(SOUND, F4).length + 1), "follow its end"),
                bad(
                        "three parts",
                        Asn1.der(new DERSequence(
                                new ASN1Encodable[] {DERNull.INSTANCE, DERNull.INSTANCE, DERNull.INSTANCE})),
                        "SubjectPublicKeyInfo"),
                bad("no parts", Asn1.der(new DERSequence()), "SubjectPublicKeyInfo"),
                bad("another type", Asn1.der(DERNull.INSTANCE), "SubjectPublicKeyInfo"),
                bad(
                        "empty algorithm",
                        Asn1.der(new DERSequence(
                                new ASN1Encodable[] {new DERSequence(), new DERBitString(new byte[1])})),
                        "SubjectPublicKeyInfo"),
                bad("nothing at all", new byte[0], "ends too early"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badKeys")
    void aBadKeyIsRefusedForCertificatesAndForAccounts(String what, byte[] key, String because) {
        assertThat(refusal(KeyRequirements.ofCertificateKeys(), key, ProblemType.BAD_CSR))
                .as(what)
                .startsWith("The certificate's key is refused: ")
                .contains(because);
        assertThat(refusal(KeyRequirements.ofAccountKeys(), key, ProblemType.BAD_PUBLIC_KEY))
                .as(what)
                .startsWith("The account key is refused: ")
                .contains(because);
    }

    @ParameterizedTest
    @ValueSource(ints = {4104, 8192})
    void accountKeysMayBeLongerThanCertificateKeys(int bits) {
        byte[] key = rsa(sound(bits), F4);
        assertThat(KeyRequirements.ofAccountKeys().require(key).getEncoded()).isEqualTo(key);
        assertThat(refusal(KeyRequirements.ofCertificateKeys(), key, ProblemType.BAD_CSR))
                .contains("2048 to 4096");
    }

    @Test
    void aBlockedKeyIsRefusedWithItsOwnReason() {
        byte[] account = SoftwareSigner.pair("Ed25519").getPublic().getEncoded();
        byte[] compromised = rsa(SOUND, F4);
        byte[] other = SoftwareSigner.pair("Ed25519").getPublic().getEncoded();
        KeyRequirements keys = KeyRequirements.ofCertificateKeys()
                .except(KeyFingerprint.of(account)::equals, "it is the account key")
                .except(KeyFingerprint.of(compromised)::equals, "it was compromised");
        assertThat(refusal(keys, account, ProblemType.BAD_CSR)).endsWith("it is the account key.");
        assertThat(refusal(keys, compromised, ProblemType.BAD_CSR)).endsWith("it was compromised.");
        assertThat(keys.require(other)).isNotNull();
        assertThat(KeyRequirements.ofCertificateKeys().require(account)).isNotNull();
    }

    @Test
    void aKeyThatWasReadElsewhereIsJudgedByTheSameRules() {
        KeyRequirements.ofAccountKeys().require(SoftwareSigner.pair("Ed25519").getPublic());
        AcmeException refused = catchThrowableOfType(AcmeException.class, () -> KeyRequirements.ofAccountKeys()
                .require(SoftwareSigner.rsa(1024).getPublic()));
        assertThat(refused.problem().type()).isEqualTo(ProblemType.BAD_PUBLIC_KEY);
    }

    @Test
    void soundModuliDoNotLookLikeRoca() {
        IntStream.range(0, 200)
                .forEach(i -> assertThat(RsaModulus.weakness(sound(2048))).isNull());
    }

    private static String refusal(KeyRequirements keys, byte[] key, ProblemType type) {
        AcmeException refused = catchThrowableOfType(AcmeException.class, () -> keys.require(key));
        assertThat(refused).isNotNull();
        assertThat(refused.problem().type()).isEqualTo(type);
        return refused.problem().detail();
    }

    private static Arguments bad(String what, byte[] key, String because) {
        return Arguments.of(what, key, because);
    }

    /** An odd number of this size without small factors, which is all that can be seen of a modulus. */
    private static BigInteger sound(int bits) {
        BigInteger number;
        do {
            number = new BigInteger(bits, RANDOM).setBit(bits - 1).setBit(0);
        } while (hasSmallFactor(number));
        return number;
    }

    private static boolean hasSmallFactor(BigInteger number) {
        return IntStream.range(3, 752)
                .mapToObj(BigInteger::valueOf)
                .anyMatch(divisor -> number.mod(divisor).signum() == 0);
    }

    private static BigInteger multipleOf(int factor) {
        BigInteger rest;
        do {
            rest = sound(2048).divide(BigInteger.valueOf(factor)).setBit(0);
        } while (rest.multiply(BigInteger.valueOf(factor)).bitLength() != 2048);
        return rest.multiply(BigInteger.valueOf(factor));
    }

    private static BigInteger squareModulus() {
        BigInteger prime = largePrime();
        return prime.multiply(prime);
    }

    /** Two primes about 2^distance apart. */
    private static BigInteger closeModulus(int distance) {
        BigInteger prime = largePrime();
        BigInteger other = (distance == 0 ? prime : prime.add(BigInteger.ONE.shiftLeft(distance))).nextProbablePrime();
        return prime.multiply(other);
    }

    private static BigInteger largePrime() {
        return new BigInteger(1024, RANDOM).setBit(1023).setBit(1022).nextProbablePrime();
    }

    /** As the chips made them: primes k·M + (65537^a mod M), M the product of the first 126 primes. */
    private static BigInteger rocaModulus() {
        BigInteger primorial = IntStream.rangeClosed(2, 701)
                .mapToObj(BigInteger::valueOf)
                .filter(number -> number.isProbablePrime(20))
                .reduce(BigInteger.ONE, BigInteger::multiply);
        BigInteger modulus;
        do {
            modulus = rocaPrime(primorial).multiply(rocaPrime(primorial));
        } while (modulus.bitLength() != 2048);
        return modulus;
    }

    private static BigInteger rocaPrime(BigInteger primorial) {
        BigInteger prime;
        do {
            BigInteger power = F4.modPow(new BigInteger(62, RANDOM), primorial);
            BigInteger multiple =
                    new BigInteger(1024 - primorial.bitLength(), RANDOM).setBit(1023 - primorial.bitLength());
            prime = multiple.multiply(primorial).add(power);
        } while (!prime.isProbablePrime(20));
        return prime;
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) {
        return info(
                PKCSObjectIdentifiers.rsaEncryption,
                DERNull.INSTANCE,
                Asn1.der(new DERSequence(new ASN1Encodable[] {new ASN1Integer(modulus), new ASN1Integer(exponent)})));
    }

    private static BigInteger modulus(byte[] info) {
        return RSAPublicKey.getInstance(Asn1.read(SubjectPublicKeyInfo.getInstance(info)
                        .getPublicKeyData()
                        .getOctets()))
                .getModulus();
    }

    private static byte[] ec(@Nullable ASN1Encodable parameters, byte[] point) {
        return info(X9ObjectIdentifiers.id_ecPublicKey, parameters, point);
    }

    private static byte[] ed25519(@Nullable ASN1Encodable parameters, byte[] point) {
        return info(EdECObjectIdentifiers.id_Ed25519, parameters, point);
    }

    private static byte[] info(ASN1ObjectIdentifier kind, @Nullable ASN1Encodable parameters, byte[] key) {
        return Asn1.der(new SubjectPublicKeyInfo(new AlgorithmIdentifier(kind, parameters), key));
    }

    private static byte[] namedCurve(String name) {
        X9ECParameters curve = ECNamedCurveTable.getByName(name);
        return ec(ECNamedCurveTable.getOID(name), curve.getG().getEncoded(false));
    }

    private static X9ECParameters p256() {
        return SECNamedCurves.getByName("secp256r1");
    }

    private static byte[] point(boolean compressed) {
        return p256().getG().getEncoded(compressed);
    }

    private static byte[] hybrid() {
        byte[] point = point(false);
        point[0] = (byte) (6 + (point[64] & 1));
        return point;
    }

    private static byte[] offCurve() {
        byte[] point = point(false);
        point[64] ^= 1;
        return point;
    }

    private static byte[] uncompressed(byte octet) {
        byte[] point = new byte[65];
        Arrays.fill(point, octet);
        point[0] = 4;
        return point;
    }

    private static byte[] bitsLeftOver() {
        return Asn1.der(new DERSequence(new ASN1Encodable[] {
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
            new DERBitString(new byte[] {(byte) 0x80}, 7)
        }));
    }
}
