package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.pkcs11.Cryptoki.ObjectClass;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two ceremonies that mean the same label, on two connections to one token. */
class KeyGenerationTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);
    private static final KeyAlgorithm KEY = KeyAlgorithm.EC_P256;
    private static final String LABEL = "twice";

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig config = softHsm.createToken().token();
    private final Pkcs11Token one = new Pkcs11Token(config);
    private final Pkcs11Token other = new Pkcs11Token(config);

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void generationThatComesLaterTakesBackItsOwnKeyAndLeavesTheFinishedOne() {
        KeyGeneration late = begin(other);
        X509Certificate finished = finish(one, begin(one), SelfSigned.as("CN=one"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> finish(other, late, SelfSigned.as("CN=other")))
                .withMessageContaining("labelled \"twice\" already");
        assertOnly(finished);
    }

    @Test
    void generationThatFailsWhileAnotherFinishesLeavesThatOneAlone() {
        // What another tool does in the meantime: it asks nobody which labels are taken.
        assertThatIllegalStateException()
                .isThrownBy(() -> finish(other, begin(other), key -> {
                    try (RawToken raw = RawToken.proper(
                            config,
                            "CKA_SIGN = true\nCKA_LABEL = 0h7477696365\nCKA_ID = 0h%s\n".formatted("7477696365"))) {
                        raw.generate("EC", KEY.parameters());
                    } catch (GeneralSecurityException | IOException e) {
                        throw new AssertionError(e);
                    }
                    throw new IllegalStateException("the ceremony was broken off");
                }));
        assertThat(one.keys()).singleElement().satisfies(key -> assertThat(key.id())
                .isEqualTo("7477696365"));
    }

    @Test
    void ofTwoThatOverlapTheOneThatWasFirstGoesOn() {
        KeyGeneration late = begin(other);
        X509Certificate finished = finish(one, begin(one), key -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> finish(other, late, SelfSigned.as("CN=other")))
                    .withMessageContaining("already");
            return SelfSigned.as("CN=one").apply(key);
        });
        assertOnly(finished);
    }

    @Test
    void ofManyAtOnceOneAtMostSucceedsAndNothingElseIsLeft() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 5; round++) {
                String label = "round " + round;
                List<Callable<X509Certificate>> all = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    Pkcs11Token token = i % 2 == 0 ? one : other;
                    all.add(() -> token.generateKeyPair(label, KEY, KEY.scheme(), SelfSigned.as("CN=" + label)));
                }
                List<X509Certificate> finished = new ArrayList<>();
                for (Future<X509Certificate> result : threads.invokeAll(all)) {
                    try {
                        finished.add(result.get());
                    } catch (ExecutionException e) {
                        assertThat(e.getCause()).isInstanceOfAny(IllegalArgumentException.class, TokenException.class);
                    }
                }
                assertThat(finished).hasSizeLessThanOrEqualTo(1);
                assertThat(one.keys().stream()
                                .filter(key -> key.isLabelled(label))
                                .map(TokenKey::chain))
                        .isEqualTo(finished.stream().map(List::of).toList());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everyGenerationHasAnIdOfItsOwnThatKeyAndCertificateShare() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            one.generateKeyPair("id " + i, KEY, KEY.scheme(), SelfSigned.as("CN=id"));
        }
        for (TokenKey key : one.keys()) {
            assertThat(key.id()).matches("[4-7][0-9a-f]{39}");
            assertThat(key.chain()).hasSize(1);
            ids.add(key.id());
        }
        assertThat(ids).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void aKeyWithoutAUseIsDestroyedAndNothingElse() {
        X509Certificate kept = one.generateKeyPair(LABEL, KEY, KEY.scheme(), SelfSigned.as("CN=kept"));
        X509Certificate unused = one.generateKeyPair("unused", KEY, KEY.scheme(), SelfSigned.as("CN=unused"));
        assertThat(one.signer("unused").sign(TBS)).isNotEmpty();
        assertThatExceptionOfType(TokenException.KeyNotFound.class)
                .isThrownBy(() -> one.destroyKeyPair("unused", kept))
                .withMessageContaining("not the one");
        assertThat(one.keys()).hasSize(2);
        one.destroyKeyPair("unused", unused);
        assertOnly(kept);
        one.checkHealth();
        assertThatExceptionOfType(TokenException.KeyNotFound.class)
                .isThrownBy(() -> one.destroyKeyPair("unused", unused));
        assertThat(one.generateKeyPair("unused", KEY, KEY.scheme(), SelfSigned.as("CN=again")))
                .isNotEqualTo(unused);
    }

    @Test
    void whetherAKeyCanBeMadeIsAskedWithoutMakingOne() {
        one.requireGeneratable(LABEL, KEY, KEY.scheme());
        assertThatIllegalArgumentException().isThrownBy(() -> one.requireGeneratable("a/b", KEY, KEY.scheme()));
        assertThat(one.keys()).isEmpty();
        one.generateKeyPair(LABEL, KEY, KEY.scheme(), SelfSigned.as("CN=one"));
        assertThatIllegalArgumentException().isThrownBy(() -> one.requireGeneratable(LABEL, KEY, KEY.scheme()));
    }

    private void assertOnly(X509Certificate finished) {
        assertThat(one.keys()).hasSize(1);
        for (ObjectClass type : List.of(ObjectClass.CERTIFICATE, ObjectClass.PUBLIC_KEY, ObjectClass.PRIVATE_KEY)) {
            assertThat(count(type)).as(type.name()).isEqualTo(1);
        }
        for (Pkcs11Token token : List.of(one, other)) {
            assertThat(token.certificateChain(LABEL)).containsExactly(finished);
            CaSigner signer = token.signer(LABEL);
            assertThat(signer.publicKey()).isEqualTo(finished.getPublicKey());
            assertThat(signer.sign(TBS)).isNotEmpty();
        }
    }

    private int count(ObjectClass type) {
        return one.perform("not counted", connection -> {
            try (Cryptoki.Session session = connection.openForReading()) {
                return session.find(type).size();
            }
        });
    }

    private static KeyGeneration begin(Pkcs11Token token) {
        return token.perform("not begun", connection -> KeyGeneration.begin(connection, LABEL));
    }

    private static X509Certificate finish(
            Pkcs11Token token, KeyGeneration generation, Function<CaSigner, X509Certificate> firstCertificate) {
        return token.perform("not finished", connection -> generation.finish(KEY, KEY.scheme(), firstCertificate));
    }
}
