package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One process makes keys, stores chains and signs, all at once and by one connection, as a server does that gets its chain
 * while it makes OCSP responders. Storing a chain destroys the certificate before: whoever lists the token's objects finds
 * some that are gone when they are read, and must not fail by that. SoftHSM 2.6.1 has a race of its own when objects are
 * created and destroyed at once: it says CKR_GENERAL_ERROR, or blames the template or one of its attributes, which are the
 * same in every round. Those words are taken as "busy"; a handle that is gone, a lost session, or any other is a failure.
 */
class BusyTokenTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);
    private static final int ROUNDS = 15;
    private static final String BUSY = "CKR_(GENERAL_ERROR|TEMPLATE_\\w+|ATTRIBUTE_\\w+)";

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig config = softHsm.createToken().token();
    private final Pkcs11Token token = new Pkcs11Token(config);
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void makeKeys() {
        generate("ca-1");
        generate("ca-2");
    }

    @AfterEach
    void close() throws InterruptedException {
        over.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        token.close();
    }

    @Test
    void chainsAreStoredWhileKeysAreMadeAndUsed() throws Exception {
        List<Future<?>> busy = new ArrayList<>();
        AtomicInteger made = new AtomicInteger();
        busy.add(repeatedly(() -> generate("ocsp-" + made.incrementAndGet())));
        busy.add(repeatedly(() -> token.signer("ca-1").sign(TBS)));
        busy.add(repeatedly(() -> {
            token.checkHealth();
            return token.certificateChain("ca-1");
        }));
        int stored = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (String label : List.of("ca-1", "ca-2")) {
                int now = round;
                stored += succeeds(() -> token.storeChain(label, List.of(certificate(label, now)))) ? 1 : 0;
            }
            for (Future<?> one : busy) {
                if (one.isDone()) {
                    one.get(); // throws what ended it
                }
            }
        }
        over.set(true);
        for (Future<?> one : busy) {
            one.get();
        }
        assertThat(stored).isGreaterThan(ROUNDS);
    }

    /** Another thread may connect afresh at any time: it must not take the sessions of who is in the midst of something. */
    @Test
    void aConnectionThatIsReplacedServesWhoUsesItToTheEnd() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch replaced = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        Future<byte[]> signature = threads.submit(() -> token.perform("no signature", connection -> {
            begun.incrementAndGet();
            within.countDown();
            await(replaced);
            return connection.prove("ca-2", connection.publicKey("ca-2"), KeyAlgorithm.EC_P256.scheme());
        }));
        await(within);
        Connection before = connection();
        before.disconnect();
        assertThat(connection()).isNotSameAs(before);
        replaced.countDown();
        assertThat(signature.get()).isNotEmpty();
        assertThat(begun).as("it was not lost, so it did not begin again").hasValue(1);
        assertThat(token.keys()).hasSize(2);
    }

    private Future<?> repeatedly(Callable<?> work) {
        return threads.submit(() -> {
            while (!over.get()) {
                succeeds(work);
            }
            return null;
        });
    }

    private static boolean succeeds(Callable<?> work) throws Exception {
        try {
            work.call();
            return true;
        } catch (TokenException busy) {
            assertThat(busy.code()).hasValueSatisfying(code -> assertThat(code).matches(BUSY));
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private Connection connection() {
        return token.perform("no connection", connection -> connection);
    }

    private X509Certificate generate(String label) {
        return token.generateKeyPair(
                label, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=" + label));
    }

    private X509Certificate certificate(String label, int round) {
        CaSigner signer = token.signer(label);
        return SelfSigned.certificate(
                "CN=%s %d".formatted(label, round), signer.publicKey(), signer.scheme(), signer::sign);
    }
}
