package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Pkcs11TokenTest {

    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    /** So that the library, which another class may have loaded before this token was made, sees it. */
    @BeforeAll
    static void connect() {
        softHsm.token().keys();
    }

    static Stream<Arguments> keysAndSchemes() {
        return Stream.concat(
                Arrays.stream(KeyAlgorithm.values()).map(key -> Arguments.of(key, key.scheme())),
                Arrays.stream(SignatureScheme.values())
                        .filter(scheme -> scheme.name().startsWith("RSA"))
                        .filter(scheme -> scheme != KeyAlgorithm.RSA_2048.scheme())
                        .map(scheme -> Arguments.of(KeyAlgorithm.RSA_2048, scheme)));
    }

    @ParameterizedTest
    @MethodSource("keysAndSchemes")
    void everySchemeSignsWhatTheJdkAndBouncyCastleVerify(KeyAlgorithm algorithm, SignatureScheme scheme)
            throws GeneralSecurityException {
        String label = algorithm + "." + scheme;
        softHsm.token().generateKeyPair(label, algorithm, scheme, SelfSigned.as("CN=" + label));
        CaSigner signer = softHsm.token().signer(label, scheme);
        byte[] signature = signer.sign(TBS);
        assertThat(signer.scheme()).isEqualTo(scheme);
        assertThat(scheme.verifies(signer.publicKey(), TBS, signature)).isTrue();
        assertThat(bouncyCastleVerifies(scheme, signer.publicKey(), TBS, signature))
                .isTrue();
        signature[signature.length - 1] ^= 1;
        assertThat(scheme.verifies(signer.publicKey(), TBS, signature)).isFalse();
    }

    @Test
    void generatedKeyIsSensitiveAndCanNeverBeExtracted() {
        softHsm.token()
                .generateKeyPair(
                        "attributes", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=a"));
        TokenKey key = key("attributes");
        assertThat(key.sensitive()).isTrue();
        assertThat(key.alwaysSensitive()).isTrue();
        assertThat(key.extractable()).isFalse();
        assertThat(key.neverExtractable()).isTrue();
        assertThat(key.signs()).isTrue();
        assertThat(key.label()).isEqualTo("attributes");
        assertThat(key.certificateLabel()).isEqualTo("attributes");
    }

    @Test
    void providerIsNeverRegistered() {
        softHsm.token().keys();
        assertThat(Security.getProviders())
                .noneMatch(provider -> provider.getName().contains("bailiwick"));
    }

    @Test
    void labelThatIsTakenIsRefused() {
        generate("taken");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate("taken"))
                .withMessageContaining("\"taken\" already");
        assertThat(softHsm.token().signer("taken").sign(TBS)).isNotEmpty();
    }

    @Test
    void labelThatJavaWouldMangleIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> generate("größer"));
    }

    @Test
    void keyIsDestroyedIfItsFirstCertificateCannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> softHsm.token()
                .generateKeyPair("orphan", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), key -> {
                    throw new IllegalArgumentException("no certificate");
                }));
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("orphan"));
        generate("orphan");
    }

    @Test
    void keyIsDestroyedIfItsFirstCertificateIsForAnotherKey() {
        X509Certificate other = generate("other");
        assertThatIllegalArgumentException().isThrownBy(() -> softHsm.token()
                .generateKeyPair("mismatch", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), key -> other));
        assertThat(softHsm.token().keys()).noneMatch(key -> key.isLabelled("mismatch"));
    }

    @Test
    void schemeThatDoesNotFitTheKeyIsRefused() {
        generate("p256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> softHsm.token().signer("p256", SignatureScheme.ECDSA_P384_SHA384))
                .withMessageContaining("secp384r1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> softHsm.token().signer("p256", SignatureScheme.RSA_PSS_SHA256))
                .withMessageContaining("RSA");
    }

    @Test
    void unknownLabelIsKeyNotFound() {
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> softHsm.token().signer("nobody"))
                .withMessageContaining("no private key labelled \"nobody\"");
    }

    @Test
    void twoKeysWithOneLabelAreRefused() throws Exception {
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = true\nCKA_LABEL = 0h7477696e\n")) {
            for (String certificate : List.of("twin one", "twin two")) {
                KeyPair pair = raw.generate("EC", new ECGenParameterSpec("secp256r1"));
                raw.store(certificate, pair, pair.getPublic(), SignatureScheme.ECDSA_P256_SHA256);
            }
        }
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> softHsm.token().signer("twin"))
                .withMessageContaining("2 private keys labelled \"twin\"");
        assertThat(softHsm.token().signer("twin one").sign(TBS)).isNotEmpty();
    }

    @Test
    void keyOfAnotherToolIsFoundByItsOwnLabelOrItsCertificates() throws Exception {
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = true\nCKA_LABEL = 0h6f776e\n")) {
            KeyPair pair = raw.generate("EC", new ECGenParameterSpec("secp384r1"));
            raw.store("certificate of own", pair, pair.getPublic(), SignatureScheme.ECDSA_P384_SHA384);
        }
        assertThat(softHsm.token().signer("own").publicKey())
                .isEqualTo(softHsm.token().signer("certificate of own").publicKey());
    }

    @Test
    void keyWithoutCertificateIsRefused() throws Exception {
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = true\nCKA_LABEL = 0h62617265\n")) {
            raw.generate("EC", new ECGenParameterSpec("secp256r1"));
        }
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> softHsm.token().signer("bare"))
                .withMessageContaining("no certificate")
                .satisfies(e -> assertThat(e.hint()).contains("same CKA_ID"));
    }

    @Test
    void keyOfAnotherToolGetsItsFirstCertificateIfItIsItsOwn() throws Exception {
        KeyPair pair;
        try (RawToken raw =
                RawToken.proper(softHsm.config(), "CKA_SIGN = true\nCKA_ID = 0h77\nCKA_LABEL = 0h666f756e64\n")) {
            pair = raw.generate("EC", new ECGenParameterSpec("secp256r1"));
        }
        X509Certificate theirs = generate("not found");
        assertThatExceptionOfType(SignatureFailed.class)
                .isThrownBy(() -> softHsm.token().storeChain("found", List.of(theirs)));
        assertThat(key("found").chain()).isEmpty();

        X509Certificate own = SelfSigned.certificate(
                "CN=own", pair.getPublic(), SignatureScheme.ECDSA_P256_SHA256, tbs -> new byte[1]);
        assertThat(softHsm.token().storeChain("found", List.of(own))).containsExactly(own);
        assertThat(softHsm.token().signer("found").sign(TBS)).isNotEmpty();
    }

    @Test
    void keyWithoutIdGetsNoCertificate() throws Exception {
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = true\nCKA_LABEL = 0h6e6f6964\n")) {
            raw.generate("EC", new ECGenParameterSpec("secp256r1"));
        }
        X509Certificate any = generate("any");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> softHsm.token().storeChain("noid", List.of(any)))
                .withMessageContaining("no CKA_ID");
    }

    @Test
    void keyThatCouldBeTakenAwayIsRefused() throws Exception {
        try (RawToken raw = RawToken.readable(softHsm.config())) {
            KeyPair pair = raw.generate("EC", new ECGenParameterSpec("secp256r1"));
            raw.store("readable", pair, pair.getPublic(), SignatureScheme.ECDSA_P256_SHA256);
        }
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> softHsm.token().signer("readable"))
                .withMessageContaining("can be taken out of the token");
        assertThat(key("readable").extractable()).isTrue();
    }

    @Test
    void keyThatIsNotForSigningIsRefused() throws Exception {
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = false\nCKA_LABEL = 0h6d757465\n")) {
            raw.generate("EC", new ECGenParameterSpec("secp256r1"));
        }
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> softHsm.token().signer("mute"))
                .withMessageContaining("not for signing");
    }

    @Test
    void weakKeyIsRefused() throws Exception {
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = true\n")) {
            KeyPair pair = raw.generate("RSA", new RSAKeyGenParameterSpec(1024, RSAKeyGenParameterSpec.F4));
            raw.store("weak", pair, pair.getPublic(), SignatureScheme.RSA_PKCS1_SHA256);
        }
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> softHsm.token().signer("weak"))
                .withMessageContaining("too weak")
                .satisfies(e -> assertThat(e.hint()).contains("1024"));
    }

    @Test
    void keyThatDoesNotBelongToItsCertificateIsRefused() throws Exception {
        KeyPairGenerator software = KeyPairGenerator.getInstance("EC");
        software.initialize(new ECGenParameterSpec("secp256r1"));
        try (RawToken raw = RawToken.proper(softHsm.config(), "CKA_SIGN = true\n")) {
            KeyPair pair = raw.generate("EC", new ECGenParameterSpec("secp256r1"));
            raw.store("foreign", pair, software.generateKeyPair().getPublic(), SignatureScheme.ECDSA_P256_SHA256);
        }
        assertThatExceptionOfType(SignatureFailed.class)
                .isThrownBy(() -> softHsm.token().signer("foreign"))
                .withMessageContaining("does not verify with the public key in its certificate");
        assertThatThrownBy(() -> softHsm.token().certificateChain("foreign")).isInstanceOf(SignatureFailed.class);
    }

    @Test
    void chainForAnotherKeyIsNotStored() {
        generate("mine");
        X509Certificate theirs = generate("theirs");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> softHsm.token().storeChain("mine", List.of(theirs)))
                .withMessageContaining("not for the public key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> softHsm.token()
                        .storeChain(
                                "theirs",
                                List.of(theirs, theirs, key("mine").chain().get(0))))
                .withMessageContaining("Certificate 2 of the chain was not issued by certificate 3");
        assertThat(softHsm.token().certificateChain("theirs")).containsExactly(theirs);
    }

    @Test
    void sixteenThreadsSignAtOnce() throws Exception {
        generate("shared");
        CaSigner signer = softHsm.token().signer("shared");
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            Callable<Boolean> signing = () -> {
                for (int i = 0; i < 50; i++) {
                    byte[] message = (Thread.currentThread().getName() + i).getBytes(StandardCharsets.UTF_8);
                    if (!signer.scheme().verifies(signer.publicKey(), message, signer.sign(message))) {
                        return false;
                    }
                }
                return true;
            };
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(signing);
            }
            for (Future<Boolean> result : threads.invokeAll(all)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void healthIsAllRightWhileKeysSign() {
        generate("healthy");
        softHsm.token().signer("healthy");
        softHsm.token().checkHealth();
    }

    @Test
    void closedTokenRefuses() {
        generate("closing");
        Pkcs11Token second = new Pkcs11Token(softHsm.config());
        CaSigner signer = second.signer("closing");
        second.close();
        assertThatThrownBy(() -> signer.sign(TBS)).isInstanceOf(IllegalStateException.class);
        assertThat(softHsm.token().signer("closing").sign(TBS)).isNotEmpty();
    }

    private static X509Certificate generate(String label) {
        return softHsm.token()
                .generateKeyPair(
                        label, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=" + label));
    }

    private static TokenKey key(String label) {
        return softHsm.token().keys().stream()
                .filter(key -> key.isLabelled(label))
                .findFirst()
                .orElseThrow();
    }

    /** A second opinion. */
    private static boolean bouncyCastleVerifies(SignatureScheme scheme, PublicKey key, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature engine = scheme.signature(BOUNCY_CASTLE);
        engine.initVerify(key);
        engine.update(message);
        return engine.verify(signature);
    }
}
