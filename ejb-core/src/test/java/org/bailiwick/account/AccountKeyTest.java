package org.bailiwick.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountKeyTest {

    private static final ASN1ObjectIdentifier P256 = SECObjectIdentifiers.secp256r1;
    private static final X9ECParameters P256_PARAMETERS = ECNamedCurveTable.getByOID(P256);

    private static final List<AccountKey> ONE_OF_EACH = Stream.of(JwsAlgorithm.values())
            .map(algorithm -> AccountKeys.accountKey(AccountKeys.pair(algorithm)))
            .toList();

    @Test
    void hasTheThumbprintOfRfc7638Section31() {
        AccountKey key = rsa(
                new BigInteger(
                        1,
                        Base64.getUrlDecoder()
                                .decode(
                                        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
                                                + "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0"
                                                + "_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWh"
                                                + "AI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw")));

        assertThat(key.thumbprint().value()).isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    @Test
    void hasTheThumbprintOfRfc8037AppendixA3() {
        AccountKey key = AccountKey.ofSubjectPublicKeyInfo(
                ed25519(Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")));

        assertThat(key.thumbprint().value()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @ParameterizedTest
    @EnumSource
    void comesBackFromItsSubjectPublicKeyInfo(JwsAlgorithm algorithm) {
        KeyPair pair = AccountKeys.pair(algorithm);

        AccountKey key = AccountKeys.accountKey(pair);

        assertThat(key.subjectPublicKeyInfo()).isEqualTo(pair.getPublic().getEncoded());
        assertThat(key.algorithm()).isEqualTo(algorithm);
        assertThat(AccountKey.ofSubjectPublicKeyInfo(key.subjectPublicKeyInfo()))
                .isEqualTo(key)
                .hasSameHashCodeAs(key)
                .hasToString(key.toString());
        assertThat(key).isNotEqualTo(AccountKeys.accountKey(AccountKeys.pair(algorithm)));
    }

    @Test
    void cannotBeChangedThroughItsBytes() {
        AccountKey key = AccountKeys.accountKey(AccountKeys.pair(JwsAlgorithm.ES256));
        byte[] before = key.subjectPublicKeyInfo();

        key.subjectPublicKeyInfo()[10] ^= 1;

        assertThat(key.subjectPublicKeyInfo()).isEqualTo(before);
    }

    @Test
    void isTheSameKeyWhenItsPointWasCompressed() {
        byte[] uncompressed = P256_PARAMETERS.getG().getEncoded(false);
        byte[] compressed = P256_PARAMETERS.getG().getEncoded(true);

        AccountKey key = AccountKey.ofSubjectPublicKeyInfo(ec(P256, compressed));

        assertThat(key).isEqualTo(AccountKey.ofSubjectPublicKeyInfo(ec(P256, uncompressed)));
        assertThat(key.subjectPublicKeyInfo()).isEqualTo(ec(P256, uncompressed));
    }

    @Test
    void refusesCurvesThatNoAlgorithmFits() {
        for (String curve : new String[] {"P-192", "P-224", "secp256k1", "brainpoolP256r1"}) {
            ASN1ObjectIdentifier oid = ECNamedCurveTable.getOID(curve);
            byte[] point = ECNamedCurveTable.getByOID(oid).getG().getEncoded(false);
            refused(ec(oid, point), "none of P-256, P-384, P-521");
        }
    }

    @Test
    void refusesCurvesWithoutAName() {
        refused(ec(P256_PARAMETERS, P256_PARAMETERS.getG().getEncoded(false)), "no name");
    }

    @Test
    void refusesPointsThatAreNotOnTheCurve() {
        byte[] point = P256_PARAMETERS.getG().getEncoded(false);
        point[64] ^= 1;
        refused(ec(P256, point), "not on the curve P-256");

        byte[] zero = new byte[65];
        zero[0] = 4;
        refused(ec(P256, zero), "not on the curve P-256");
    }

    @Test
    void refusesThePointAtInfinity() {
        refused(ec(P256, new byte[] {0}), "not on the curve P-256");
    }

    /** Each is of small order: with such a key one signature fits every message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void refusesEd25519PointsOfSmallOrder(String point) {
        refused(ed25519(HexFormat.of().parseHex(point)), "not a valid one of Ed25519");
    }

    @Test
    void refusesEd25519PointsOfAnotherLength() {
        refused(ed25519(new byte[31]), "not a valid one of Ed25519");
        refused(ed25519(new byte[33]), "not a valid one of Ed25519");
    }

    /** Whoever knows a prime modulus can sign. Multiples of small primes: KeyRequirements. */
    @Test
    void aNewAccountNeedsACompositeModulus() throws GeneralSecurityException {
        BigInteger prime = BigInteger.probablePrime(2048, new SecureRandom());
        byte[] der = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(prime, BigInteger.valueOf(65537)))
                .getEncoded();
        AccountKey weak = AccountKey.ofSubjectPublicKeyInfo(der);
        assertThatThrownBy(weak::requireComposite).isInstanceOfSatisfying(AcmeException.class, refused -> assertThat(
                        refused.problem().type())
                .isEqualTo(ProblemType.BAD_PUBLIC_KEY));
        AccountKey.ofSubjectPublicKeyInfo(
                        AccountKeys.generated("RSA").getPublic().getEncoded())
                .requireComposite();
        AccountKey.ofSubjectPublicKeyInfo(
                        AccountKeys.generated("Ed25519").getPublic().getEncoded())
                .requireComposite();
    }

    @Test
    void refusesKeysThatDoNotSign() {
        refused(AccountKeys.generated("X25519").getPublic().getEncoded(), "neither EC, RSA nor Ed25519");
        refused(AccountKeys.generated("Ed448").getPublic().getEncoded(), "neither EC, RSA nor Ed25519");
        refused(AccountKeys.generated("DSA").getPublic().getEncoded(), "neither EC, RSA nor Ed25519");
    }

    @Test
    void refusesWhatIsNoKey() {
        byte[] good = AccountKeys.pair(JwsAlgorithm.ES256).getPublic().getEncoded();
        refused(new byte[0], "no SubjectPublicKeyInfo");
        refused(new byte[] {0x30, 0}, "no SubjectPublicKeyInfo");
        refused(Arrays.copyOf(good, good.length - 1), "no SubjectPublicKeyInfo");
        refused(Arrays.copyOf(good, good.length + 1), "no SubjectPublicKeyInfo");
    }

    @Property
    void changedBytesAreAnotherKeyOrNone(
            @ForAll @IntRange(max = 4) int which, @ForAll @IntRange(max = 400) int at, @ForAll byte to) {
        AccountKey key = ONE_OF_EACH.get(which);
        byte[] der = key.subjectPublicKeyInfo();
        byte[] changed = der.clone();
        changed[at % der.length] = to;

        try {
            AccountKey other = AccountKey.ofSubjectPublicKeyInfo(changed);
            assertThat(other.equals(key)).isEqualTo(Arrays.equals(other.subjectPublicKeyInfo(), der));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("it");
        }
    }

    private static void refused(byte[] der, String because) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccountKey.ofSubjectPublicKeyInfo(der))
                .withMessageContaining(because);
    }

    private static AccountKey rsa(BigInteger modulus) {
        try {
            return AccountKey.ofSubjectPublicKeyInfo(KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)))
                    .getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] ec(ASN1Encodable parameters, byte[] point) {
        return encoded(new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), point));
    }

    private static byte[] ed25519(byte[] point) {
        return encoded(new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), point));
    }

    private static byte[] encoded(SubjectPublicKeyInfo info) {
        try {
            return info.getEncoded();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
