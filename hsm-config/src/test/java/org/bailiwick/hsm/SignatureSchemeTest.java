package org.bailiwick.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureSchemeTest {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final byte[] MESSAGE = "to be signed".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "ECDSA_P256_SHA256, SHA256withECDSA",
        "ECDSA_P384_SHA384, SHA384withECDSA",
        "ECDSA_P521_SHA512, SHA512withECDSA",
        "RSA_PKCS1_SHA256, SHA256withRSA",
        "RSA_PKCS1_SHA384, SHA384withRSA",
        "RSA_PKCS1_SHA512, SHA512withRSA",
        "RSA_PSS_SHA256, SHA256withRSAandMGF1",
        "RSA_PSS_SHA384, SHA384withRSAandMGF1",
        "RSA_PSS_SHA512, SHA512withRSAandMGF1"
    })
    void algorithmIdentifierIsTheOneOthersUse(SignatureScheme scheme, String bouncyCastleName) throws IOException {
        assertThat(scheme.algorithmIdentifier())
                .isEqualTo(new DefaultSignatureAlgorithmIdentifierFinder()
                        .find(bouncyCastleName)
                        .getEncoded("DER"));
    }

    @Test
    void algorithmIdentifierCannotBeChangedByItsReader() {
        SignatureScheme.ECDSA_P256_SHA256.algorithmIdentifier()[0] = 0;
        assertThat(SignatureScheme.ECDSA_P256_SHA256.algorithmIdentifier()[0]).isEqualTo((byte) 0x30);
    }

    @ParameterizedTest
    @EnumSource
    void signsWithBouncyCastleAndVerifiesWithTheJdk(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPair pair =
                switch (scheme) {
                    case ECDSA_P256_SHA256 -> ec("secp256r1", BOUNCY_CASTLE);
                    case ECDSA_P384_SHA384 -> ec("secp384r1", BOUNCY_CASTLE);
                    case ECDSA_P521_SHA512 -> ec("secp521r1", BOUNCY_CASTLE);
                    default -> rsa(2048, RSAKeyGenParameterSpec.F4);
                };
        Signature engine = scheme.signature(BOUNCY_CASTLE);
        engine.initSign(pair.getPrivate());
        engine.update(MESSAGE);
        byte[] signature = engine.sign();
        assertThat(scheme.verifies(pair.getPublic(), MESSAGE, signature)).isTrue();
        assertThat(scheme.verifies(pair.getPublic(), new byte[1], signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 64, 200})
    void malformedSignatureIsWrongAndNotAnError(int length) throws GeneralSecurityException {
        PublicKey key = ec("secp256r1", BOUNCY_CASTLE).getPublic();
        assertThat(SignatureScheme.ECDSA_P256_SHA256.verifies(key, MESSAGE, new byte[length]))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, ECDSA_P256_SHA256", "secp384r1, ECDSA_P384_SHA384", "secp521r1, ECDSA_P521_SHA512"})
    void curveDecidesTheHash(String curve, SignatureScheme expected) throws GeneralSecurityException {
        assertThat(SignatureScheme.forKey(ec(curve, BOUNCY_CASTLE).getPublic())).isEqualTo(expected);
        KeyPairGenerator jdk = KeyPairGenerator.getInstance("EC");
        jdk.initialize(new ECGenParameterSpec(curve));
        assertThat(SignatureScheme.forKey(jdk.generateKeyPair().getPublic())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "brainpoolP384r1", "secp224r1"})
    void otherCurvesAreRefusedEvenOfTheSameSize(String curve) throws GeneralSecurityException {
        PublicKey key = ec(curve, BOUNCY_CASTLE).getPublic();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureScheme.forKey(key))
                .withMessageContaining("another curve");
        assertThatIllegalArgumentException().isThrownBy(() -> SignatureScheme.ECDSA_P256_SHA256.requireFits(key));
    }

    @Test
    void rsaIsPkcs1WithSha256UnlessChosenOtherwise() throws GeneralSecurityException {
        PublicKey key = rsa(2048, RSAKeyGenParameterSpec.F4).getPublic();
        assertThat(SignatureScheme.forKey(key)).isEqualTo(SignatureScheme.RSA_PKCS1_SHA256);
        SignatureScheme.RSA_PSS_SHA512.requireFits(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2040, 4104})
    void rsaOfAnOddSizeIsRefused(int bits) throws GeneralSecurityException {
        PublicKey key = rsa(bits, RSAKeyGenParameterSpec.F4).getPublic();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureScheme.forKey(key))
                .withMessageContaining("2048 to 4096 bits; this one has " + bits);
    }

    @Test
    void smallExponentIsRefused() throws GeneralSecurityException {
        PublicKey key = rsa(2048, BigInteger.valueOf(3)).getPublic();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureScheme.forKey(key))
                .withMessageContaining("at least 65537; this one is 3");
    }

    @Test
    void otherKindsOfKeyAreRefused() throws GeneralSecurityException {
        PublicKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignatureScheme.forKey(key))
                .withMessageContaining("must be RSA, or on the curve");
        assertThatIllegalArgumentException().isThrownBy(() -> SignatureScheme.RSA_PKCS1_SHA256.requireFits(key));
    }

    private static KeyPair ec(String curve, Provider provider) throws GeneralSecurityException {
        return generate("EC", new ECGenParameterSpec(curve), provider);
    }

    private static KeyPair rsa(int bits, BigInteger exponent) throws GeneralSecurityException {
        return generate("RSA", new RSAKeyGenParameterSpec(bits, exponent), BOUNCY_CASTLE);
    }

    private static KeyPair generate(String algorithm, AlgorithmParameterSpec parameters, Provider provider)
            throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }
}
