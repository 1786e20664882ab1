package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens when a session, a login or a whole token goes away, with a real library underneath. */
class LostTokenTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);
    private static final int THREADS = 16;

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig config = softHsm.createToken().token();
    private final Pkcs11Token token = new Pkcs11Token(config);
    private final CaSigner signer = signer(token);

    @AfterEach
    void close() {
        token.close();
    }

    @Test
    void tokenThatIsAwayFailsClosedAndComesBackWithoutRestart() {
        softHsm.remove(config);
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(TokenUnavailable.class)
                    .isThrownBy(() -> signer.sign(TBS))
                    .withMessageContaining(config.tokenLabel());
        }
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(token::checkHealth);
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> token.signer("ca"));
        softHsm.giveBack(config);
        assertSigns(signer);
        token.checkHealth();
    }

    @Test
    void tokenThatWasAwayUnnoticedSignsAtOnce() {
        softHsm.remove(config);
        softHsm.giveBack(config);
        assertSigns(signer);
    }

    @Test
    void tokenThatWentAwayUnnoticedIsNotTakenForAnEmptyOne() {
        softHsm.remove(config);
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(token::keys);
        softHsm.giveBack(config);
        assertThat(token.certificateChain("ca")).hasSize(1);
        softHsm.remove(config);
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> token.certificateChain("ca"));
        softHsm.giveBack(config);
        assertThat(token.keys()).hasSize(1);
    }

    @Test
    void tokenThatWasAwayUnnoticedShowsItsKeysAtOnce() {
        softHsm.remove(config);
        softHsm.giveBack(config);
        assertThat(token.certificateChain("ca")).hasSize(1);
        softHsm.remove(config);
        softHsm.giveBack(config);
        assertThat(token.keys()).hasSize(1);
    }

    @Test
    void tokenMayGoAwayAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            softHsm.remove(config);
            assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> signer.sign(TBS));
            softHsm.giveBack(config);
            assertSigns(signer);
        }
    }

    @Test
    void anotherTokenOfTheLibraryGoesOnWhileOneIsAway() {
        try (Pkcs11Token other = new Pkcs11Token(softHsm.createToken().token())) {
            generate(other, "other");
            CaSigner otherSigner = other.signer("other");
            softHsm.remove(config);
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> signer.sign(TBS));
                assertSigns(otherSigner);
            }
        }
    }

    @Test
    void tokenMadeAfterTheLibraryWasLoadedIsFound() {
        assertSigns(signer);
        try (Pkcs11Token late = new Pkcs11Token(softHsm.createToken().token())) {
            assertThat(late.keys()).isEmpty();
            assertSigns(signer);
        }
    }

    @Test
    void logoutBySomebodyElseInTheProcessIsRecoveredFrom() throws GeneralSecurityException, IOException {
        try (RawToken raw = RawToken.proper(config, "")) {
            raw.logOut();
        }
        assertSigns(signer);
    }

    @Test
    void keysThatALogoutHidesAreNotMissing() throws GeneralSecurityException, IOException {
        try (RawToken raw = RawToken.proper(config, "")) {
            raw.logOut();
        }
        assertThat(token.certificateChain("ca")).hasSize(1);
        try (RawToken raw = RawToken.proper(config, "")) {
            raw.logOut();
        }
        assertThat(token.keys()).hasSize(1);
    }

    @Test
    void twoObjectsForOneTokenRecoverBoth() {
        try (Pkcs11Token second = new Pkcs11Token(config)) {
            CaSigner secondSigner = second.signer("ca");
            for (int i = 0; i < 3; i++) {
                softHsm.remove(config);
                assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> signer.sign(TBS));
                assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> secondSigner.sign(TBS));
                softHsm.giveBack(config);
                assertSigns(signer);
                assertSigns(secondSigner);
            }
        }
        assertSigns(signer);
    }

    @Test
    void twoObjectsForOneTokenDoNotLogEachOtherOut() {
        Pkcs11Token second = new Pkcs11Token(config);
        CaSigner secondSigner = second.signer("ca");
        assertSigns(signer);
        second.close();
        assertSigns(signer);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> secondSigner.sign(TBS));
    }

    @Test
    void keyThatWasExchangedMeanwhileDoesNotSign() {
        softHsm.remove(config);
        softHsm.createToken(config.tokenLabel());
        try (Pkcs11Token impostor = new Pkcs11Token(config)) {
            generate(impostor, "ca");
        }
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(KeyNotFound.class)
                    .isThrownBy(() -> signer.sign(TBS))
                    .withMessageContaining("not the one it was before");
        }
    }

    @Test
    void sixteenThreadsLoseTheTokenAndGetItBack() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch running = new CountDownLatch(THREADS);
        Callable<Integer> signing = () -> {
            int signed = 0;
            running.countDown();
            while (!stop.get()) {
                try {
                    byte[] signature = signer.sign(TBS);
                    if (!signer.scheme().verifies(signer.publicKey(), TBS, signature)) {
                        throw new AssertionError("a wrong signature");
                    }
                    signed++;
                } catch (TokenUnavailable away) {
                    Thread.onSpinWait(); // the only thing that may happen
                }
            }
            assertSigns(signer);
            return signed;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(threads.submit(signing));
            }
            running.await();
            for (int i = 0; i < 3; i++) {
                softHsm.remove(config);
                waitUntil(false);
                softHsm.giveBack(config);
                waitUntil(true);
            }
            stop.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isPositive();
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    @Test
    void threadsThatSignWithAnotherTokenNeverNotice() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Pkcs11Token other = new Pkcs11Token(softHsm.createToken().token())) {
            CaSigner otherSigner = signer(other);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(threads.submit(() -> {
                    while (!stop.get()) {
                        assertSigns(otherSigner);
                    }
                }));
            }
            for (int i = 0; i < 10; i++) {
                try (Pkcs11Token late = new Pkcs11Token(softHsm.createToken().token())) {
                    assertThat(late.keys()).isEmpty(); // only after the library was initialised afresh
                }
            }
            stop.set(true);
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    private void waitUntil(boolean signs) {
        boolean signed = !signs;
        while (signed != signs) {
            try {
                assertSigns(signer);
                signed = true;
            } catch (TokenUnavailable e) {
                signed = false;
            }
        }
    }

    private static CaSigner signer(Pkcs11Token token) {
        generate(token, "ca");
        return token.signer("ca");
    }

    private static void generate(Pkcs11Token token, String label) {
        token.generateKeyPair(label, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=" + label));
    }

    private static void assertSigns(CaSigner signer) {
        byte[] signature = signer.sign(TBS);
        try {
            assertThat(signer.scheme().verifies(signer.publicKey(), TBS, signature))
                    .isTrue();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
