package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An HSM in another process that stops to answer (SIGSTOP) and goes on, or dies and is started again. */
class HangingTokenTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);
    private static final int THREADS = 4;

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    @Test
    void callsToATokenThatHangsWaitAndEndRightlyWhenItGoesOn() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RemoteHsm hsm = new RemoteHsm(softHsm.createToken());
                Pkcs11Token token = new Pkcs11Token(hsm.token());
                Pkcs11Token other = new Pkcs11Token(softHsm.createToken().token())) {
            CaSigner signer = signer(token);
            CaSigner otherSigner = signer(other);
            assertSigns(signer);

            hsm.hang();
            List<Future<byte[]>> waiting = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                waiting.add(threads.submit(() -> signer.sign(TBS)));
            }
            for (Future<byte[]> each : waiting) {
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> each.get(200, TimeUnit.MILLISECONDS));
            }
            // a token of another library is not held up
            assertSigns(otherSigner);

            hsm.goOn();
            for (Future<byte[]> each : waiting) {
                assertThat(signer.scheme().verifies(signer.publicKey(), TBS, each.get()))
                        .isTrue();
            }
            assertSigns(signer);
            token.checkHealth();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void hsmThatDiesWhileItHangsEndsTheCallsAndIsFoundAgainWhenItIsBack() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RemoteHsm hsm = new RemoteHsm(softHsm.createToken());
                Pkcs11Token token = new Pkcs11Token(hsm.token())) {
            CaSigner signer = signer(token);
            hsm.hang();
            Future<byte[]> waiting = threads.submit(() -> signer.sign(TBS));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS));

            hsm.kill();
            assertThat(waiting)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withCauseInstanceOf(TokenUnavailable.class);
            assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> signer.sign(TBS));
            assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(token::checkHealth);

            hsm.start();
            assertSigns(signer);
            token.checkHealth();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void hsmThatWasStartedAgainUnnoticedSignsAtOnce() throws IOException, InterruptedException {
        try (RemoteHsm hsm = new RemoteHsm(softHsm.createToken());
                Pkcs11Token token = new Pkcs11Token(hsm.token())) {
            CaSigner signer = signer(token);
            for (int i = 0; i < 3; i++) {
                hsm.kill();
                hsm.start();
                assertSigns(signer);
            }
        }
    }

    private static CaSigner signer(Pkcs11Token token) {
        token.generateKeyPair("ca", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=ca"));
        return token.signer("ca");
    }

    private static void assertSigns(CaSigner signer) {
        try {
            assertThat(signer.scheme().verifies(signer.publicKey(), TBS, signer.sign(TBS)))
                    .isTrue();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
