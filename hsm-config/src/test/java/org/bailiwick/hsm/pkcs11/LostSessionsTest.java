package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All sessions of the process are closed at once, as {@code C_CloseAllSessions} and a network HSM that starts again do, while
 * many threads sign: CKR_SESSION_HANDLE_INVALID for each of them. Nobody who wanted a signature may notice.
 */
class LostSessionsTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);
    private static final int THREADS = 32;
    private static final int LOSSES = 10;

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig config = softHsm.createToken().token();
    private final Pkcs11Token token = new Pkcs11Token(config);

    @AfterEach
    void close() {
        token.close();
    }

    @Test
    void sessionsThatAreGoneAreNotUsedAgain() throws GeneralSecurityException {
        CaSigner signer = signer();
        for (int i = 0; i < 3; i++) {
            Connection before = connection();
            Sessions.closeAll(config);
            assertThat(signer.scheme().verifies(signer.publicKey(), TBS, signer.sign(TBS)))
                    .isTrue();
            assertThat(connection()).isNotSameAs(before);
            Sessions.closeAll(config);
            assertThat(token.keys()).hasSize(1);
            Sessions.closeAll(config);
            assertThat(token.certificateChain("ca")).hasSize(1);
        }
    }

    @Test
    void thirtyTwoThreadsLoseAllTheirSessionsAgainAndAgainAndNoSignatureFails() throws Exception {
        CaSigner signer = signer();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicIntegerArray signed = new AtomicIntegerArray(THREADS);
        CountDownLatch running = new CountDownLatch(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                results.add(threads.submit(signing(signer, signed, i, running, stop)));
            }
            running.await();
            Set<Connection> connections = new HashSet<>();
            for (int i = 0; i < LOSSES; i++) {
                awaitOneMoreOfEach(signed, results);
                connections.add(connection());
                Sessions.closeAll(config);
            }
            awaitOneMoreOfEach(signed, results);
            stop.set(true);
            for (Future<Integer> result : results) {
                assertThat(result.get()).isGreaterThan(LOSSES);
            }
            assertThat(connections).hasSize(LOSSES);
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    /** Signs until it is stopped; any exception ends it, and fails the test. */
    private static Callable<Integer> signing(
            CaSigner signer, AtomicIntegerArray signed, int thread, CountDownLatch running, AtomicBoolean stop) {
        return () -> {
            running.countDown();
            while (!stop.get()) {
                if (!signer.scheme().verifies(signer.publicKey(), TBS, signer.sign(TBS))) {
                    throw new AssertionError("a wrong signature");
                }
                signed.incrementAndGet(thread);
            }
            return signed.get(thread);
        };
    }

    /** So that each thread has a session again, and loses it. */
    private static void awaitOneMoreOfEach(AtomicIntegerArray signed, List<Future<Integer>> results) throws Exception {
        int[] before = new int[THREADS];
        for (int i = 0; i < THREADS; i++) {
            before[i] = signed.get(i);
        }
        for (int i = 0; i < THREADS; i++) {
            while (signed.get(i) <= before[i]) {
                if (results.get(i).isDone()) {
                    results.get(i).get(); // throws what ended it
                }
                Thread.onSpinWait();
            }
        }
    }

    private Connection connection() {
        return token.perform("no connection", connection -> connection);
    }

    private CaSigner signer() {
        token.generateKeyPair("ca", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=ca"));
        return token.signer("ca");
    }
}
