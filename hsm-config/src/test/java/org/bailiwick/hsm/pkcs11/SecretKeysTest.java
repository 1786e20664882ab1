package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.KeyGenerator;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.TokenCipher;
import org.bailiwick.hsm.TokenException.DecryptionFailed;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** AES keys in a token. */
class SecretKeysTest {

    private static final byte[] SECRET = HexFormat.of().parseHex("00".repeat(31) + "ff");
    private static final byte[] OWNER = octets("row 1");

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig config = softHsm.createToken().token();
    private final Pkcs11Token token = new Pkcs11Token(config);

    @AfterEach
    void close() {
        token.close();
    }

    @Test
    void whatIsEncryptedIsDecryptedAndNeverLooksTheSame() {
        TokenCipher cipher = generated("secrets");
        byte[] once = cipher.encrypt(SECRET, OWNER);
        byte[] again = cipher.encrypt(SECRET, OWNER);

        assertThat(once).hasSize(12 + SECRET.length + 16).isNotEqualTo(again);
        assertThat(cipher.decrypt(once, OWNER)).isEqualTo(SECRET);
        assertThat(cipher.decrypt(again, OWNER)).isEqualTo(SECRET);
        assertThat(token.cipher("secrets").decrypt(once, OWNER)).isEqualTo(SECRET);
        assertThat(cipher.keyLabel()).isEqualTo("secrets");
    }

    @Test
    void theKeyCanNeverBeTakenOut() {
        generated("secrets");
        assertThat(token.secretKeys()).singleElement().satisfies(key -> {
            assertThat(key.type()).isEqualTo("AES-256");
            assertThat(key.sensitive()).isTrue();
            assertThat(key.alwaysSensitive()).isTrue();
            assertThat(key.extractable()).isFalse();
            assertThat(key.neverExtractable()).isTrue();
            assertThat(key.encrypts()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 43, 44, 59})
    void anOctetThatChangedIsNoticedAndTheTokenIsWell(int position) {
        TokenCipher cipher = generated("secrets");
        byte[] encrypted = cipher.encrypt(SECRET, OWNER);
        encrypted[position] ^= 1;

        assertThatExceptionOfType(DecryptionFailed.class)
                .isThrownBy(() -> cipher.decrypt(encrypted, OWNER))
                .withMessageContaining("\"secrets\"");
        encrypted[position] ^= 1;
        assertThat(cipher.decrypt(encrypted, OWNER)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 27, 59})
    void whatIsTooShortIsRefused(int length) {
        TokenCipher cipher = generated("secrets");
        byte[] cut = Arrays.copyOf(cipher.encrypt(SECRET, OWNER), length);
        assertThatExceptionOfType(DecryptionFailed.class).isThrownBy(() -> cipher.decrypt(cut, OWNER));
    }

    @Test
    void aSecretIsNotMovedToAnotherOwner() {
        TokenCipher cipher = generated("secrets");
        byte[] encrypted = cipher.encrypt(SECRET, OWNER);
        assertThatExceptionOfType(DecryptionFailed.class).isThrownBy(() -> cipher.decrypt(encrypted, octets("row 2")));
    }

    @Test
    void anotherKeyDoesNotDecrypt() {
        byte[] encrypted = generated("one").encrypt(SECRET, OWNER);
        TokenCipher other = generated("other");
        assertThatExceptionOfType(DecryptionFailed.class).isThrownBy(() -> other.decrypt(encrypted, OWNER));
    }

    @Test
    void aKeyThatIsMissingIsSaidToBeWithWhatToDo() {
        token.generateKeyPair("ca", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=ca"));
        for (String label : List.of("secrets", "ca")) {
            assertThatExceptionOfType(KeyNotFound.class)
                    .isThrownBy(() -> token.cipher(label))
                    .withMessageContaining("no secret key labelled \"" + label + "\"")
                    .satisfies(missing -> assertThat(missing.hint()).contains("generate secret --label " + label));
        }
        assertThat(token.secretKeys()).isEmpty();
    }

    @Test
    void aLabelIsUsedOnceForKeysOfEveryKind() {
        generated("secrets");
        token.generateKeyPair("ca", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=ca"));
        for (String label : List.of("secrets", "ca", "", "ü", "-x")) {
            assertThatIllegalArgumentException().isThrownBy(() -> token.generateSecretKey(label));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token.generateKeyPair(
                        "secrets", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=x")))
                .withMessageContaining("labelled \"secrets\" already");
        assertThat(token.secretKeys()).hasSize(1);
        assertThat(token.signer("ca").sign(SECRET)).isNotEmpty();
    }

    /** What another tool makes is looked at before it is used. */
    @ParameterizedTest
    @CsvSource({"AES, 256, false, true", "AES, 128, true, false", "AES, 256, true, true"})
    void aKeyThatIsNotFitIsRefused(String algorithm, int bits, boolean sensitive, boolean extractable)
            throws GeneralSecurityException, IOException {
        foreign(algorithm, bits, sensitive, extractable);
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> token.cipher("foreign"))
                .withMessageContaining("is not AES-256, can be taken out of the token");
    }

    @Test
    void aTokenThatIsAwayFailsClosedAndComesBackWithoutRestart() {
        TokenCipher cipher = generated("secrets");
        byte[] encrypted = cipher.encrypt(SECRET, OWNER);
        softHsm.remove(config);
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> cipher.decrypt(encrypted, OWNER));
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> cipher.encrypt(SECRET, OWNER));
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> token.cipher("secrets"));
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(token::secretKeys);
        softHsm.giveBack(config);
        assertThat(cipher.decrypt(encrypted, OWNER)).isEqualTo(SECRET);
        softHsm.remove(config);
        softHsm.giveBack(config);
        assertThat(cipher.decrypt(encrypted, OWNER)).isEqualTo(SECRET);
    }

    @Test
    void manyThreadsEncryptAndDecryptAtOnce() throws Exception {
        TokenCipher cipher = generated("secrets");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<byte[]>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] owner = octets("row " + i);
                all.add(() -> cipher.decrypt(cipher.encrypt(SECRET, owner), owner));
            }
            for (Future<byte[]> each : threads.invokeAll(all)) {
                assertThat(each.get()).isEqualTo(SECRET);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private TokenCipher generated(String label) {
        token.generateSecretKey(label);
        return token.cipher(label);
    }

    private void foreign(String algorithm, int bits, boolean sensitive, boolean extractable)
            throws GeneralSecurityException, IOException {
        token.perform("not made", connection -> {
            Provider provider = connection.provider(
                    """
                    attributes(generate, CKO_SECRET_KEY, *) = {
                    CKA_TOKEN = true
                    CKA_LABEL = 0h%s
                    CKA_SENSITIVE = %s
                    CKA_EXTRACTABLE = %s
                    CKA_ENCRYPT = true
                    CKA_DECRYPT = true
                    }
                    """
                            .formatted(HexFormat.of().formatHex(octets("foreign")), sensitive, extractable));
            try {
                KeyGenerator generator = KeyGenerator.getInstance(algorithm, provider);
                generator.init(bits);
                return generator.generateKey();
            } finally {
                connection.release(provider);
            }
        });
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
